import { build } from 'esbuild';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * zod's entry carries every language's messages with it. The runner speaks none of them, and each phase would pay
 * for reading them at its start.
 */
const withoutLocales = {
  name: 'without-locales',
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: '',
      loader: 'js',
    }));
  },
};

/**
 * Bundles the runner into one file.
 *
 * @param {string} outfile where it is written
 */
export async function buildRunner(outfile = join(here, 'dist', 'runner.cjs')) {
  await build({
    absWorkingDir: here,
    entryPoints: ['src/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [withoutLocales],
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildRunner(process.argv[2]);
}
