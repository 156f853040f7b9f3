import Alert from '@material-ui/lab/Alert';
import { useEffect, useState } from 'react';
import type { ConnectionState } from '../../live';
import { useWords } from '../../useWords';

/** A proxy that cuts each connection after some seconds is worth no interruption. */
const LASTING_MS = 5_000;

/** Says that what is shown may be old, once the connection is lost for longer than a moment. */
export function ConnectionAlert(props: { connection: ConnectionState }) {
  const t = useWords();
  const lost = props.connection === 'reconnecting';
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!lost) {
      setLasting(false);
      return undefined;
    }
    const timer = setTimeout(() => setLasting(true), LASTING_MS);
    return () => clearTimeout(timer);
  }, [lost]);
  // The region is there before its words, so that they are read out.
  return (
    <div role="status">
      {lasting && (
        <Alert severity="warning" role="presentation">
          {t('task.connectionLost')}
        </Alert>
      )}
    </div>
  );
}
