import Chip from '@material-ui/core/Chip';
import type { ConnectionState } from '../../live';

const notes: Readonly<Record<ConnectionState, string | undefined>> = {
  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
  ended: undefined,
  failed: 'The events could not be loaded',
};

/** Shows whether what is shown is live. It is not read out at each change: that is left to what says so once. */
export function ConnectionNote(props: { connection: ConnectionState }) {
  const note = notes[props.connection];
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
