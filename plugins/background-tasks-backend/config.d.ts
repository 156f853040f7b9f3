import { HumanDuration } from '@backstage/types';

export interface Config {
  /** Background tasks: code changes by coding agents, as pull requests that pass the repository's own checks. */
  backgroundTasks?: {
    /** The agent provider of tasks that name none. Default: script. */
    defaultProvider?: string;

    /** The listener that workspaces reach: the only one of the backend's that they need. */
    gateway?: {
      listen?: {
        /** Default: 127.0.0.1. */
        host?: string;
        /** Default: 0, a free port. */
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
        /** Whether tasks may run on the backend's own machine with NODE_ENV=production. Default: false. */
        allowInProduction?: boolean;
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

    validation?: {
      /** Whether tasks are accepted for repositories without any check. Default: false. */
      allowNoChecks?: boolean;
      /** Whether a change may alter what a check runs. Default: false. */
      allowChangedChecks?: boolean;
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
      /** Its Kubernetes namespace; made from its name if left out. */
      namespace?: string;
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
