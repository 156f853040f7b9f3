import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '../system/repositoryRoot';
import { documents } from './documents';
import { blocksOf, edit, stepOf, type InstallStep } from './installSteps';

const DOCUMENT = `
# A plugin

## Add it

\`\`\`sh
yarn add it
\`\`\`

\`\`\`tsx
// packages/app/src/App.tsx
import { It } from 'it';

// within <Routes> of second
<Route path="/it" element={<It />} />;
\`\`\`

\`\`\`ts
const example = 'of something else';
\`\`\`

### Elsewhere

\`\`\`yaml
it: is elsewhere
\`\`\`
`;

function stepsOf(markdown: string, section: string): InstallStep[] {
  return blocksOf(markdown, section)
    .map(stepOf)
    .filter(step => step !== undefined);
}

describe('the steps of a document', () => {
  it('are the blocks of one section, without what is no more than an example', () => {
    expect(stepsOf(DOCUMENT, 'Add it')).toEqual([
      { kind: 'run', script: 'yarn add it\n' },
      {
        kind: 'edit',
        file: 'packages/app/src/App.tsx',
        imports: `import { It } from 'it';\n\n`,
        insertions: [
          {
            place: '// within <Routes> of second',
            code: '<Route path="/it" element={<It />} />',
          },
        ],
      },
    ]);
    expect(stepsOf(DOCUMENT, 'Elsewhere')).toEqual([
      { kind: 'configure', yaml: 'it: is elsewhere\n' },
    ]);
  });

  it('put code where they say', () => {
    const step = stepsOf(DOCUMENT, 'Add it').find(
      ({ kind }) => kind === 'edit',
    );
    const source =
      'const first = (<Routes></Routes>);\nconst second = (<Routes></Routes>);\n';

    expect(step?.kind === 'edit' && edit(source, step)).toBe(
      [
        `import { It } from 'it';`,
        '',
        'const first = (<Routes></Routes>);',
        'const second = (<Routes>',
        '<Route path="/it" element={<It />} />',
        '</Routes>);',
        '',
      ].join('\n'),
    );
  });

  it('cannot be taken where their place or their section is missing', () => {
    const step = stepsOf(DOCUMENT, 'Add it').find(
      ({ kind }) => kind === 'edit',
    );
    expect(() => step?.kind === 'edit' && edit('nothing', step)).toThrow(
      'There is no such place: // within <Routes> of second',
    );
    expect(() => blocksOf(DOCUMENT, 'Remove it')).toThrow(
      `There is no code in a section 'Remove it'`,
    );
  });

  it.each(['new', 'legacy'] as const)(
    'are there for the %s frontend system',
    async frontend => {
      const steps: InstallStep[] = [];
      for (const { file, section } of documents[frontend]) {
        const text = await readFile(join(repositoryRoot, file), 'utf8');
        steps.push(...stepsOf(text, section));
      }
      const kinds = steps.map(({ kind }) => kind);
      expect(kinds).toEqual(
        expect.arrayContaining(['run', 'edit', 'configure']),
      );
    },
  );

  it('are the same in the READMEs of the packages', async () => {
    const readme = await readFile(join(repositoryRoot, 'README.md'), 'utf8');
    const said = blocksOf(readme, 'Add it to your own Backstage').map(
      ({ text }) => text,
    );
    for (const name of ['background-tasks', 'background-tasks-backend']) {
      const file = join(repositoryRoot, 'plugins', name, 'README.md');
      const blocks = blocksOf(await readFile(file, 'utf8'), 'Install');
      for (const { language, text } of blocks) {
        if (language !== 'sh') continue;
        expect(said.join('')).toContain(text);
      }
    }
  });
});
