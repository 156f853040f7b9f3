import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { kubectl, type TestCluster } from '@background-tasks/dev-cluster';
import { z } from 'zod';

const configSchema = z.object({
  clusters: z.tuple([
    z.object({
      cluster: z.object({
        server: z.string(),
        'certificate-authority-data': z.string().optional(),
      }),
    }),
  ]),
  users: z.tuple([
    z.object({
      user: z.object({
        token: z.string().optional(),
        'client-certificate-data': z.string().optional(),
        'client-key-data': z.string().optional(),
      }),
    }),
  ]),
});

const watchEventSchema = z.object({ type: z.string(), object: z.unknown() });

/** The API of the test cluster with all rights, for the bench itself: none of it is counted as the backend's. */
export class ClusterApi {
  static async connect(cluster: TestCluster): Promise<ClusterApi> {
    const text = await kubectl(cluster, [
      ...['config', 'view', '--raw', '--minify', '--flatten', '-o', 'json'],
    ]);
    const config = configSchema.parse(JSON.parse(text));
    const { server, 'certificate-authority-data': ca } =
      config.clusters[0].cluster;
    const user = config.users[0].user;
    const agent = new Agent({
      keepAlive: true,
      ca: decoded(ca),
      cert: decoded(user['client-certificate-data']),
      key: decoded(user['client-key-data']),
    });
    return new ClusterApi(new URL(server), agent, user.token);
  }

  private constructor(
    readonly server: URL,
    private readonly agent: Agent,
    private readonly token: string | undefined,
  ) {}

  /** @returns the answer's JSON @throws Error with what the server said */
  async send(
    method: string,
    path: string,
    body?: object,
    type = 'application/json',
  ): Promise<unknown> {
    const message = await this.open(method, path, body, type);
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString();
    const status = message.statusCode ?? 0;
    if (status >= 300) {
      throw new Error(
        `${method} ${path} was answered ${status}: ${text.slice(0, 500)}`,
      );
    }
    return JSON.parse(text);
  }

  /** Tells of all changes from now on, until it is ended. */
  async watch(
    path: string,
    onObject: (object: unknown, type: string) => void,
  ): Promise<() => void> {
    const message = await this.open('GET', `${path}?watch=true`);
    if (message.statusCode !== 200) {
      throw new Error(`Watching ${path} was answered ${message.statusCode}`);
    }
    let rest = '';
    message.setEncoding('utf8');
    message.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const { type, object } = watchEventSchema.parse(JSON.parse(line));
        onObject(object, type);
      }
    });
    message.on('error', () => undefined);
    return () => message.destroy();
  }

  close(): void {
    this.agent.destroy();
  }

  private open(
    method: string,
    path: string,
    body?: object,
    type = 'application/json',
  ): Promise<IncomingMessage> {
    const text = body && JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const sent = request(
        new URL(path, this.server),
        {
          method,
          agent: this.agent,
          headers: {
            accept: 'application/json',
            ...(this.token && { authorization: `Bearer ${this.token}` }),
            ...(text !== undefined && {
              'content-type': type,
              'content-length': Buffer.byteLength(text),
            }),
          },
        },
        resolve,
      );
      sent.once('error', reject);
      sent.end(text);
    });
  }
}

function decoded(text: string | undefined): Buffer | undefined {
  return text === undefined ? undefined : Buffer.from(text, 'base64');
}
