import { DateTime } from 'luxon';

/** A time to the second. */
export function ExactTime(props: { time: string }) {
  return (
    <time dateTime={props.time}>
      {DateTime.fromISO(props.time).toLocaleString(
        DateTime.DATETIME_MED_WITH_SECONDS,
      )}
    </time>
  );
}
