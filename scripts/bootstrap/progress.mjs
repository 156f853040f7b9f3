import { StepError } from './processes.mjs';

/**
 * Runs a step of the bootstrap and says on standard error what goes on: silent when it takes no time.
 *
 * @template T
 * @param {string} title what is happening, as "Installing dependencies"
 * @param {(report: (detail: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const terminal = process.stderr.isTTY;
  let detail = '';
  const show = () => {
    if (terminal) {
      process.stderr.write(
        `\r\u001b[K${title} … ${seconds()} s ${detail.slice(0, 60)}`,
      );
    } else {
      process.stderr.write(`${title} … ${seconds()} s ${detail}\n`);
    }
  };
  process.stderr.write(terminal ? `${title} …` : `${title} …\n`);
  const timer = setInterval(show, terminal ? 1000 : 15_000);
  try {
    const result = await work(text => {
      detail = text.trim();
    });
    process.stderr.write(
      `${terminal ? '\r\u001b[K' : ''}${title}: done in ${seconds()} s\n`,
    );
    return result;
  } catch (error) {
    process.stderr.write(
      `${terminal ? '\r\u001b[K' : ''}${title}: failed after ${seconds()} s\n`,
    );
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/**
 * Writes what failed and how to mend it to standard error.
 *
 * @param {unknown} error
 */
export function reportFailure(error) {
  if (!(error instanceof StepError)) {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    return;
  }
  if (error.tail) process.stderr.write(`${error.tail}\n\n`);
  process.stderr.write(`${error.message}\n`);
  if (error.remedy) process.stderr.write(`${error.remedy}\n`);
}
