import { fields, isMapping, items, text, type Value } from '../yaml';

/** The values of one run of a job. */
export type Combination = { [key: string]: Value };

const MAX_COMBINATIONS = 48;

/** The runs of a job's matrix. A part that is computed when it runs is left out: unknown. */
export function combinations(matrix: Value): Combination[] {
  if (!isMapping(matrix)) return [{}];
  const { include, exclude, ...axes } = matrix;
  let all: Combination[] = [{}];
  for (const [name, values] of Object.entries(axes)) {
    if (!Array.isArray(values) || values.length === 0) continue;
    all = all.flatMap(one => values.map(value => ({ ...one, [name]: value })));
    // Every value of each axis is still seen: what is cut are combinations of the first ones.
    if (all.length > MAX_COMBINATIONS) all = spread(all);
  }
  const excluded = items(exclude).filter(isMapping);
  all = all.filter(one => !excluded.some(rule => agrees(one, rule)));
  const names = Object.keys(axes);
  const added: Combination[] = [];
  for (const rule of items(include).filter(isMapping)) {
    const shared = names.filter(name => name in rule);
    const fitting = all.filter(
      one =>
        shared.length > 0 && shared.every(name => same(one[name], rule[name])),
    );
    if (names.length > 0 && shared.length === 0) {
      all = all.map(one => ({ ...one, ...rule }));
    } else if (fitting.length > 0) {
      all = all.map(one => (fitting.includes(one) ? { ...one, ...rule } : one));
    } else added.push(fields(rule));
  }
  const real = names.length === 0 && added.length > 0 ? [] : all;
  const whole = [...real, ...added].slice(0, MAX_COMBINATIONS);
  return whole.length > 0 ? whole : [{}];
}

function spread(all: Combination[]): Combination[] {
  const step = all.length / MAX_COMBINATIONS;
  return Array.from(
    { length: MAX_COMBINATIONS },
    (_, index) => all[Math.floor(index * step)],
  );
}

function agrees(one: Combination, rule: Combination): boolean {
  return Object.entries(rule).every(([name, value]) => same(one[name], value));
}

function same(first: Value, second: Value): boolean {
  const plain = text(first);
  return plain === undefined
    ? JSON.stringify(first) === JSON.stringify(second)
    : plain === text(second);
}
