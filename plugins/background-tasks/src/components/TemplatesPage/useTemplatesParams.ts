import { useLocation, useSearchParams } from 'react-router-dom';
import { readCursors, writeCursors } from '../common/cursorTrail';

/** The project and the page of the list, kept in the URL so that a link shows the same list. */
export function useTemplatesParams() {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation();
  const write = (project: string, cursors: string[]) => {
    const next = new URLSearchParams();
    if (project) next.set('project', project);
    const kept = writeCursors(next, cursors);
    setParams(next, { state: kept });
  };
  const project = params.get('project') ?? '';
  return {
    /** Empty: all projects. */
    project,
    /** The cursors of the pages behind the first, up to the one that is shown: the way back. */
    cursors: readCursors(params, state),
    setProject: (chosen: string) => write(chosen, []),
    setCursors: (cursors: string[]) => write(project, cursors),
  };
}
