import type { IncomingMessage } from 'node:http';
import {
  ApiextensionsV1Api,
  AuthorizationV1Api,
  BatchV1Api,
  CoreV1Api,
  createConfiguration,
  CustomObjectsApi,
  NetworkingV1Api,
  ServerConfiguration,
  VersionApi,
  wrapHttpLibrary,
  type KubeConfig,
} from '@kubernetes/client-node';
import type { KubernetesSettings } from '../settings';
import { Reach } from './Reach';
import { REQUEST_TIMEOUT_MS, Transport, type ApiRequest } from './Transport';
import { WritePace } from './WritePace';

/** The label that all of our objects carry: we touch only those with our own instance's id. */
export const INSTANCE_LABEL = 'background-tasks/instance';
/** The label with the uid of a run, on all objects of it. */
export const RUN_LABEL = 'background-tasks/run';
/** Who writes fields, for the API server. */
export const FIELD_MANAGER = 'background-tasks';

function messageIn(body: string): string | undefined {
  try {
    const status: unknown = JSON.parse(body);
    if (typeof status !== 'object' || status === null) return undefined;
    return 'message' in status && typeof status.message === 'string'
      ? status.message
      : undefined;
  } catch {
    return undefined;
  }
}

/** An API server's answer that is not a success. */
export class ApiStatusError extends Error {
  constructor(readonly code: number, readonly body: string) {
    super(messageIn(body) ?? `The API server answered ${code}`);
    this.name = 'ApiStatusError';
  }
}

/** What a cluster is made of. */
export type ClusterOptions = {
  name: string;
  kubeConfig: KubeConfig;
  /** The id of this portal's database. */
  instance: string;
  settings: KubernetesSettings;
  /** Left out, the whole cluster. */
  reach?: Reach;
};

/** One cluster that workspaces run in: typed clients that share their connections, and one pace for all writes. */
export class Cluster {
  readonly name: string;
  readonly instance: string;
  readonly settings: KubernetesSettings;
  readonly kubeConfig: KubeConfig;
  readonly core: CoreV1Api;
  readonly batch: BatchV1Api;
  readonly networking: NetworkingV1Api;
  readonly custom: CustomObjectsApi;
  readonly extensions: ApiextensionsV1Api;
  readonly authorization: AuthorizationV1Api;
  readonly version: VersionApi;
  /** Where in it we look. */
  readonly reach: Reach;
  private readonly pace = new WritePace();
  private readonly transport: Transport;

  constructor({
    name,
    kubeConfig,
    instance,
    settings,
    reach = Reach.everywhere(),
  }: ClusterOptions) {
    this.name = name;
    this.instance = instance;
    this.settings = settings;
    this.kubeConfig = kubeConfig;
    this.reach = reach;
    this.transport = new Transport(kubeConfig, this.pace);
    const server = kubeConfig.getCurrentCluster()?.server;
    if (!server) throw new Error(`The cluster '${name}' has no address`);
    const configuration = createConfiguration({
      baseServer: new ServerConfiguration(server.replace(/\/$/, ''), {}),
      httpApi: wrapHttpLibrary(this.transport),
    });
    this.core = new CoreV1Api(configuration);
    this.batch = new BatchV1Api(configuration);
    this.networking = new NetworkingV1Api(configuration);
    this.custom = new CustomObjectsApi(configuration);
    this.extensions = new ApiextensionsV1Api(configuration);
    this.authorization = new AuthorizationV1Api(configuration);
    this.version = new VersionApi(configuration);
  }

  /** The labels of all objects that this instance makes. */
  get labels(): Record<string, string> {
    return { [INSTANCE_LABEL]: this.instance };
  }

  /** Requests that were sent to the API server so far. */
  get requests(): number {
    return this.transport.requests;
  }

  /** A request whose answer is a stream: watches and logs. */
  async open(request: ApiRequest): Promise<IncomingMessage> {
    return this.transport.open(request);
  }

  /** Sends JSON, and reads the answer as such. @throws ApiStatusError where the answer is not a success */
  async json(request: ApiRequest): Promise<unknown> {
    const message = await this.open({
      ...request,
      timeoutMs: REQUEST_TIMEOUT_MS,
    });
    const text = await textOf(message);
    const status = message.statusCode ?? 0;
    if (status >= 300) throw new ApiStatusError(status, text);
    return JSON.parse(text);
  }

  close(): void {
    this.pace.close();
    this.transport.close();
  }
}

/** All of a short answer. */
export async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
