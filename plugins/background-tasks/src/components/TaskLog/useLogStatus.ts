import { useState } from 'react';
import type { LogLine } from '../../live';
import { useWords } from '../../useWords';
import type { LineRange } from './useLineLink';

/** What assistive technology is told of the log: what its reader did, not each line that comes. */
export function useLogStatus() {
  const t = useWords();
  const [text, setText] = useState('');
  return {
    text,
    tell: setText,
    /** The keys came to a line. */
    tellLine: (index: number, line: LogLine) =>
      setText(t('log.keys.at', { number: index + 1, text: line.plain })),
    tellChosen: ({ from, to }: LineRange) =>
      setText(
        from === to
          ? t('log.keys.chosen', { from })
          : t('log.keys.chosenLines', { from, to }),
      ),
  };
}
