import type { TemplateExample } from '@backstage/plugin-scaffolder-node';

export const examples: TemplateExample[] = [
  {
    description: 'Upgrade a dependency and wait for the pull request',
    example: `steps:
  - id: upgrade
    name: Upgrade lodash
    action: background-task:create
    input:
      project: developers
      entityRef: component:default/sample-service
      instructions: Upgrade lodash to version 4.17.21
      provider: script
      run: npm install lodash@4.17.21
`,
  },
  {
    description: 'Start a task and go on at once',
    example: `steps:
  - id: upgrade
    name: Upgrade lodash
    action: background-task:create
    input:
      project: developers
      repositoryUrl: https://github.com/owner/repository
      instructions: Upgrade lodash to version 4.17.21
      provider: script
      run: npm install lodash@4.17.21
      wait: false
`,
  },
];
