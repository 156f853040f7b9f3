/** How the API server of a cluster is found. */
export type ClusterSource =
  | { type: 'kubeconfig'; file: string; context?: string }
  | { type: 'inCluster' }
  /** An entry of Backstage's own `kubernetes.clusterLocatorMethods`. */
  | {
      type: 'fromBackstage';
      url: string;
      token: string;
      caData?: string;
      caFile?: string;
      skipTLSVerify: boolean;
    };

/** A cluster as it is configured. */
export type ClusterSettings = { name: string; source: ClusterSource };

/** Quantities as Kubernetes writes them, such as `500m` or `2Gi`. */
export type Quantities = Readonly<Record<string, string>>;

/** What a Pod's containers ask for, and what they may use at most. */
export type WorkspaceResources = { requests: Quantities; limits: Quantities };

/** A toleration of a Pod. */
export type WorkspaceToleration = {
  key?: string;
  operator?: 'Equal' | 'Exists';
  value?: string;
  effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  tolerationSeconds?: number;
};

/** When a node asks the registry for an image. */
export type ImagePullPolicy = 'Always' | 'IfNotPresent' | 'Never';

/** `backgroundTasks.kubernetes`, read. */
export type KubernetesSettings = {
  /** At least one; the first takes the projects that name none. */
  clusters: readonly ClusterSettings[];
  /** The image with the runner: it brings the runner's files, and runs clone and collect. */
  runnerImage: string;
  /** The image of baseline, agent and validate where nothing else is chosen. */
  image: string;
  /** Left out, each image's own: see `pullPolicyOf`. */
  imagePullPolicy?: ImagePullPolicy;
  imagePullSecrets: readonly string[];
  /** Ids of the providers whose agents the images bring. */
  agents: readonly string[];
  /** The environment of workspaces: names and values that are no secret. */
  environment: Readonly<Record<string, string>>;
  resources: WorkspaceResources;
  runtimeClassName?: string;
  priorityClassName?: string;
  nodeSelector: Readonly<Record<string, string>>;
  tolerations: readonly WorkspaceToleration[];
  workspace: {
    /** The size of all of a run's files together, as a quantity. */
    size: string;
    /** Left out, the volumes are `emptyDir`s of the node. */
    storageClassName?: string;
  };
  /** The user of the containers, where the cluster assigns none; null leaves that to the cluster. */
  runAsUser: number | null;
  /** How long a Pod may wait for a node, in milliseconds. */
  pendingMs: number;
  /** How long an image may fail to be pulled, in milliseconds. */
  imageGraceMs: number;
  /** After how many seconds the cluster itself removes a Job that ended and was followed to its end. */
  ttlSeconds: number;
  /** How many seconds a phase has to end in order when it is stopped. */
  stopGraceSeconds: number;
  /** What is particular to some projects, by their name. */
  projects: ReadonlyMap<string, { cluster?: string; image?: string }>;
};
