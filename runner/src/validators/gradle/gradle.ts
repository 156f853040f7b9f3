import type { TreeFiles } from '../../git';
import type {
  Convention,
  Ecosystem,
  EcosystemSetup,
  SetupUse,
} from '../Ecosystem';
import { join } from '../trace';
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
  async setup(files, { commands }: SetupUse): Promise<EcosystemSetup> {
    if (commands.length === 0 && !(await isBuilt(files))) {
      return { setup: [], pins: [] };
    }
    return { setup: [], pins: ['java'] };
  },
};

async function isBuilt(files: TreeFiles, directory = ''): Promise<boolean> {
  for (const name of BUILDS) {
    if (await files.has(join(directory, name))) return true;
  }
  return false;
}
