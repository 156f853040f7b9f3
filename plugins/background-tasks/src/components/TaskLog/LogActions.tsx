import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import { useWords, type Words } from '../../useWords';
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
  const t = useWords();
  const toastApi = useApi(toastApiRef);
  const copy = async (copied: string, title: string) => {
    try {
      await navigator.clipboard.writeText(copied);
      toastApi.post({ title, status: 'success', timeout: SHOWN_MS });
    } catch {
      toastApi.post({
        title: t('log.copy.refused'),
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
                t('log.copy.copiedLink'),
              )
            }
          >
            {rangeWords(range, 'linkToLine', t)}
          </Button>
          <Button size="small" onClick={onClear}>
            {t('log.copy.clear')}
          </Button>
        </>
      )}
      <Button
        size="small"
        onClick={() =>
          copy(
            text(),
            range
              ? rangeWords(range, 'copiedLine', t)
              : t('log.copy.copiedAll'),
          )
        }
      >
        {range ? rangeWords(range, 'line', t) : t('log.copy.all')}
      </Button>
      <DownloadLogButton taskRef={taskRef} />
    </>
  );
}

function rangeWords(
  { from, to }: LineRange,
  key: 'line' | 'linkToLine' | 'copiedLine',
  t: Words,
): string {
  return from === to
    ? t(`log.copy.${key}`, { from: String(from) })
    : t(`log.copy.${key}s`, { from: String(from), to: String(to) });
}
