import type { CheckKind } from '@background-tasks/plugin-background-tasks-common';
import type { TreeFiles } from '../git';
import type { Word } from './shell';
import type { CommandFailure, PlannedCommand, SetupCommand } from './Validator';

/**
 * What one ecosystem's repositories use to check themselves. To add one is to copy the shape of a folder beside this
 * file, and to add it to the registry.
 */
export interface Ecosystem {
  readonly id: string;
  /** What a person is told was looked for, such as `the npm scripts lint, test`. */
  readonly looksFor: string;
  /** The programs that it knows: how they are recognised, wherever they are called. */
  readonly tools: readonly Tool[];
  /** Actions of CI systems that run its programs without showing a command line. */
  readonly actions?: readonly CiAction[];
  /** What its conventions declare as checks. It is asked whatever CI says: what CI runs already is left out later. */
  conventions(files: TreeFiles): Promise<Convention[]>;
  /** What the chosen checks need first; empty where there is nothing of this ecosystem. */
  setup(files: TreeFiles, use: SetupUse): Promise<EcosystemSetup>;
  /** What stands before the name of a program that setup installs in a folder of its own: `npx --no-install`. */
  programPrefix?(files: TreeFiles, directory: string): Promise<string>;
  /** For the agent's loop: the command for what a change touches alone. See `narrow`. */
  narrow?(
    command: PlannedCommand,
    change: { paths: readonly string[]; files: TreeFiles },
  ): Promise<Narrowed>;
}

/** `keep`: as it is, `drop`: the change does not touch what it checks; or another command in its place. */
export type Narrowed = 'keep' | 'drop' | { command: string };

/** A check that an ecosystem's conventions find. */
export type Convention = {
  command: string;
  directory?: string;
  reason: string;
  /**
   * `declared`: it has a name that contributors call (a script, a target, an environment). `default`: it follows from
   * the language or a tool's configuration; used where CI says nothing of this ecosystem.
   */
  basis: 'declared' | 'default';
  /** What its name promises: it counts only where it runs a check of that kind, or nothing that can be seen. */
  kind?: CheckKind;
  /** Of those with the same group the first that counts is taken. */
  group?: string;
};

/** What an ecosystem's setup is for. */
export type SetupUse = {
  /** Where the chosen checks of this ecosystem run, '' is the root. */
  directories: readonly string[];
  /** What CI runs to get this ecosystem's dependencies, in its order, in the jobs of the chosen checks. */
  ci: readonly CiSetup[];
  /** The chosen checks that go through a program of this ecosystem. */
  commands: readonly PlannedCommand[];
};

/** A command of CI that installs dependencies of the repository. */
export type CiSetup = { command: string; directory: string; reason: string };

export type EcosystemSetup = {
  setup: SetupCommand[];
  /**
   * Programs with the version that the repository pins, in words: `node >=20`, `pnpm 10.33.0`. The first word is the
   * program. They become the `needs` of its checks.
   */
  pins: string[];
  /** Folders of programs that setup makes (`.venv/bin`), from the root; they come first in the checks' PATH. */
  path?: string[];
  /** As of the plan: for build tools that download while they check. */
  fetch?: SetupCommand[];
};

/** Why a command that was recognised is no check to be run. */
export type Refusal =
  | 'it rewrites files'
  | 'it never ends'
  | 'it publishes'
  | 'it installs into the system'
  | 'it needs a browser or a service'
  | 'it builds documentation'
  | 'it calls what is not there'
  | 'it only reports';

