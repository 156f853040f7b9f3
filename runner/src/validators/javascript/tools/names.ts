/** Files that configure the compiler. */
export const TSCONFIG = ['tsconfig*.json', 'jsconfig.json'];

/** The names of programs, parted by blanks. */
export function names(text: string): string[] {
  return text.trim().split(/\s+/);
}
