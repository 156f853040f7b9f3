import { MarkdownContent } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  root: {
    overflowWrap: 'anywhere',
    '& > :first-child': { marginTop: 0 },
    '& > :last-child': { marginBottom: 0 },
    '& pre': { overflowX: 'auto' },
  },
});

/** The instructions of a task as Markdown: without markup of others, and without pictures that tell who reads them. */
export function Instructions(props: { text: string }) {
  const classes = useStyles();
  return (
    <MarkdownContent
      className={classes.root}
      content={props.text}
      dialect="gfm"
      linkTarget="_blank"
      transformImageUri={noPicture}
    />
  );
}

function noPicture(): string {
  return '';
}
