import _ from 'lodash';
import { groupByCustomer } from './orders.js';

export function formatAmount(cents) {
  return `${(cents / 100).toFixed(2)} EUR`;
}

export function formatSummary(orders) {
  const customers = groupByCustomer(orders);
  const lines = _.map(
    customers,
    (entry, customer) =>
      `${_.startCase(customer)}: ${entry.count} order(s), ${formatAmount(entry.total)}`,
  );
  return lines.sort().join('\n');
}
