import { act, editSteps, rounds } from './rounds';
import type { FileEdit, ReadyScenario } from './types';

const EDITS: FileEdit[] = [
  documented(
    'src/orderClient.js',
    'export function createOrderClient(baseUrl) {',
    [
      'Creates a client of the order service.',
      '@param {string} baseUrl - where the service is',
    ],
  ),
  documented('src/orderClient.js', '  async function listOrders(customer) {', [
    'The orders of one customer.',
    '@param {string} customer',
  ]),
  documented('src/orderClient.js', '  async function placeOrder(order) {', [
    'Sends an order.',
    '@param {object} order',
  ]),
  documented('src/orders.js', 'export function total(orders) {', [
    'The value of all orders together, in cents.',
    '@param {object[]} orders',
  ]),
  documented('src/orders.js', 'export function groupByCustomer(orders) {', [
    'How many orders each customer has, and their value in cents.',
    '@param {object[]} orders',
  ]),
  documented(
    'src/orders.js',
    'export function mostValuable(orders, limit = 3) {',
    [
      'The most expensive orders, in falling order.',
      '@param {object[]} orders',
      '@param {number} limit - how many there are at most',
    ],
  ),
  documented('src/summary.js', 'export function formatAmount(cents) {', [
    'An amount of money for people.',
    '@param {number} cents',
  ]),
  documented('src/summary.js', 'export function formatSummary(orders) {', [
    'One line per customer.',
    '@param {object[]} orders',
  ]),
];

/** Adds JSDoc to each function, one after the other. */
export const addJsDoc: ReadyScenario = {
  name: 'addJsDoc',
  instructions:
    'Add JSDoc comments to all functions in src/. Ensure eslint passes.',
  matches: /\bjsdoc\b/i,
  turns: rounds({
    first: [
      ...editSteps('I look at the functions of src/.', EDITS),
      act('I run the linter.', { kind: 'shell', command: 'npm run lint' }),
      { text: 'All functions in src/ have JSDoc comments.' },
    ],
    repair: [{ text: 'I know of nothing that I could repair.' }],
  }),
};

function documented(
  path: string,
  declaration: string,
  words: string[],
): FileEdit {
  const indent = /^ */.exec(declaration)?.[0] ?? '';
  const comment = ['/**', ...words.map(line => ` * ${line}`), ' */'];
  const lines = comment.map(line => indent + line);
  return {
    path,
    find: declaration,
    replace: [...lines, declaration].join('\n'),
  };
}