/** How a program is recognised, and what its options and words make of it. */
export type ToolRule = {
  /** What it checks. */
  kind?: CheckKind;
  /** What it checks where it has one of these options. */
  kindWith?: Readonly<Record<string, CheckKind>>;
  /** Without one of these options it rewrites files. */
  checksWith?: readonly string[];
  /** With one of these options it rewrites files. */
  writesWith?: readonly string[];
  /** Without one of these options it never ends. */
  endsWith?: readonly string[];
  /** With one of these options it never ends. */
  watchesWith?: readonly string[];
  /** It is no check at all. */
  refuse?: Refusal;
  /** With one of these options it is no check: `--help`, `--version` are known to all. */
  refuseWith?: Readonly<Record<string, Refusal>>;
  /** It gets the repository's dependencies. */
  setup?: boolean;
  /** All that decides what it runs beside its words, as named texts: where it runs what files of the repository say. */
  define?(call: Call, files: TreeFiles): Promise<ReadonlyMap<string, string>>;
  /** Options that change nothing but words, or belong to CI's machine: left out of the command. */
  quiet?: readonly string[];
  /** Options that are followed by a value in a word of its own. */
  valued?: readonly string[];
  /** Options that choose what is checked: two commands that differ in another option are the same check. */
  selects?: readonly string[];
  /** By its first word that is no option; `*` is any other, '' is none. */
  sub?: Readonly<Record<string, ToolRule>>;
  /** It runs another command: the words of that, or undefined where it runs none. */
  wraps?(words: readonly Word[]): readonly Word[] | undefined;
  /** It runs what a file of the repository declares. */
  expand?(call: Call, files: TreeFiles): Promise<Expansion | undefined>;
  /** It is another name for this call. */
  as?(call: Call): Call | undefined;
  /** For formatters: the options to leave out and to add so that it rewrites. */
  fix?: { drop?: readonly string[]; add?: readonly string[] };
  /**
   * The files that decide what it complains about: names with `*` and `?`, anywhere below or above the folder that
   * it runs in; `package.json#jest` and `pyproject.toml#tool.ruff` are sections.
   */
  config?: readonly string[];
  /**
   * What of a configuration file counts, where it also says which versions of its dependencies a repository takes: the
   * text without those. A change of them alone is not one of what the check does.
   */
  essence?(path: string, text: string): string;
  /** Options whose value is a configuration file. */
  configWith?: readonly string[];
  /** What its output says. */
  read?: OutputReader;
};

/** A program, by the names that it is called by. */
export type Tool = ToolRule & {
  programs: readonly string[];
  /** A repository may hold a file of that name that only starts it (`./gradlew`, `bin/rake`): its text says nothing. */
  wrapper?: boolean;
};

/** One call of a program. */
export type Call = {
  words: readonly Word[];
  /** From the root, '' is the root. */
  directory: string;
};

/** What a call runs that a file of the repository declares. */
export type Expansion = {
  /** Scripts in the order in which they run. */
  scripts: readonly ExpandedScript[];
  /** What it runs if nothing in the scripts tells: the name says it, and its tool decides what runs (`nx run-many -t test`). */
  kind?: CheckKind;
  /** What it calls is not there: it cannot run. */
  missing?: boolean;
  /** What it is known by where its tools cannot be seen, but for its scripts: the arguments of the call. */
  identity?: string;
  /** Where it is a mere list of calls that a contributor can make too: those, instead of it. */
  parts?: readonly Call[];
};

export type ExpandedScript = {
  /** As a person knows it: `script "lint" of package.json`. */
  name: string;
  /** What defines it. */
  text: string;
  /** The commands, where they are not the text. */
  script?: string;
  directory: string;
  /** Variables that are set. */
  variables?: Readonly<Record<string, string>>;
};

/** Reads one tool's output, without colours. */
export type OutputReader = (lines: readonly string[]) => ToolWords;

export type ToolWords = {
  failures?: CommandFailure[];
  /** How many tests ran; 0 is none. */
  testCount?: number;
  /** It says that it found nothing to run. */
  ranNothing?: boolean;
};

/** An action of a CI system that runs a program. */
export type CiAction = {
  /** `owner/name`, without a version. */
  action: string;
  /** The command that it comes to; undefined where it only installs. */
  command(inputs: Readonly<Record<string, string>>): string | undefined;
  /** The input that names the folder. */
  directoryInput?: string;
};
