import { useSearchParams } from 'react-router-dom';

/** The project and the page of the list, kept in the URL so that a link shows the same list. */
export function useTemplatesParams() {
  const [params, setParams] = useSearchParams();
  const write = (project: string, cursors: string[]) => {
    const next = new URLSearchParams();
    if (project) next.set('project', project);
    for (const cursor of cursors) next.append('cursor', cursor);
    setParams(next);
  };
  const project = params.get('project') ?? '';
  return {
    /** Empty: all projects. */
    project,
    /** The cursors of the pages behind the first, up to the one that is shown: the way back. */
    cursors: params.getAll('cursor'),
    setProject: (chosen: string) => write(chosen, []),
    setCursors: (cursors: string[]) => write(project, cursors),
  };
}
