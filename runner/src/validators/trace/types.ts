import type { CheckKind } from '@background-tasks/plugin-background-tasks-common';
import type { TreeFiles } from '../../git';
import type { Call, Refusal, ToolRule } from '../Ecosystem';
import type { Word } from '../shell';
import type { ToolIndex } from './ToolIndex';

/** One check at the end of a chain: what really looks at the code. */
export type Leaf = {
  ecosystem: string;
  kind: CheckKind;
  /** The same for two calls that check the same. */
  key: string;
  /** The call, as a person would type it in its folder. */
  command: string;
  directory: string;
  /** The tool's first name; '' where it cannot be seen. */
  program: string;
  rule: ToolRule;
  words: readonly Word[];
  /** The tool cannot be seen: only a name promises that it is a check. */
  opaque: boolean;
};

/** What a command comes to. */
export type Trace = {
  /** The command without what belongs to CI's machine. */
  words: readonly Word[];
  directory: string;
  leaves: readonly Leaf[];
  refusals: readonly Refusal[];
  /** Commands in it that get dependencies. */
  setups: readonly { ecosystem: string; command: string; directory: string }[];
  /** What of the repository's files decides what it runs. */
  definition: ReadonlyMap<string, string>;
  /** Calls that stand for it, one by one. */
  parts?: readonly Call[];
  /** The ecosystems whose programs it goes through. */
  ecosystems: ReadonlySet<string>;
  /** Its words hold something that is known only where it runs. */
  uncertain: boolean;
};

/** What a call is followed with. */
export type Tracer = {
  files: TreeFiles;
  tools: ToolIndex;
  /** Scripts that are being followed: one that comes back to itself is not followed again. */
  open?: ReadonlySet<string>;
};

/** What is known of a call before it is followed. */
export function emptyTrace({ words, directory }: Call): Trace {
  return {
    ...{ words, directory, leaves: [], refusals: [], setups: [] },
    definition: new Map(),
    ecosystems: new Set(),
    uncertain: false,
  };
}
