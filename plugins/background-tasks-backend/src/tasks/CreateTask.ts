import type {
  ConfiguredCommand,
  CreateBackgroundTaskResponse,
  ParameterValue,
  TaskBudget,
  TaskOutput,
  TaskTrigger,
} from '@background-tasks/plugin-background-tasks-common';

/** A task as a caller asks for it, checked in form but not in substance. */
export type CreateTask = {
  name?: string;
  /** With a template they follow after what it says. */
  instructions?: string;
  /** The name of a template of the project. */
  templateId?: string;
  parameters?: Record<string, ParameterValue>;
  /** `https://host/owner/name`. */
  repositoryUrl: string;
  entityRef?: string;
  branch?: string;
  provider?: string;
  run?: string;
  model?: string;
  budget?: TaskBudget;
  output?: TaskOutput;
  validation?: { commands?: string[]; repairRounds?: number };
  /** Commands around the agent. */
  hooks?: { pre?: string[]; post?: string[] };
  /** The checks that the catalog entity names. */
  annotatedChecks?: ConfiguredCommand[];
  /** The agent that the catalog entity names. */
  annotatedProvider?: string;
  /** The container image that the catalog entity names. */
  annotatedImage?: string;
  trigger?: TaskTrigger;
  timeoutSeconds?: number;
  /** What it was made from, as the history tells it. */
  origin?: string;
};

/** By what a request that is sent again is known: the caller's key, and the SHA-256 of what they sent. */
export type RequestKey = { key: string; requestHash: string };

/** What a request for a task came to. */
export type CreatedTask = {
  created: CreateBackgroundTaskResponse;
  /** Whether it was known already: the same request, sent again. */
  repeated: boolean;
};
