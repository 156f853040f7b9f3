import _ from 'lodash';

export function total(orders) {
  return _.sumBy(orders, (order) => order.quantity * order.unitPrice);
}

export function groupByCustomer(orders) {
  const grouped = _.groupBy(orders, 'customer');
  return _.mapValues(grouped, (own) => ({
    count: own.length,
    total: total(own),
  }));
}

export function mostValuable(orders, limit = 3) {
  return _.take(
    _.orderBy(orders, [(order) => order.quantity * order.unitPrice], ['desc']),
    limit,
  );
}
