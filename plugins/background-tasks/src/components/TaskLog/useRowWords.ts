import type { TaskPhase } from '@background-tasks/plugin-background-tasks-common';
import { useMemo } from 'react';
import type { LogLevel } from '../../live';
import { useWords } from '../../useWords';

/** What the log's rows say besides their lines. */
export type RowWords = {
  /** What all rows are called. */
  view: string;
  /** What can be done by keys. */
  keys: string;
  levels: Readonly<Record<LogLevel, string>>;
  phases: Readonly<Record<TaskPhase, string>>;
  line: (number: number) => string;
};

/** Stands in no words: the line's number takes its place. */
const NUMBER = '\ue000';

/** The words of all rows, looked up once: to do so in each row costs more than to draw it. */
export function useRowWords(): RowWords {
  const t = useWords();
  return useMemo(() => {
    const [before, after = ''] = t('log.line', { number: NUMBER }).split(
      NUMBER,
    );
    return {
      view: t('log.view'),
      keys: t('log.keys.hint'),
      levels: {
        error: t('log.levels.error'),
        warning: t('log.levels.warning'),
        system: t('log.levels.system'),
        output: t('log.levels.output'),
      },
      phases: {
        initialize: t('common.phases.initialize'),
        clone: t('common.phases.clone'),
        baseline: t('common.phases.baseline'),
        agent: t('common.phases.agent'),
        collect: t('common.phases.collect'),
        validate: t('common.phases.validate'),
        publish: t('common.phases.publish'),
        done: t('common.phases.done'),
      },
      line: number => `${before}${number}${after}`,
    };
  }, [t]);
}
