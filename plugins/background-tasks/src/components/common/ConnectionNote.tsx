import Chip from '@material-ui/core/Chip';
import type { ConnectionState } from '../../live';
import { useWords } from '../../useWords';

/** Shows whether what is shown is live. It is not read out at each change: that is left to what says so once. */
export function ConnectionNote(props: { connection: ConnectionState }) {
  const { connection } = props;
  const t = useWords();
  const note =
    connection === 'ended' ? undefined : t(`common.connection.${connection}`);
  return (
    <span>
      {note && (
        <Chip
          size="small"
          variant="outlined"
          label={note}
          style={{ margin: 0 }}
        />
      )}
    </span>
  );
}
