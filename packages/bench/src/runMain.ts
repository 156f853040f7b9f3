import { isInterruption } from '@background-tasks/demo';

/** Runs a program of the bench: says why it failed, with an exit code that says so too. */
export function runMain(main: () => Promise<void>): void {
  main().catch(error => {
    if (isInterruption(error)) {
      process.exitCode = 130;
      return;
    }
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 1;
  });
}

/** The value of an option that counts something. @throws Error where it is none */
export function countOf(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${option} is a whole number from 1 on, not '${text}'`);
}
