import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '../system/repositoryRoot';
import { createPortal, lendAddons, type FrontendSystem } from './createPortal';
import { documents } from './documents';
import { blocksOf, edit, stepOf, type InstallStep } from './installSteps';
import { packPackages } from './packPackages';
import { PackageRegistry } from './PackageRegistry';
import { endAll, runStep, type Step } from './runStep';
import { startPortal } from './startPortal';
import { tryPortal } from './tryPortal';
import { keepVersions } from './versions';
import { forgetDownloads, installEnvironment } from './yarn';

type How = Pick<Step, 'env' | 'signal' | 'logFile'>;

/** A portal that is made, built, tried and thrown away. */
export class FreshPortal {
  private readonly portal: string;
  /** What ends that which was started, the last first. */
  private readonly endings: (() => Promise<void>)[] = [];

  /**
   * @param options - `directory` is for all of it, `output` for logs and pictures that stay
   */
  constructor(
    private readonly options: {
      directory: string;
      output: string;
      frontend: FrontendSystem;
      signal: AbortSignal;
    },
  ) {
    this.portal = join(options.directory, 'portal');
  }

  /** @throws what does not work, in words */
  async tryOut(): Promise<void> {
    const { directory, output, frontend, signal } = this.options;
    const tarballs = await this.say('Packing the packages', how =>
      packPackages(directory, how),
    );
    const registry = await PackageRegistry.start(tarballs);
    this.endings.unshift(() => registry.close());
    await this.say(`Making a portal (${frontend} frontend system)`, how =>
      createPortal(
        { directory: this.portal, frontend, registry: registry.url },
        how,
      ),
    );
    await forgetDownloads(this.portal);
    this.endings.unshift(() => forgetDownloads(this.portal));
    const configFiles = await this.say('Following the README', how =>
      this.follow(how),
    );
    await lendAddons(this.portal);
    await endAll([
      this.say('Checking its types', how => this.yarn(how, 'tsc')),
      this.say('Building its pages', how =>
        this.yarn(how, 'workspace', 'app', 'build'),
      ),
    ]);
    const running = await this.say('Starting it', () =>
      startPortal({
        directory: this.portal,
        data: join(directory, 'data'),
        configFiles: [join(this.portal, 'app-config.yaml'), ...configFiles],
        logFile: join(output, 'backend.log'),
        signal,
      }),
    );
    this.endings.unshift(() => running.stop());
    await this.say('Taking a task to its end', () =>
      tryPortal({ running, frontend, pictures: output, signal }),
    );
  }

  /** Lets later portals have the versions that this one has. */
  keepVersions(): Promise<void> {
    return keepVersions(this.portal);
  }

  /** Ends what runs. It may be called at any moment. */
  async stop(): Promise<void> {
    for (const end of this.endings.splice(0)) await end();
  }

  private async say<T>(
    title: string,
    work: (how: How) => Promise<T>,
  ): Promise<T> {
    const { output, signal } = this.options;
    signal.throwIfAborted();
    const started = Date.now();
    process.stdout.write(`${title} …\n`);
    const name = title.toLowerCase().replace(/[^a-z]+/g, '-');
    const logFile = join(output, `${name}.log`);
    const result = await work({ env: installEnvironment(), signal, logFile });
    const seconds = Math.round((Date.now() - started) / 1000);
    process.stdout.write(`${title}: ${seconds} s\n`);
    return result;
  }

  /** @returns the configuration files that came of it */
  private async follow(how: How): Promise<string[]> {
    const configFiles: string[] = [];
    for (const { file, section } of documents[this.options.frontend]) {
      const markdown = await readFile(join(repositoryRoot, file), 'utf8');
      for (const block of blocksOf(markdown, section)) {
        const step = stepOf(block);
        if (step?.kind === 'configure') {
          const config = `app-config.readme-${configFiles.length}.yaml`;
          configFiles.push(join(this.portal, config));
          await writeFile(join(this.portal, config), step.yaml);
        } else if (step) await this.take(step, how);
      }
    }
    return configFiles;
  }

  private async take(
    step: Exclude<InstallStep, { kind: 'configure' }>,
    how: How,
  ): Promise<void> {
    if (step.kind === 'run') {
      await runStep({
        ...how,
        command: 'bash',
        args: ['-euc', step.script],
        cwd: this.portal,
      });
      return;
    }
    const file = join(this.portal, step.file);
    const source = await readFile(file, 'utf8');
    await writeFile(file, edit(source, step));
  }

  private yarn(how: How, ...args: string[]): Promise<void> {
    return runStep({ ...how, command: 'yarn', args, cwd: this.portal });
  }
}
