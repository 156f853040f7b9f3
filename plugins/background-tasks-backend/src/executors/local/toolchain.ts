import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';

/** The Node and the runner that phases are started with. */
export type Toolchain = { nodePath: string; runnerPath: string };

/**
 * Copies Node and the runner's bundle to where the phases' user can run them. The copy of Node can be run but not
 * read: the kernel makes a process of such a file non-dumpable, so that what runs beside it under the same user can
 * open neither its standard output nor its environment. The folder is named after its content and made in one step.
 */
export async function prepareToolchain(options: {
  directory: string;
  runnerBundle: string;
}): Promise<Toolchain> {
  const runner = await fs.readFile(options.runnerBundle);
  const hash = createHash('sha256')
    .update(process.version)
    .update(process.execPath)
    .update(runner)
    .digest('hex')
    .slice(0, 16);
  const folder = path.join(options.directory, `toolchain-${hash}`);
  const toolchain = {
    nodePath: path.join(folder, 'node'),
    runnerPath: path.join(folder, 'runner.cjs'),
  };
  if (await exists(toolchain.nodePath)) return toolchain;

  const draft = await fs.mkdtemp(`${folder}-`);
  try {
    await fs.chmod(draft, 0o755);
    const node = path.join(draft, 'node');
    await fs.copyFile(process.execPath, node, constants.COPYFILE_FICLONE);
    // The owner can always read what root owns; for others, and for an owner who is not root, reading is off.
    await fs.chmod(node, process.getuid?.() === 0 ? 0o711 : 0o111);
    const runnerPath = path.join(draft, 'runner.cjs');
    await fs.writeFile(runnerPath, runner, { mode: 0o644 });
    await fs.rename(draft, folder).catch(async error => {
      if (!(await exists(toolchain.nodePath))) throw error;
    });
  } finally {
    await fs.rm(draft, { recursive: true, force: true });
  }
  return toolchain;
}

async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
