import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatSummary,
  groupByCustomer,
  mostValuable,
  total,
} from '../src/index.js';

const orders = [
  { customer: 'blue bakery', quantity: 2, unitPrice: 350 },
  { customer: 'red garage', quantity: 1, unitPrice: 12000 },
  { customer: 'blue bakery', quantity: 10, unitPrice: 99 },
];

test('total adds up quantity times unit price', () => {
  assert.equal(total(orders), 13690);
  assert.equal(total([]), 0);
});

test('groupByCustomer counts and sums per customer', () => {
  assert.deepEqual(groupByCustomer(orders), {
    'blue bakery': { count: 2, total: 1690 },
    'red garage': { count: 1, total: 12000 },
  });
});

test('mostValuable gives the most expensive orders first', () => {
  assert.deepEqual(
    mostValuable(orders, 2).map((order) => order.unitPrice),
    [12000, 99],
  );
});

test('formatSummary has one line per customer, in order', () => {
  assert.equal(
    formatSummary(orders),
    'Blue Bakery: 2 order(s), 16.90 EUR\nRed Garage: 1 order(s), 120.00 EUR',
  );
});
