import type { Tool } from '../../Ecosystem';
import { names } from './names';

/** Programs that are no checks. */
export const bystanders: readonly Tool[] = [
  {
    programs: names(`
      nodemon http-server serve live-server chokidar tsc-watch onchange webpack-dev-server json-server
      node-dev ts-node-dev wrangler start-server-and-test
    `),
    refuse: 'it never ends',
  },
  {
    programs: names(`
      semantic-release changeset np release-it standard-version auto bumpp pkg-pr-new
      changelogithub gh-pages vercel netlify firebase surge
    `),
    refuse: 'it publishes',
  },
  {
    programs: names(`
      codecov coveralls danger codeclimate npm-check-updates ncu autocannon clinic 0x
    `),
    refuse: 'it only reports',
  },
  {
    programs: ['prettier-eslint', 'lint-staged', 'pretty-quick', 'nano-staged'],
    refuse: 'it rewrites files',
    refuseWith: {},
  },
];
