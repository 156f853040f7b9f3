import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../system/repositoryRoot';
import { mutations } from './mutations';

describe('the mutations', () => {
  it.each(mutations.map(({ name, ...mutation }) => [name, mutation] as const))(
    'can be made: %s',
    (_, { file, find, test }) => {
      const text = readFileSync(join(repositoryRoot, file), 'utf8');
      expect(text.split(find)).toHaveLength(2);
      expect(existsSync(join(repositoryRoot, test))).toBe(true);
    },
  );
});
