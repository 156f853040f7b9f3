import type { TemplateExample } from '@backstage/plugin-scaffolder-node';

export const examples: TemplateExample[] = [
  {
    description: 'Run a task template on several components, one by one',
    example: `steps:
  - id: upgrade
    name: Upgrade \${{ parameters.package }}
    action: background-task:template:run
    each: \${{ parameters.components }}
    input:
      project: developers
      template: upgrade-dependency
      entityRef: \${{ each.value }}
      parameters:
        package: \${{ parameters.package }}
      onFailure: continue
`,
  },
];
