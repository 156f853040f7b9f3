import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RunnerEventBody } from '@background-tasks/plugin-background-tasks-common';

/** A runner that has nothing to say repeats its progress so often. */
const KEEP_ALIVE_MS = 20_000;
const PATH =
  /^\/containerLogs\/([^/]+)\/([^/]+)\/(clone|baseline|agent|collect|validate)\b/;
const progress: RunnerEventBody = { type: 'progress', progress: 40 };

/** The log of one container: what it printed, and who reads on. */
type Log = {
  phase: string;
  lines: string[];
  ended: boolean;
  readers: Set<ServerResponse>;
};

/**
 * The half of simulated nodes that serves logs: each phase says at once that it ended well, but the agent, which goes on
 * until it is let end, and collect, which finds no changes.
 */
export class LogKubelet {
  /** @param directory - for its key, which nobody checks */
  static async start(host: string, directory: string): Promise<LogKubelet> {
    const [key, cert] = ['key.pem', 'cert.pem'].map(name =>
      join(directory, name),
    );
    await promisify(execFile)('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-nodes', '-days', '2'],
      ...['-pkeyopt', 'ec_paramgen_curve:prime256v1'],
      ...['-subj', '/CN=simulated-node', '-keyout', key, '-out', cert],
    ]);
    const server = createServer({
      key: await readFile(key),
      cert: await readFile(cert),
    });
    server.listen({ host, port: 0 });
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || !address) {
      throw new Error('The port of the simulated nodes is not known');
    }
    return new LogKubelet(server, address.port);
  }

  private readonly logs = new Map<string, Log>();
  private readonly timer = setInterval(() => this.repeat(), 1_000);
  private agentsMayEnd = false;
  private tick = 0;

  private constructor(private readonly server: Server, readonly port: number) {
    server.on('request', (request, response) => this.serve(request, response));
  }

  /** Lets all agents end, also those that begin later. */
  endAgents(): void {
    this.agentsMayEnd = true;
    for (const log of this.logs.values()) {
      if (log.phase === 'agent' && !log.ended) end(log);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    const [, namespace, pod, phase] = PATH.exec(request.url ?? '') ?? [];
    if (!phase) {
      response.writeHead(404).end();
      return;
    }
    const log = this.logOf(`${namespace}/${pod}/${phase}`, phase);
    response.writeHead(200, { 'content-type': 'text/plain' });
    // All of it: whoever reads on from a time gets lines again anyway.
    for (const line of log.lines) response.write(line);
    if (log.ended) {
      response.end();
      return;
    }
    log.readers.add(response);
    response.once('close', () => log.readers.delete(response));
  }

  private logOf(key: string, phase: string): Log {
    const known = this.logs.get(key);
    if (known) return known;
    const log: Log = { phase, lines: [], ended: false, readers: new Set() };
    this.logs.set(key, log);
    if (phase === 'agent') say(log, progress);
    if (phase !== 'agent' || this.agentsMayEnd) end(log);
    return log;
  }

  /** Spread over the time, as runners that began at different moments are. */
  private repeat(): void {
    this.tick += 1;
    let n = 0;
    for (const log of this.logs.values()) {
      n += 1;
      const isDue = (n + this.tick) % (KEEP_ALIVE_MS / 1_000) === 0;
      if (!log.ended && isDue) say(log, progress);
    }
  }
}

function end(log: Log): void {
  log.ended = true;
  say(log, {
    type: 'outcome',
    outcome: log.phase === 'collect' ? 'noChanges' : 'ok',
    ...(log.phase === 'clone' && {
      baseCommit: '0'.repeat(40),
      branch: 'main',
    }),
  });
  for (const reader of log.readers) reader.end();
}

/** As the kubelet gives out what a runner prints. */
function say(log: Log, body: RunnerEventBody): void {
  const time = new Date().toISOString();
  const seq = log.lines.length + 1;
  const event = { seq, time, phase: log.phase, ...body };
  const line = `${time} ${JSON.stringify(event)}\n`;
  log.lines.push(line);
  for (const reader of log.readers) reader.write(line);
}
