import type { TreeFiles } from '../../git';
import type {
  Convention,
  Ecosystem,
  EcosystemSetup,
  SetupUse,
} from '../Ecosystem';
import { foldersUp, join } from '../trace';
import type { SetupCommand } from '../Validator';
import { narrowMaven } from './narrow';
import { readPom } from './pom';
import { mavenTools } from './tools';

/** Repositories that Maven builds. */
export const maven: Ecosystem = {
  id: 'maven',
  looksFor: 'the phases of pom.xml',
  tools: mavenTools,
  narrow: narrowMaven,

  async conventions(files): Promise<Convention[]> {
    const pom = await readPom(files, '');
    if (pom === undefined) return [];
    const mvn = await programOf(files, '');
    const basis = { basis: 'default', reason: 'pom.xml' } as const;
    const found: Convention[] = [];
    if (pom.includes('spotless-maven-plugin')) {
      found.push({
        ...basis,
        kind: 'format',
        command: `${mvn} spotless:check`,
      });
    }
    if (pom.includes('maven-checkstyle-plugin')) {
      found.push({
        ...basis,
        kind: 'lint',
        command: `${mvn} checkstyle:check`,
      });
    }
    return [
      ...found,
      { ...basis, kind: 'test', command: `${mvn} verify`, group: 'maven test' },
    ];
  },

  // Maven gets what it needs while it runs.
  async setup(files, { directories }: SetupUse): Promise<EcosystemSetup> {
    const fetch = new Map<string, SetupCommand>();
    let pins: string[] | undefined;
    for (const directory of directories) {
      for (const folder of foldersUp(directory)) {
        const pom = await readPom(files, folder);
        if (pom === undefined) continue;
        pins ??= await pinsOf(files, folder, pom);
        fetch.set(folder, await fetchOf(files, folder));
        break;
      }
    }
    return { setup: [], pins: pins ?? [], fetch: [...fetch.values()] };
  },
};

async function fetchOf(
  files: TreeFiles,
  directory: string,
): Promise<SetupCommand> {
  const mvn = await programOf(files, directory);
  return {
    command: `${mvn} --batch-mode dependency:go-offline`,
    ...(directory && { directory }),
    reason: join(directory, 'pom.xml'),
  };
}

async function programOf(files: TreeFiles, directory: string): Promise<string> {
  return (await files.has(join(directory, 'mvnw'))) ? './mvnw' : 'mvn';
}

/** `java 17`, as the compiler's release says it, and Maven's least version. */
async function pinsOf(
  files: TreeFiles,
  directory: string,
  pom: string,
): Promise<string[]> {
  const release =
    /<(?:maven\.compiler\.(?:release|source)|java\.version)>\s*(?:1\.)?(\d+)\s*</.exec(
      pom,
    )?.[1];
  const java = release && Number(release) > 8 ? `java >=${release}` : 'java';
  if (await files.has(join(directory, 'mvnw'))) return [java];
  const least =
    /<requireMavenVersion>\s*<version>\s*\[?(\d[\d.]*)/.exec(pom)?.[1] ??
    /<prerequisites>\s*<maven>\s*(\d[\d.]*)/.exec(pom)?.[1];
  return [java, least ? `mvn >=${least}` : 'mvn'];
}
