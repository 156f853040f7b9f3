import { Link } from '@backstage/core-components';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { TaskTemplate } from '@background-tasks/plugin-background-tasks-common';
import { usePaths } from '../../paths';
import { useWords } from '../../useWords';
import { TimeAgo, useVisuallyHidden } from '../common';
import { SuccessRate } from './SuccessRate';
import { TemplateUse } from './TemplateUse';
import { UseTemplateButton } from './UseTemplateButton';

const COLUMNS = [
  'template',
  'project',
  'agent',
  'used',
  'successRate',
  'lastUsed',
] as const;

const useStyles = makeStyles(theme => ({
  cell: { padding: theme.spacing(1.25, 1.5) },
  nowrap: { whiteSpace: 'nowrap' },
  name: { overflowWrap: 'anywhere', minWidth: 220 },
  row: { '&:last-child td': { borderBottom: 0 } },
}));

/** Templates as a table. */
export function TemplateTable(props: { templates: TaskTemplate[] }) {
  const classes = useStyles();
  const t = useWords();
  const hidden = useVisuallyHidden();
  return (
    <TableContainer component={Paper}>
      <Table aria-label={t('templates.title')}>
        <TableHead>
          <TableRow>
            {COLUMNS.map(column => (
              <TableCell
                key={column}
                className={`${classes.cell} ${classes.nowrap}`}
              >
                {t(`templates.columns.${column}`)}
              </TableCell>
            ))}
            <TableCell className={classes.cell}>
              <span className={hidden}>{t('templates.columns.actions')}</span>
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {props.templates.map(template => (
            <TemplateRow key={template.uid} template={template} />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

function TemplateRow(props: { template: TaskTemplate }) {
  const { template } = props;
  const classes = useStyles();
  const t = useWords();
  const paths = usePaths();
  return (
    <TableRow hover className={classes.row}>
      <TableCell className={`${classes.cell} ${classes.name}`}>
        <Link to={paths.template(template)}>{template.displayName}</Link>
        {template.description && (
          <Typography variant="body2" color="textSecondary">
            {firstLine(template.description)}
          </Typography>
        )}
      </TableCell>
      <TableCell className={`${classes.cell} ${classes.nowrap}`}>
        {template.project}
      </TableCell>
      <TableCell className={`${classes.cell} ${classes.nowrap}`}>
        {template.provider ?? t('templates.defaultAgent')}
      </TableCell>
      <TableCell className={`${classes.cell} ${classes.nowrap}`}>
        <TemplateUse template={template} />
      </TableCell>
      <TableCell className={`${classes.cell} ${classes.nowrap}`}>
        <SuccessRate statistics={template.statistics} />
      </TableCell>
      <TableCell className={`${classes.cell} ${classes.nowrap}`}>
        {template.lastUsed ? (
          <TimeAgo time={template.lastUsed} />
        ) : (
          t('templates.never')
        )}
      </TableCell>
      <TableCell className={classes.cell} align="right">
        <UseTemplateButton template={template} />
      </TableCell>
    </TableRow>
  );
}

function firstLine(text: string): string {
  const [line = ''] = text.split('\n');
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
