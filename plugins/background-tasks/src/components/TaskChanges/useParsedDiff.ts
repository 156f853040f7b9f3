import { useEffect, useState } from 'react';
import { inSlices } from './inSlices';
import { readSteps, type FileDiff } from './parseDiff';

/** The files of a diff by their paths; undefined until it is read. */
export function useParsedDiff(
  patch: string | undefined,
): ReadonlyMap<string, FileDiff> | undefined {
  const [read, setRead] = useState<{
    patch: string;
    files: ReadonlyMap<string, FileDiff>;
  }>();
  useEffect(() => {
    if (patch === undefined) return undefined;
    const life = new AbortController();
    inSlices(readSteps(patch), life.signal).then(
      files => {
        if (life.signal.aborted) return;
        const byPath = new Map(files.map(file => [file.path, file]));
        setRead({ patch, files: byPath });
      },
      () => {
        // Aborted: another diff is read by now, or nobody waits for this one.
      },
    );
    return () => life.abort();
  }, [patch]);
  return read?.patch === patch ? read?.files : undefined;
}
