import { fields, isMapping, items, text, type Value } from '../yaml';

/** The values of one run of a job. */
export type Combination = { [key: string]: Value };

/** GitHub itself runs no more of one job. */
const MAX_COMBINATIONS = 256;

/** The runs of a job's matrix. A part that is computed when it runs is left out: unknown. */
export function combinations(matrix: Value): Combination[] {
  if (!isMapping(matrix)) return [{}];
  const { include, exclude, ...axes } = matrix;
  let all = product(axes);
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
  // What is added by name is there for a reason.
  const least = Math.max(0, MAX_COMBINATIONS - real.length);
  const named = added.slice(0, Math.max(least, MAX_COMBINATIONS / 2));
  const whole = [...real.slice(0, MAX_COMBINATIONS - named.length), ...named];
  return whole.length > 0 ? whole : [{}];
}

/**
 * All combinations of the axes' values. Where they are too many: the first of each with every value of one axis after
 * the other, so that each value is seen, beside those that are usual.
 */
function product(axes: { [key: string]: Value }): Combination[] {
  const known = Object.entries(axes).flatMap(
    ([name, values]): [string, Value[]][] =>
      Array.isArray(values) && values.length > 0 ? [[name, values]] : [],
  );
  const count = known.reduce((all, [, values]) => all * values.length, 1);
  if (count <= MAX_COMBINATIONS) {
    return known.reduce<Combination[]>(
      (all, [name, values]) =>
        all.flatMap(one => values.map(value => ({ ...one, [name]: value }))),
      [{}],
    );
  }
  const first: Combination = Object.fromEntries(
    known.map(([name, [value]]) => [name, value]),
  );
  const others = known.flatMap(([name, values]) =>
    values.slice(1).map(value => ({ ...first, [name]: value })),
  );
  return [first, ...others].slice(0, MAX_COMBINATIONS);
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
