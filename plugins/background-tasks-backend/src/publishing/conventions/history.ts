import { firstLine } from '../plainText';

/** A commit of the history. */
export type PastCommit = { message: string; isMerge: boolean };

/** The first lines of what people wrote themselves. */
export function subjectsOf(history: PastCommit[]): string[] {
  return own(history).map(({ message }) => firstLine(message).slice(0, 300));
}

/** Without merges and reverts, whose words are made by programs. */
export function own(history: PastCommit[]): PastCommit[] {
  return history.filter(
    ({ message, isMerge }) => !isMerge && !/^(Merge|Revert) /.test(message),
  );
}
