import { DateTime } from 'luxon';
import { useLocale } from '../common/useLocale';

/** A time to the second. */
export function ExactTime(props: { time: string }) {
  const locale = useLocale();
  return (
    <time dateTime={props.time}>
      {DateTime.fromISO(props.time, { locale }).toLocaleString(
        DateTime.DATETIME_MED_WITH_SECONDS,
      )}
    </time>
  );
}
