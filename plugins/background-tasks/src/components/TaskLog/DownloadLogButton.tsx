import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import { useState } from 'react';
import { backgroundTasksApiRef, errorMessage } from '../../api';
import { useWords } from '../../useWords';
import { useGuard } from '../common';

/** Saves the whole log as a text file. */
export function DownloadLogButton(props: { taskRef: BackgroundTaskRef }) {
  const { taskRef } = props;
  const t = useWords();
  const api = useApi(backgroundTasksApiRef);
  const toastApi = useApi(toastApiRef);
  const guard = useGuard();
  const [busy, setBusy] = useState(false);

  const download = async () => {
    setBusy(true);
    try {
      saveText(`${taskRef.name}.log`, await api.getLog(taskRef));
    } catch (error) {
      toastApi.post({
        title: t('log.downloadFailed'),
        description: errorMessage(error),
        status: 'danger',
      });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="small" {...guard(busy, download)}>
      {t('log.download')}
    </Button>
  );
}

function saveText(fileName: string, text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
