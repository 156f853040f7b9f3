import Badge from '@material-ui/core/Badge';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormGroup from '@material-ui/core/FormGroup';
import FormLabel from '@material-ui/core/FormLabel';
import Popover from '@material-ui/core/Popover';
import { makeStyles } from '@material-ui/core/styles';
import FilterListIcon from '@material-ui/icons/FilterList';
import type { TaskPhase } from '@background-tasks/plugin-background-tasks-common';
import { useState, type MouseEvent, type ReactNode } from 'react';
import type { LogLevel } from '../../live';
import { useWords } from '../../useWords';
import type { LogFilter } from './LogRowIndex';
import type { LogLook } from './LogViewport';

const levels: readonly LogLevel[] = ['error', 'warning', 'system', 'output'];

const useStyles = makeStyles(theme => ({
  paper: {
    padding: theme.spacing(2),
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(2, 4),
    maxWidth: 'min(640px, calc(100vw - 32px))',
  },
}));

/** Which lines of the log are shown, and how. */
export function LogFilterMenu(props: {
  /** The phases that the log has lines of. */
  phases: readonly TaskPhase[];
  filter: LogFilter;
  onFilter: (filter: LogFilter) => void;
  look: LogLook;
  onLook: (look: LogLook) => void;
}) {
  const { phases, filter, onFilter, look, onLook } = props;
  const classes = useStyles();
  const t = useWords();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const { hiddenLevels, hiddenPhases } = filter;
  return (
    <>
      <Badge
        color="primary"
        variant="dot"
        invisible={hiddenLevels.size + hiddenPhases.size === 0}
      >
        <Button
          size="small"
          startIcon={<FilterListIcon />}
          aria-haspopup="dialog"
          aria-expanded={anchor !== undefined}
          onClick={({ currentTarget }: MouseEvent<HTMLElement>) =>
            setAnchor(currentTarget)
          }
        >
          {t('log.filter.open')}
        </Button>
      </Badge>
      <Popover
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={() => setAnchor(undefined)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        getContentAnchorEl={null}
        PaperProps={{
          className: classes.paper,
          role: 'dialog',
          'aria-label': t('log.filter.label'),
        }}
      >
        <Group title={t('log.filter.levels')}>
          {levels.map(level => (
            <Choice
              key={level}
              label={t(`log.levels.${level}`)}
              checked={!hiddenLevels.has(level)}
              onToggle={() =>
                onFilter({
                  ...filter,
                  hiddenLevels: toggled(hiddenLevels, level),
                })
              }
            />
          ))}
        </Group>
        {phases.length > 1 && (
          <Group title={t('log.filter.phases')}>
            {phases.map(phase => (
              <Choice
                key={phase}
                label={t(`common.phases.${phase}`)}
                checked={!hiddenPhases.has(phase)}
                onToggle={() =>
                  onFilter({
                    ...filter,
                    hiddenPhases: toggled(hiddenPhases, phase),
                  })
                }
              />
            ))}
          </Group>
        )}
        <Group title={t('log.filter.view')}>
          <Choice
            label={t('log.filter.wrap')}
            checked={look.wrap}
            onToggle={() => onLook({ ...look, wrap: !look.wrap })}
          />
          <Choice
            label={t('log.filter.times')}
            checked={look.showTimes}
            onToggle={() => onLook({ ...look, showTimes: !look.showTimes })}
          />
        </Group>
      </Popover>
    </>
  );
}

function Group(props: { title: string; children: ReactNode }) {
  return (
    <FormControl component="fieldset">
      <FormLabel component="legend">{props.title}</FormLabel>
      <FormGroup>{props.children}</FormGroup>
    </FormControl>
  );
}

function Choice(props: {
  label: string;
  checked: boolean;
  onToggle: () => void;
}) {
  return (
    <FormControlLabel
      label={props.label}
      control={
        <Checkbox
          size="small"
          color="primary"
          checked={props.checked}
          onChange={props.onToggle}
        />
      }
    />
  );
}

function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
