import type { ToolRule } from '../Ecosystem';

/** The rule of `cargo test`, with what holds for all of `cargo`. */
export function mergeRules(parent: ToolRule, child: ToolRule): ToolRule {
  return {
    ...child,
    quiet: both(parent.quiet, child.quiet),
    valued: both(parent.valued, child.valued),
    selects: both(parent.selects, child.selects),
    config: both(parent.config, child.config),
    configWith: both(parent.configWith, child.configWith),
    refuseWith: { ...parent.refuseWith, ...child.refuseWith },
    essence: child.essence ?? parent.essence,
    read: child.read ?? parent.read,
  };
}

function both(
  first: readonly string[] | undefined,
  second: readonly string[] | undefined,
): readonly string[] {
  return [...(first ?? []), ...(second ?? [])];
}
