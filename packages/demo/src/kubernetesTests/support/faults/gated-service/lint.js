// A linter without dependencies: no tab may be in the text.
const { readFileSync } = require('node:fs');

if (readFileSync('text.txt', 'utf8').includes('\t')) {
  console.error('text.txt: a tab is not allowed');
  process.exit(1);
}
