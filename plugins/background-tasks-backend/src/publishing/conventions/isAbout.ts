/** Whether a name is that of a folder, or of a file without its ending, on each of the paths. */
export function isAbout(name: string, paths: readonly string[]): boolean {
  const wanted = name.toLowerCase();
  return paths.every(path =>
    path
      .toLowerCase()
      .split('/')
      .some(part => part === wanted || part.replace(/\.[^.]*$/, '') === wanted),
  );
}
