import { makeStyles } from '@material-ui/core/styles';
import type { ChangedFile } from '@background-tasks/plugin-background-tasks-common';
import { useMemo } from 'react';
import { useWords } from '../../useWords';
import { fileTree, type TreeNode } from './fileTree';

const marks: Readonly<Record<ChangedFile['status'], string>> = {
  added: 'A',
  modified: 'M',
  deleted: 'D',
};

const useStyles = makeStyles(theme => ({
  root: {
    fontSize: 13,
    maxHeight: '80vh',
    overflow: 'auto',
    '& ul': { listStyle: 'none', margin: 0, paddingLeft: theme.spacing(1.5) },
    '& > ul': { paddingLeft: 0 },
    '& summary': {
      cursor: 'pointer',
      // As high as a finger needs.
      lineHeight: '24px',
      overflowWrap: 'anywhere',
      color: theme.palette.text.secondary,
    },
  },
  file: {
    font: 'inherit',
    color: 'inherit',
    background: 'none',
    border: 0,
    borderRadius: theme.shape.borderRadius,
    width: '100%',
    lineHeight: '24px',
    padding: theme.spacing(0, 0.5),
    textAlign: 'left',
    cursor: 'pointer',
    display: 'flex',
    gap: theme.spacing(1),
    overflowWrap: 'anywhere',
    '&:hover': { backgroundColor: theme.palette.action.hover },
  },
  chosen: { backgroundColor: theme.palette.action.selected },
  mark: { fontWeight: 'bold', color: theme.palette.text.secondary },
}));

/** The changed files in their folders: choosing one leads to its diff. */
export function FileTree(props: {
  files: readonly ChangedFile[];
  chosen: string | undefined;
  onChoose: (path: string) => void;
}) {
  const { files, chosen, onChoose } = props;
  const classes = useStyles();
  const t = useWords();
  const tree = useMemo(() => fileTree(files), [files]);
  return (
    <nav aria-label={t('changes.tree')} className={classes.root}>
      <Nodes nodes={tree} chosen={chosen} onChoose={onChoose} />
    </nav>
  );
}

function Nodes(props: {
  nodes: TreeNode[];
  chosen: string | undefined;
  onChoose: (path: string) => void;
}) {
  const { nodes, chosen, onChoose } = props;
  const classes = useStyles();
  const t = useWords();
  return (
    <ul>
      {nodes.map(node =>
        node.kind === 'folder' ? (
          <li key={node.path}>
            <details open>
              <summary>{node.name}</summary>
              <Nodes
                nodes={node.children}
                chosen={chosen}
                onChoose={onChoose}
              />
            </details>
          </li>
        ) : (
          <li key={node.file.path}>
            <button
              type="button"
              className={`${classes.file} ${
                node.file.path === chosen ? classes.chosen : ''
              }`}
              aria-current={node.file.path === chosen ? 'true' : undefined}
              onClick={() => onChoose(node.file.path)}
            >
              <span
                className={classes.mark}
                title={t(`changes.status.${node.file.status}`)}
              >
                {marks[node.file.status]}
              </span>
              {node.name}
            </button>
          </li>
        ),
      )}
    </ul>
  );
}
