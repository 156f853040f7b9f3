export { createOrderClient } from './orderClient.js';
export { groupByCustomer, mostValuable, total } from './orders.js';
export { formatAmount, formatSummary } from './summary.js';
