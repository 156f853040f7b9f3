import { runScriptWell } from './runScript';

/** Builds kwok, which simulates nodes and what runs on them, unless it is there. @returns the path of its program */
export async function buildKwok(): Promise<string> {
  return runScriptWell('kwok');
}
