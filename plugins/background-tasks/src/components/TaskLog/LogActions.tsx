import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import { DownloadLogButton } from './DownloadLogButton';
import type { LineRange } from './useLineLink';

const SHOWN_MS = 4_000;

/** Takes lines of the log with you: as text, as a link, as a file. */
export function LogActions(props: {
  taskRef: BackgroundTaskRef;
  /** The lines that are chosen. */
  range: LineRange | undefined;
  /** The text of the chosen lines, or of all that are shown. */
  text: () => string;
  hrefOf: (range: LineRange) => string;
  onClear: () => void;
}) {
  const { taskRef, range, text, hrefOf, onClear } = props;
  const toastApi = useApi(toastApiRef);
  const copy = async (copied: string, title: string) => {
    try {
      await navigator.clipboard.writeText(copied);
      toastApi.post({ title, status: 'success', timeout: SHOWN_MS });
    } catch {
      toastApi.post({
        title: 'The browser does not let this page copy',
        status: 'warning',
        timeout: SHOWN_MS,
      });
    }
  };
  return (
    <>
      {range && (
        <>
          <Button
            size="small"
            onClick={() =>
              copy(
                new URL(hrefOf(range), window.location.href).href,
                'The link was copied',
              )
            }
          >
            Copy link to {rangeText(range)}
          </Button>
          <Button size="small" onClick={onClear}>
            Clear selection
          </Button>
        </>
      )}
      <Button
        size="small"
        onClick={() =>
          copy(
            text(),
            range
              ? `${rangeText(range)} copied`
              : 'The lines of the log were copied',
          )
        }
      >
        {range ? `Copy ${rangeText(range)}` : 'Copy'}
      </Button>
      <DownloadLogButton taskRef={taskRef} />
    </>
  );
}

function rangeText({ from, to }: LineRange): string {
  return from === to ? `line ${from}` : `lines ${from} to ${to}`;
}
