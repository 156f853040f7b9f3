import { makeStyles } from '@material-ui/core/styles';
import {
  isFinalStatus,
  runnerPhases,
  type BackgroundTask,
  type TaskPhase,
} from '@background-tasks/plugin-background-tasks-common';
import { useCallback, useRef, useState, useSyncExternalStore } from 'react';
import type { TaskEventLog, TaskEventSnapshot } from '../../live';
import { useWords } from '../../useWords';
import { useFollow, useVisuallyHidden } from '../common';
import { EmptyLog } from './EmptyLog';
import { JumpButton } from './JumpButton';
import { LogActions } from './LogActions';
import { LogFilterMenu } from './LogFilterMenu';
import { LogSearchField } from './LogSearchField';
import { LogSummary } from './LogSummary';
import { LogViewport } from './LogViewport';
import { useLineLink, type LineRange } from './useLineLink';
import { useLineChoice, useLinkedLine } from './useLogLines';
import { useLogSearch } from './useLogSearch';
import { useLogStatus } from './useLogStatus';
import { useLogView } from './useLogView';
import { useSearchKey } from './useSearchKey';
import { useMatches } from './useMatches';
import { useToldSearch } from './useToldSearch';

const phaseOrder: readonly TaskPhase[] = [
  'initialize',
  ...runnerPhases,
  'publish',
];

const useStyles = makeStyles(theme => ({
  toolbar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
    marginBottom: theme.spacing(1),
  },
  frame: { position: 'relative' },
}));

/** The log of a task, live: followed until the reader scrolls up, searched, filtered, linked to line by line. */
export function TaskLog(props: {
  task: BackgroundTask;
  log: TaskEventLog;
  events: TaskEventSnapshot;
}) {
  const { task, log, events } = props;
  const active = !isFinalStatus(task.status);
  const classes = useStyles();
  const hidden = useVisuallyHidden();
  const t = useWords();
  const lines = useSyncExternalStore(log.subscribe, log.getLines);
  const { rows, filter, setFilter, showAll, look, setLook } = useLogView(lines);
  const { range, linkTo, select, clear } = useLineLink();
  const [height, setHeight] = useState(0);
  // Who comes by a link wants that line; of what went well the beginning, else the end, where the cause is.
  const { element, following, setFollowing, onScroll } = useFollow(height, {
    initially: range === undefined && task.status !== 'Completed',
  });
  const [query, setQuery] = useState('');
  const section = useRef<HTMLElement>(null);
  const input = useRef<HTMLInputElement>(null);
  useSearchKey(section, input);
  const search = useLogSearch(lines, filter, query);
  const [target, setTarget] = useState<{ index: number }>();
  const goTo = useCallback(
    (index: number) => {
      setFollowing(false);
      setTarget({ index });
    },
    [setFollowing],
  );
  const matches = useMatches(search, goTo);
  useLinkedLine(range, lines.count, goTo);

  const hrefOf = useCallback(
    (chosen: LineRange) => {
      const to = linkTo(chosen);
      return `${to.search}${to.hash}`;
    },
    [linkTo],
  );
  const lineHref = useCallback(
    (number: number) => hrefOf({ from: number, to: number }),
    [hrefOf],
  );
  const status = useLogStatus();
  useToldSearch(query, search, matches, lines.items, status.tell);
  const choose = useLineChoice(range, select, chosen => {
    setFollowing(false);
    status.tellChosen(chosen);
  });
  const moveTo = (index: number) => {
    setFollowing(false);
    status.tellLine(index, lines.items[index]);
  };
  const jump = () => {
    setFollowing(true);
    // The button goes away.
    element.current?.focus({ preventScroll: true });
  };
  const phases = phaseOrder.filter(
    phase => events.phaseStarts[phase] !== undefined,
  );
  const text = () =>
    (range
      ? lines.items.slice(range.from - 1, range.to)
      : rows.shownLines().map(index => lines.items[index])
    )
      .map(line => `${line.plain}\n`)
      .join('');
  return (
    <section ref={section} aria-label={t('log.label')}>
      <div role="status" className={hidden}>
        {status.text}
      </div>
      <div className={classes.toolbar}>
        <LogSearchField
          query={query}
          onQuery={setQuery}
          matchCount={search.matchCount}
          done={search.done}
          current={matches.place}
          onStep={matches.step}
          input={input}
        />
        <LogFilterMenu
          phases={phases}
          filter={filter}
          onFilter={setFilter}
          look={look}
          onLook={setLook}
        />
        <LogActions
          taskRef={task}
          range={range}
          text={text}
          hrefOf={hrefOf}
          onClear={clear}
        />
      </div>
      <LogSummary
        lineCount={lines.count}
        filtered={rows.lineCount < lines.count}
        events={events}
        active={active}
        following={following}
        onFollow={setFollowing}
      />
      <div className={classes.frame}>
        <LogViewport
          lines={lines.items}
          rows={rows}
          rowCount={rows.length}
          look={look}
          element={element}
          onScroll={onScroll}
          onResize={setHeight}
          following={following}
          target={target}
          range={range}
          hrefOf={lineHref}
          onChoose={choose}
          onMove={moveTo}
          pattern={search.pattern}
          currentMatch={matches.line}
          empty={
            <EmptyLog
              active={active}
              connection={events.connection}
              hidden={lines.count > 0}
              onShowAll={showAll}
            />
          }
        />
        <JumpButton
          lineCount={lines.count}
          following={following}
          active={active}
          onJump={jump}
        />
      </div>
    </section>
  );
}
