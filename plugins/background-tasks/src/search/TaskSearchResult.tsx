import { Link } from '@backstage/core-components';
import type { SearchDocument } from '@backstage/plugin-search-common';
import ListItemIcon from '@material-ui/core/ListItemIcon';
import ListItemText from '@material-ui/core/ListItemText';
import type { ReactNode } from 'react';
import { ReadableTheme } from '../components/common/ReadableTheme';

/** A background task among the results of a search. */
export function TaskSearchResult(props: {
  icon?: ReactNode;
  result?: SearchDocument;
}) {
  const { icon, result } = props;
  if (!result) return null;
  return (
    // The search makes the item of its list around it.
    <ReadableTheme>
      {icon && <ListItemIcon>{icon}</ListItemIcon>}
      <ListItemText
        primary={<Link to={result.location}>{result.title}</Link>}
        // What it is also found by, such as its repository, stands on the lines below.
        secondary={result.text.split('\n')[0]}
        primaryTypographyProps={{ variant: 'h6' }}
      />
    </ReadableTheme>
  );
}
