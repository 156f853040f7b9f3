import { Fault, FaultRule, FaultSwitches } from './types';

interface ActiveRule {
  rule: FaultRule;
  faults: readonly Fault[];
  /** Calls that are still to pass unharmed. */
  passing: number;
  /** Calls that may still be struck. */
  left: number;
  random: () => number;
}

/** Decides which call is struck by what. */
export class Faults implements FaultSwitches {
  #rules: ActiveRule[] = [];
  #count = 0;

  set(...rules: FaultRule[]): void {
    this.#rules = rules.map(activate);
  }

  clear(): void {
    this.#rules = [];
  }

  count(): number {
    return this.#count;
  }

  /** What goes wrong with this call, if anything. Each call is to be asked about once. */
  strike(method: string, path: string): Fault | undefined {
    for (const active of this.#rules) {
      if (!matches(active.rule, method, path) || active.left === 0) continue;
      if (active.passing > 0) {
        active.passing -= 1;
        continue;
      }
      if (active.random() >= (active.rule.share ?? 1)) continue;
      active.left -= 1;
      this.#count += 1;
      const index = Math.floor(active.random() * active.faults.length);
      return active.faults[index];
    }
    return undefined;
  }
}

function activate(rule: FaultRule): ActiveRule {
  const { share = 1, next = Infinity, after = 0 } = rule;
  if (!(share >= 0 && share <= 1)) {
    throw new Error(`A share is between 0 and 1, not '${share}'`);
  }
  if (next !== Infinity && !(Number.isInteger(next) && next >= 0)) {
    throw new Error(`'${next}' is not a number of calls`);
  }
  if (!(Number.isInteger(after) && after >= 0)) {
    throw new Error(`'${after}' is not a number of calls`);
  }
  const faults = 'kind' in rule.fault ? [rule.fault] : rule.fault;
  if (faults.length === 0) throw new Error('A rule without a fault');
  return {
    rule,
    faults,
    passing: after,
    left: next,
    random: createRandom(rule.seed ?? 1),
  };
}

function matches(rule: FaultRule, method: string, path: string): boolean {
  return isMatch(rule.method, method) && isMatch(rule.path, path);
}

// `search` starts anew each time, also for expressions that are global or sticky
function isMatch(expression: RegExp | undefined, value: string): boolean {
  return expression === undefined || value.search(expression) >= 0;
}

/** Numbers from 0 up to 1, by the generator of Park and Miller. */
function createRandom(seed: number): () => number {
  const modulus = 2 ** 31 - 1;
  let state = 1 + (Math.abs(Math.trunc(seed)) % (modulus - 1));
  const draw = () => {
    state = (state * 48_271) % modulus;
    return state / modulus;
  };
  // The first numbers of small seeds are small
  for (let turn = 0; turn < 8; turn++) draw();
  return draw;
}
