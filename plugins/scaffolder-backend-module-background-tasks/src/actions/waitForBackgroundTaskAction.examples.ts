import type { TemplateExample } from '@backstage/plugin-scaffolder-node';

export const examples: TemplateExample[] = [
  {
    description: 'Start a task, do something else, and wait for it',
    example: `steps:
  - id: upgrade
    name: Begin the upgrade
    action: background-task:create
    input:
      project: developers
      entityRef: component:default/sample-service
      instructions: Upgrade lodash to version 4.17.21
      wait: false
  - id: pullRequest
    name: Wait for the upgrade
    action: background-task:wait
    input:
      project: developers
      name: \${{ steps.upgrade.output.name }}
`,
  },
];
