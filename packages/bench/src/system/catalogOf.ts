import { basename } from 'node:path';

/** The catalog of the benchmark: users in one group, a component for each repository, and the peer's template. */
export function catalogOf(users: number, repositoryUrls: string[]): string {
  const entities = [
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: { name: 'bench' },
      spec: { type: 'team', children: [] },
    },
    ...Array.from({ length: users }, (_, index) => ({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'User',
      metadata: { name: `user-${index + 1}` },
      spec: { memberOf: ['bench'] },
    })),
    ...repositoryUrls.map(url => ({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: basename(url),
        annotations: { 'backstage.io/source-location': `url:${url}` },
      },
      spec: { type: 'library', lifecycle: 'production', owner: 'bench' },
    })),
    {
      apiVersion: 'scaffolder.backstage.io/v1beta3',
      kind: 'Template',
      metadata: { name: 'bench' },
      spec: {
        type: 'service',
        owner: 'bench',
        parameters: [],
        steps: [
          {
            id: 'run',
            name: 'Run',
            action: 'bench:run',
            input: { behaviour: `\${{ parameters.behaviour }}` },
          },
        ],
      },
    },
  ];
  return entities.map(entity => JSON.stringify(entity)).join('\n---\n');
}
