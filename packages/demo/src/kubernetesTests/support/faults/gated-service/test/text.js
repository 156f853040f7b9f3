const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { test } = require('node:test');

test('there is some text', () => {
  assert.match(readFileSync('text.txt', 'utf8'), /text/);
});
