import { DateTime } from 'luxon';
import { useLocale } from './useLocale';

/** A time as people say it, with the exact one in its tooltip. */
export function TimeAgo(props: { time: string }) {
  const locale = useLocale();
  const time = DateTime.fromISO(props.time, { locale });
  return (
    <time
      dateTime={props.time}
      title={time.toLocaleString(DateTime.DATETIME_MED_WITH_SECONDS)}
    >
      {time.toRelative()}
    </time>
  );
}
