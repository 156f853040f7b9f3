import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type {
  TaskTemplate,
  ValidationRule,
} from '@background-tasks/plugin-background-tasks-common';
import type { ReactNode } from 'react';
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
  return (
    <Paper component="dl" className={classes.root} aria-label="Details">
      <Fact label="Instructions">
        <span className={classes.text}>{template.instructionsTemplate}</span>
      </Fact>
      <Fact label="Script">
        {template.runTemplate && <pre>{template.runTemplate}</pre>}
      </Fact>
      <Fact label="Parameters">
        {template.parameters.length > 0 && (
          <ParameterList parameters={template.parameters} />
        )}
      </Fact>
      <Fact label="Must hold">
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
      <Fact label="Agent">{agentText(template)}</Fact>
      <Fact label="Project">{template.project}</Fact>
      <Fact label="Name">
        <code>{template.name}</code>
      </Fact>
      <Fact label="Created">
        <TimeAgo time={template.createdAt} /> by{' '}
        <EntityRefLink
          entityRef={template.createdBy}
          defaultKind="user"
          hideIcon
        />
      </Fact>
      <Fact label="Changed">
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
  if (typeof rule === 'string') {
    return <>{rule} (for people and agents: no program checks it)</>;
  }
  if ('command' in rule) {
    return (
      <>
        <code>{rule.command}</code> passes
      </>
    );
  }
  return (
    <>
      <code>{rule.fileExists}</code> exists
    </>
  );
}

function agentText({ provider, model }: TaskTemplate): string {
  const agent = provider ?? "The portal's default";
  return model ? `${agent}, ${model}` : agent;
}
