import type { TreeFiles } from '../../git';
import type {
  Convention,
  Ecosystem,
  EcosystemSetup,
  SetupUse,
} from '../Ecosystem';
import { join } from '../trace';
import type { SetupCommand } from '../Validator';
import { narrowGradle } from './narrow';
import { gradleTools } from './tools';

const BUILDS = [
  'build.gradle',
  'build.gradle.kts',
  'settings.gradle',
  'settings.gradle.kts',
];

/** Repositories that Gradle builds. */
export const gradle: Ecosystem = {
  id: 'gradle',
  looksFor: 'the task check of build.gradle',
  tools: gradleTools,
  narrow: narrowGradle,
  actions: [
    {
      action: 'gradle/gradle-build-action',
      command: ({ arguments: tasks }) => tasks && `./gradlew ${tasks}`,
      directoryInput: 'build-root-directory',
    },
    {
      action: 'gradle/actions/setup-gradle',
      command: ({ arguments: tasks }) => tasks && `./gradlew ${tasks}`,
      directoryInput: 'build-root-directory',
    },
    {
      action: 'eskatos/gradle-command-action',
      command: ({ arguments: tasks }) => tasks && `./gradlew ${tasks}`,
    },
  ],

  async conventions(files): Promise<Convention[]> {
    if (!(await isBuilt(files))) return [];
    const program = (await files.has('gradlew')) ? './gradlew' : 'gradle';
    return [
      {
        ...{ kind: 'test', basis: 'default' },
        command: `${program} check`,
        reason: 'the build of Gradle',
      },
    ];
  },

  // Gradle gets what it needs while it runs, and its wrapper gets Gradle.
  async setup(
    files,
    { commands, directories }: SetupUse,
  ): Promise<EcosystemSetup> {
    if (commands.length === 0 && !(await isBuilt(files))) {
      return { setup: [], pins: [] };
    }
    const fetch: SetupCommand[] = [];
    for (const directory of directories) {
      if (await isBuilt(files, directory)) {
        fetch.push(await fetchOf(files, directory));
      }
    }
    return { setup: [], pins: ['java'], fetch };
  },
};

/** Compiles all, tests too, which needs nearly all that they need to run: Gradle has no word for downloading alone. */
async function fetchOf(
  files: TreeFiles,
  directory: string,
): Promise<SetupCommand> {
  const own = await files.has(join(directory, 'gradlew'));
  return {
    command: `${own ? './gradlew' : 'gradle'} --no-daemon testClasses`,
    ...(directory && { directory }),
    reason: 'the build of Gradle',
  };
}

async function isBuilt(files: TreeFiles, directory = ''): Promise<boolean> {
  for (const name of BUILDS) {
    if (await files.has(join(directory, name))) return true;
  }
  return false;
}
