import { HumanDuration } from '@backstage/types';

export interface Config {
  /** Background tasks: code changes by coding agents, as pull requests that pass the repository's own checks. */
  backgroundTasks?: {
    /** The agent provider of tasks that name none. Default: script. */
    defaultProvider?: string;

    /**
     * Where tasks run: on the backend's own machine, or on Kubernetes. An executor that a module adds takes the place
     * of either. Default: local.
     */
    executor?: 'local' | 'kubernetes';

    /** The listener that workspaces reach: the only one of the backend's that they need. */
    gateway?: {
      /**
       * Its address as workspaces reach it, such as the URL of a Service in front of the backend. Default: that of
       * `listen`. On Kubernetes `listen.host` must be one that Pods reach, such as 0.0.0.0, and then this is needed.
       */
      url?: string;
      listen?: {
        /** Default: 127.0.0.1. */
        host?: string;
        /** Default: 0, the one that it had before on this machine, or a free one. */
        port?: number;
      };
    };

    /** The agents by their ids, such as `claude-code`: those that need a model can run only with a key. */
    providers?: {
      [id: string]: {
        /**
         * The key of its models. It stays in the backend, whose gateway adds it to each call.
         * @visibility secret
         */
        apiKey?: string;
        /** Where the API of its models is, without a version: a proxy of your own. Default: the vendor's. */
        baseUrl?: string;
        /** All models that may be used, with their prices. Default: any, with the list prices that are known. */
        models?: Array<{
          /** As the API names it. */
          id: string;
          title?: string;
          /** In USD per million tokens. Left out: unknown, and no budget in USD can be kept. */
          price?: {
            input: number;
            output: number;
            cacheRead?: number;
            cacheWrite?: number;
            /** Input that is kept in a cache for an hour. */
            cacheWriteHour?: number;
          };
        }>;
        /** The model of tasks that name none. */
        defaultModel?: string;
        /** Whether what agents ask their models is stored. Default: false. */
        storePrompts?: boolean;
        /** Calls of the model after which the agent is stopped. */
        maxTurns?: number;
        /** How long the agent may be silent before it is stopped. */
        silence?: HumanDuration | string;
      };
    };

    /** The programs of the agents, on the machine where tasks run. */
    agents?: {
      /**
       * Where they are installed, a folder for each. Other users must be able to pass through its parents.
       * Default: `agents` in the local executor's directory.
       */
      directory?: string;
      /** Whether one is installed when it is first needed, or only by `npm run agents:install`. Default: onDemand. */
      install?: 'onDemand' | 'never';
    };

    /** What models may cost. Whichever of the two is reached first counts. */
    budgets?: {
      /** Of a task that names none itself. Default: none. */
      task?: { usd?: number; tokens?: number };
      /** Of all tasks of a project, by days and months of UTC. Default: none. */
      project?: {
        day?: { usd?: number; tokens?: number };
        month?: { usd?: number; tokens?: number };
      };
    };

    executors?: {
      /** Runs tasks on the backend's own machine. */
      local?: {
        /**
         * Where run folders are made. It must belong to the backend's user; other users must be able to pass through
         * its parents. Default: a folder of the backend's user in the system's folder for temporary files.
         */
        directory?: string;
        /**
         * Whether tasks may run on the backend's own machine with NODE_ENV=production. It is asked only where they
         * would: not where another executor runs them. Default: false.
         */
        allowInProduction?: boolean;
        /** What one task may use at most; one that uses more is stopped. */
        limits?: {
          /** GiB of memory, of all its processes together. Default: 8, or half of the machine's if that is less. */
          memory?: number;
          /** Processes and threads. Default: 2048. */
          processes?: number;
          /** GiB of disk. Default: 20. */
          disk?: number;
          /** Files and folders. Default: 2,000,000. */
          files?: number;
        };
      };
    };

    /** How tasks run on Kubernetes: each run is a Job with one Pod, each phase a container. */
    kubernetes?: {
      /** At least one; the first takes the projects that name none in `projects[].kubernetes.cluster`. */
      clusters?: Array<{
        name: string;
        /** The path of a kubeconfig file. */
        kubeconfig?: string;
        /** The context in it. Default: its current one. */
        context?: string;
        /** The cluster that the backend itself runs in, by its service account. */
        inCluster?: boolean;
        /** The name of a cluster of `kubernetes.clusterLocatorMethods` that has a `serviceAccountToken`. */
        fromBackstage?: string;
      }>;
      /** The image that runner/Dockerfile makes: it clones, collects, and brings the runner to other images. */
      runnerImage?: string;
      /**
       * The image of the phases that run the repository's code, where the task's template names none, the catalog entity
       * has no annotation `background-tasks/image`, and `projects[].kubernetes.image` is not set: they go before it in
       * this order. It needs glibc 2.28, libstdc++, sh and git. Default: the runner's.
       */
      image?: string;
      /** Default: Always, and IfNotPresent for images named `localhost/…`, which no registry has. */
      imagePullPolicy?: 'IfNotPresent' | 'Always' | 'Never';
      /** Names of Secrets in the projects' namespaces. */
      imagePullSecrets?: string[];
      /** The ids of the agents that the runner's image was built with, such as `claude-code`. */
      agents?: string[];
      /** Of each phase's container. */
      resources?: {
        /** Default: cpu 500m, memory 1Gi, ephemeral-storage 1Gi. */
        requests?: { [resource: string]: string | number };
        /** Default: cpu 2, memory 4Gi, ephemeral-storage 40Gi. A phase that needs more memory is stopped. */
        limits?: { [resource: string]: string | number };
      };
      /** A sandbox for the Pods, such as gVisor or Kata. */
      runtimeClassName?: string;
      priorityClassName?: string;
      nodeSelector?: { [label: string]: string };
      /**
       * A task leaves a node that is lost after 60 s, if nothing is said here of the taints
       * `node.kubernetes.io/not-ready` and `node.kubernetes.io/unreachable`.
       */
      tolerations?: Array<{
        key?: string;
        operator?: 'Equal' | 'Exists';
        value?: string;
        effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
        tolerationSeconds?: number;
      }>;
      /** The number of processes is limited by the kubelet's own setting `podPidsLimit`: set it on the nodes. */
      workspace?: {
        /** Of the working tree, and of the pristine copy. Default: 10Gi. A task that needs more is stopped. */
        size?: string;
        /** Volumes of this class, made for each Pod and gone with it. Default: the node's own disk. */
        storageClassName?: string;
      };
      /** The user of the containers; `assigned` where the cluster gives one, as OpenShift does. Default: 10001. */
      runAsUser?: number | 'assigned';
      /** How long a Pod may wait for a node, for its volumes and images, or for quota. Default: 10 minutes. */
      pendingTimeout?: HumanDuration | string;
      /** How long it is tried to pull an image, or to start a container, that fails. Default: 1 minute. */
      imagePullGrace?: HumanDuration | string;
      /** How long a Job stays after its end, for those who look for why. Default: 5 minutes. */
      ttlAfterFinished?: HumanDuration | string;
      /** How long a phase that is stopped has to end in order: 1 to 60 seconds. Default: 5 seconds. */
      stopGrace?: HumanDuration | string;
      /** The namespaces of projects. */
      tenancy?: {
        /** Whether namespaces, and what isolates them, are made, or only looked for. Default: create. */
        namespaces?: 'create' | 'check';
        /** What may be used in one namespace, as of a ResourceQuota, beside as many Pods as a project may have tasks. */
        quota?: { [resource: string]: string };
        /** Whom workspaces may reach: the gateway's address is added where it is a number. */
        network?: {
          /** Default: the Pods with k8s-app=kube-dns in kube-system, port 53. */
          dns?: Array<{
            /** Addresses, such as 10.1.0.0/16; or else `namespace`. */
            cidr?: string;
            /** Parts of the addresses that stay out of reach. */
            except?: string[];
            /** The Pods of a namespace. */
            namespace?: string;
            /** Of these Pods only those with these labels. */
            podLabels?: { [label: string]: string };
            /** TCP ports; all if left out. */
            ports?: number[];
          }>;
          /** The backend's gateway, where its address is a name. */
          gateway?: Array<{
            /** Addresses, such as 10.1.0.0/16; or else `namespace`. */
            cidr?: string;
            /** Parts of the addresses that stay out of reach. */
            except?: string[];
            /** The Pods of a namespace. */
            namespace?: string;
            /** Of these Pods only those with these labels. */
            podLabels?: { [label: string]: string };
            /** Its TCP port, as it listens behind that name: workspaces are to reach no other port of the backend. */
            ports: number[];
          }>;
          /** All else: registries, proxies. */
          allow?: Array<{
            /** Addresses, such as 10.1.0.0/16; or else `namespace`. */
            cidr?: string;
            /** Parts of the addresses that stay out of reach. */
            except?: string[];
            /** The Pods of a namespace. */
            namespace?: string;
            /** Of these Pods only those with these labels. */
            podLabels?: { [label: string]: string };
            /** TCP ports; all if left out. */
            ports?: number[];
          }>;
        };
      };
    };

    runner?: {
      /** Names of the backend's environment variables that workspaces get too: proxies, CA files, registries. */
      environment?: string[];
      /** PATH in workspaces. Default: the backend's own. */
      path?: string;
    };

    /** How many active tasks there may be; 0 means no limit. */
    limits?: {
      /** Default: 1. */
      perUser?: number;
      /** Default: 1. */
      perRepository?: number;
      /** Default: 10. */
      perProject?: number;
    };

    /** The longest that a task may take, and what it may take by default. Default, and at most: 1 hour. */
    timeout?: HumanDuration | string;

    /** How long things are kept after the end of their task. */
    retention?: {
      /** Events, logs and diffs. Default: 30 days. */
      events?: HumanDuration | string;
      /** Tasks, and the history of who did what. Default: 365 days. */
      tasks?: HumanDuration | string;
    };

    /** The checks of repositories. */
    validation?: {
      /** Whether tasks are accepted for repositories without any check. Default: false. */
      allowNoChecks?: boolean;
      /** Whether a change may alter what a check runs, or its configuration. Default: false. */
      allowChangedChecks?: boolean;
      /** Whether failures that stood before the change block it too. Default: false. */
      strict?: boolean;
      /** Whether checks may stay out that cannot run where tasks run: a missing program or service. Default: false. */
      allowNotRun?: boolean;
      /** Whether fewer tests than before the change are accepted. Default: false. */
      allowFewerTests?: boolean;
      /** The checks, in place of all that would be found. */
      commands?: Array<{
        kind: 'format' | 'lint' | 'typecheck' | 'test' | 'build';
        command: string;
        /** The folder that it runs in, from the root of the repository. */
        directory?: string;
      }>;
    };

    /** What may come out of a workspace. */
    changes?: {
      /** What may be changed all the same. Default: nothing of it. */
      allow?: Array<
        | 'ciWorkflows'
        | 'codeOwners'
        | 'validationConfiguration'
        | 'agentInstructions'
        | 'gitHooks'
        | 'lockfiles'
        | 'secrets'
        | 'binaries'
      >;
      /** Further paths that may not be changed, as patterns of `.gitignore`. */
      protectedPaths?: string[];
      /** Changed files. Default: 1000. */
      maxFiles?: number;
      /** Bytes of the change, compressed. Default: 5 MiB. */
      maxBytes?: number;
    };

    /** How changes become pull requests. */
    publishing?: {
      /**
       * The organization, or user, that forks are made for, for tasks with the output type `fork`. Default: the user of
       * the configured token. A GitHub App needs one, that it is installed on with all repositories.
       */
      forkOwner?: string;
      /**
       * What becomes of a task whose base branch was changed, since its change was made, in a file that it touches.
       * Default: fail, with the outcome `conflict`. `rerun` makes the change again on the branch as it is, once.
       */
      onConflict?: 'fail' | 'rerun';
      /** Who is asked for reviews, beside those whom a task names. Default: codeOwners, by the repository's CODEOWNERS. */
      reviewers?: 'codeOwners' | 'none';
      /**
       * Titles of pull requests: `[Background Task] name: words` for `task`, that of a conventional commit for
       * `conventional`. Default: auto, the form of the repository's commits, or `task` where they have none.
       */
      pullRequestTitle?: 'auto' | 'task' | 'conventional';
      /**
       * By which address commits name the task's creator as co-author: that which GitHub keeps for their login, or that
       * of the catalog, which everybody can then read. Default: noreply.
       */
      creatorEmail?: 'noreply' | 'catalog' | 'none';
      /** Whether commits are signed off by their author. Default: auto, where the repository asks for it. */
      signOff?: 'auto' | 'always' | 'never';
      /** Whether writes are held to GitHub's limits before it refuses them. Default: true. */
      paceWrites?: boolean;
    };

    /** Services that may act for users, whom they name with each call. Default: none. */
    services?: Array<{
      /** `plugin:<id>`, or `external:<subject>` of an external access token. */
      subject: string;
      /** The projects that it may act in. Default: all of the user's. */
      projects?: string[];
    }>;

    /** Who may work on what. Default: a project for each group of the catalog. */
    projects?: Array<{
      /** Its name in addresses. */
      name: string;
      title?: string;
      /** Entity refs of groups and users; the catalog entities of these groups are the project's. */
      members: string[];
      /** Entity refs of those who may cancel and retry what others created. Default: nobody. */
      owners?: string[];
      /** Further repositories: addresses, or prefixes that end in `/*`. */
      repositories?: string[];
      /** Goes before what is said for all projects, setting by setting. */
      validation?: {
        /** Whether tasks are accepted for repositories without any check. */
        allowNoChecks?: boolean;
        /** Whether a change may alter what a check runs, or its configuration. */
        allowChangedChecks?: boolean;
        /** Whether failures that stood before the change block it too. */
        strict?: boolean;
        /** Whether checks may stay out that cannot run where tasks run: a missing program or service. */
        allowNotRun?: boolean;
        /** Whether fewer tests than before the change are accepted. */
        allowFewerTests?: boolean;
        /** The checks, in place of all that would be found. */
        commands?: Array<{
          kind: 'format' | 'lint' | 'typecheck' | 'test' | 'build';
          command: string;
          /** The folder that it runs in, from the root of the repository. */
          directory?: string;
        }>;
      };

      /** What may come out of a workspace. */
      changes?: {
        /** What may be changed all the same. */
        allow?: Array<
          | 'ciWorkflows'
          | 'codeOwners'
          | 'validationConfiguration'
          | 'agentInstructions'
          | 'gitHooks'
          | 'lockfiles'
          | 'secrets'
          | 'binaries'
        >;
        /** Further paths that may not be changed, as patterns of `.gitignore`. */
        protectedPaths?: string[];
        /** Changed files. */
        maxFiles?: number;
        /** Bytes of the change, compressed. */
        maxBytes?: number;
      };
      publishing?: {
        /** Goes before what is said for all projects. */
        onConflict?: 'fail' | 'rerun';
      };
      /** Its Kubernetes namespace; made from its name if left out. */
      namespace?: string;
      /** What is particular to it on Kubernetes. */
      kubernetes?: {
        /** The name of the cluster that its tasks run in. Default: the first. */
        cluster?: string;
        /** Goes before `kubernetes.image`. */
        image?: string;
        /** For whom AgenticSessions and TaskTemplates are taken in that are applied in its namespace: a user's entity ref. */
        owner?: string;
        /** Whom its workspaces may reach beside what all may. */
        allow?: Array<{
          /** Addresses, such as 10.1.0.0/16; or else `namespace`. */
          cidr?: string;
          /** Parts of the addresses that stay out of reach. */
          except?: string[];
          /** The Pods of a namespace. */
          namespace?: string;
          /** Of these Pods only those with these labels. */
          podLabels?: { [label: string]: string };
          /** TCP ports; all if left out. */
          ports?: number[];
        }>;
        /** Goes before `kubernetes.tenancy.quota`, resource by resource. */
        quota?: { [resource: string]: string };
      };
      limits?: {
        perUser?: number;
        perRepository?: number;
        perProject?: number;
      };
      /** What its models may cost, as `budgets` says for all projects. */
      budget?: {
        task?: { usd?: number; tokens?: number };
        day?: { usd?: number; tokens?: number };
        month?: { usd?: number; tokens?: number };
      };
    }>;
  };
}
