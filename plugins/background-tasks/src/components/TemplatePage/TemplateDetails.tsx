import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type {
  TaskTemplate,
  ValidationRule,
} from '@background-tasks/plugin-background-tasks-common';
import type { ReactNode } from 'react';
import { useWords, type Words } from '../../useWords';
import { TimeAgo } from '../common';
import { ParameterList } from './ParameterList';

const useStyles = makeStyles(theme => ({
  root: {
    margin: 0,
    padding: theme.spacing(2),
    fontFamily: theme.typography.fontFamily,
    display: 'grid',
    gridTemplateColumns: 'minmax(120px, max-content) 1fr',
    gap: theme.spacing(1.5, 3),
    [theme.breakpoints.down('xs')]: {
      gridTemplateColumns: '1fr',
      gap: theme.spacing(0.25),
    },
    '& dt': { color: theme.palette.text.secondary },
    '& dd': {
      margin: 0,
      minWidth: 0,
      overflowWrap: 'anywhere',
      [theme.breakpoints.down('xs')]: { marginBottom: theme.spacing(1.5) },
    },
    '& ul': { margin: 0, paddingLeft: theme.spacing(2.5) },
    '& pre': { margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  },
  text: { whiteSpace: 'pre-wrap' },
}));

/** What a template says. */
export function TemplateDetails(props: { template: TaskTemplate }) {
  const { template } = props;
  const classes = useStyles();
  const t = useWords();
  return (
    <Paper
      component="dl"
      className={classes.root}
      aria-label={t('templates.one.details')}
    >
      <Fact label={t('templates.one.instructions')}>
        <span className={classes.text}>{template.instructionsTemplate}</span>
      </Fact>
      <Fact label={t('templates.one.script')}>
        {template.runTemplate && <pre>{template.runTemplate}</pre>}
      </Fact>
      <Fact label={t('templates.one.parameters')}>
        {template.parameters.length > 0 && (
          <ParameterList parameters={template.parameters} />
        )}
      </Fact>
      <Fact label={t('templates.one.mustHold')}>
        {template.validationRules.length > 0 && (
          <ul>
            {template.validationRules.map(rule => (
              <li key={JSON.stringify(rule)}>
                <Rule rule={rule} />
              </li>
            ))}
          </ul>
        )}
      </Fact>
      <Fact label={t('templates.one.agent')}>{agentText(template, t)}</Fact>
      <Fact label={t('templates.one.image')}>
        {template.image && <code>{template.image}</code>}
      </Fact>
      <Fact label={t('templates.project')}>{template.project}</Fact>
      <Fact label={t('templates.one.name')}>
        <code>{template.name}</code>
      </Fact>
      <Fact label={t('templates.one.created')}>
        {t('templates.one.createdBy', {
          time: <TimeAgo time={template.createdAt} />,
          user: (
            <EntityRefLink
              entityRef={template.createdBy}
              defaultKind="user"
              hideIcon
            />
          ),
        })}
      </Fact>
      <Fact label={t('templates.one.changed')}>
        {template.updatedAt !== template.createdAt && (
          <TimeAgo time={template.updatedAt} />
        )}
      </Fact>
    </Paper>
  );
}

function Fact(props: { label: string; children: ReactNode }) {
  if (!props.children) return null;
  return (
    <>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </>
  );
}

function Rule(props: { rule: ValidationRule }) {
  const { rule } = props;
  const t = useWords();
  if (typeof rule === 'string') {
    return <>{t('templates.one.inWords', { rule })}</>;
  }
  if ('command' in rule) {
    return t('templates.one.passes', { command: <code>{rule.command}</code> });
  }
  return t('templates.one.exists', { file: <code>{rule.fileExists}</code> });
}

function agentText({ provider, model }: TaskTemplate, t: Words): string {
  const agent = provider ?? t('templates.one.defaultAgent');
  return model ? t('templates.one.agentWithModel', { agent, model }) : agent;
}
