import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { BackgroundTaskProvider } from '@background-tasks/plugin-background-tasks-common';
import { useWords, type Words } from '../../useWords';

const useStyles = makeStyles(theme => ({
  root: { marginTop: theme.spacing(2) },
  cell: {
    padding: theme.spacing(0.75, 1),
    '&:first-child': { paddingLeft: 0 },
    '&:last-child': { paddingRight: 0 },
    'tr:last-child > &': { borderBottom: 0 },
  },
  name: { overflowWrap: 'anywhere' },
}));

/** The models of an agent, and what they cost. */
export function ModelTable(props: { provider: BackgroundTaskProvider }) {
  const { title, modelDetails, takesAnyModel, takesScript } = props.provider;
  const classes = useStyles();
  const t = useWords();
  if (takesScript) return null;
  return (
    <div className={classes.root}>
      {modelDetails.length > 0 && (
        <TableContainer>
          <Table
            size="small"
            aria-label={t('settings.models.table', { agent: title })}
          >
            <TableHead>
              <TableRow>
                <TableCell className={classes.cell}>
                  {t('settings.models.model')}
                </TableCell>
                <TableCell className={classes.cell} align="right">
                  {t('settings.models.input')}
                </TableCell>
                <TableCell className={classes.cell} align="right">
                  {t('settings.models.output')}
                </TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {modelDetails.map(({ id, title: model, price }) => (
                <TableRow key={id}>
                  <TableCell
                    component="th"
                    scope="row"
                    className={`${classes.cell} ${classes.name}`}
                  >
                    {model}
                    {model !== id && (
                      <Typography variant="body2" color="textSecondary">
                        {id}
                      </Typography>
                    )}
                  </TableCell>
                  <TableCell className={classes.cell} align="right">
                    {priceText(price?.input, t)}
                  </TableCell>
                  <TableCell className={classes.cell} align="right">
                    {priceText(price?.output, t)}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </TableContainer>
      )}
      <Typography variant="body2" color="textSecondary">
        {modelDetails.length > 0 && `${t('settings.models.prices')} `}
        {t(takesAnyModel ? 'settings.models.any' : 'settings.models.noOther')}
      </Typography>
    </div>
  );
}

function priceText(usd: number | undefined, t: Words): string {
  return usd === undefined
    ? t('settings.models.unknown')
    : `$${usd.toLocaleString('en-US', { maximumFractionDigits: 4 })}`;
}
