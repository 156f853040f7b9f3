import type { TreeFiles } from '../../git';
import { join } from '../trace';

/** The pom.xml of a folder, without comments. */
export async function readPom(
  files: TreeFiles,
  directory: string,
): Promise<string | undefined> {
  const text = await files.read(join(directory, 'pom.xml'));
  return text?.replace(/<!--[^]*?-->/g, '');
}

/** What of a pom decides what a build checks: its build, reporting and profiles, dependencies and versions left out. */
export function buildOf(pom: string): string {
  const parts = ['build', 'reporting', 'profiles', 'modules'].flatMap(name =>
    [...pom.matchAll(new RegExp(`<${name}>[^]*?</${name}>`, 'g'))].map(
      ([part]) => part,
    ),
  );
  return parts
    .join('\n')
    .replace(/<dependencies>[^]*?<\/dependencies>/g, '')
    .replace(/<version>[^<]*<\/version>/g, '')
    .replace(/\s+/g, ' ');
}

/** What a bare `mvn` does. */
export function defaultGoal(pom: string): string | undefined {
  return /<defaultGoal>([^<]*)<\/defaultGoal>/.exec(pom)?.[1].trim();
}
