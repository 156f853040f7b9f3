import Button from '@material-ui/core/Button';
import Collapse from '@material-ui/core/Collapse';
import { makeStyles } from '@material-ui/core/styles';
import FilterListIcon from '@material-ui/icons/FilterList';
import { useId, useState } from 'react';
import {
  useBackgroundTaskCounts,
  useBackgroundTasksProjects,
} from '../../hooks';
import { useWords } from '../../useWords';
import { NewTaskButton, PageTitle, PanelBoundary } from '../common';
import { TaskList } from '../TaskList';
import { ListFilters } from './ListFilters';
import { filterNames, filterOf } from './listParams';
import { NoTasks } from './NoTasks';
import { ScopeFilter } from './ScopeFilter';
import { SearchField } from './SearchField';
import { StatusFilter } from './StatusFilter';
import { statusesOf } from './statusGroups';
import { useListParams } from './useListParams';

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    marginBottom: theme.spacing(2),
  },
  search: { flex: '1 1 240px', maxWidth: 520 },
}));

/** The tasks of all of the user's projects, or of one entity of the catalog. */
export function TaskListPage(props: { title?: string; entityRef?: string }) {
  const { title, entityRef } = props;
  const classes = useStyles();
  const t = useWords();
  const panelId = useId();
  const list = useListParams();
  const { params } = list;
  const { groups, filters, search, scope, sort, cursors } = params;
  const set = filterNames.filter(name => filters[name] !== '').length;
  const [open, setOpen] = useState(set > 0);
  const filter = { ...filterOf(params), ...(entityRef && { entityRef }) };
  const counts = useBackgroundTaskCounts(filter);
  const projects = useBackgroundTasksProjects();
  const statuses = statusesOf(groups);
  const clear = () => {
    list.clear();
    setOpen(false);
  };
  return (
    <>
      <PageTitle
        title={title ?? t('taskList.title')}
        actions={<NewTaskButton>{t('taskList.newTask')}</NewTaskButton>}
      />
      <div className={classes.bar} role="search">
        <div className={classes.search}>
          <SearchField value={search} onSearch={list.setSearch} />
        </div>
        <ScopeFilter scope={scope} onChange={list.setScope} />
        <Button
          startIcon={<FilterListIcon />}
          aria-expanded={open}
          aria-controls={panelId}
          onClick={() => setOpen(!open)}
        >
          {set > 0
            ? t('taskList.filters.set', { count: set })
            : t('taskList.filters.show')}
        </Button>
      </div>
      <div id={panelId}>
        <Collapse in={open} mountOnEnter unmountOnExit>
          <ListFilters
            filters={filters}
            choices={projects.data}
            onChange={list.setFilters}
            onClear={clear}
          />
        </Collapse>
      </div>
      <PanelBoundary title={t('taskList.countsNotShown')}>
        <StatusFilter
          selected={groups}
          counts={counts.data}
          onChange={list.setGroups}
        />
      </PanelBoundary>
      <PanelBoundary title={t('taskList.notShown')}>
        <TaskList
          filter={{
            ...filter,
            ...(statuses.length > 0 && { status: statuses }),
            ...(sort !== '-createdAt' && { sort }),
          }}
          cursors={cursors}
          onCursorsChange={list.setCursors}
          onSortChange={list.setSort}
          empty={
            <NoTasks
              filtered={
                set > 0 || groups.length > 0 || search !== '' || scope !== 'all'
              }
              onClear={clear}
            />
          }
        />
      </PanelBoundary>
    </>
  );
}
