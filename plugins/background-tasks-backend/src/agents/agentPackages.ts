/** How an agent's program comes to this machine. Pinned: what an agent prints belongs to its version. */
export type AgentPackage = {
  version: string;
  /** What is called, as the runner knows it. */
  program: string;
} & (
  | {
      from: 'npm';
      /** The npm package. */
      name: string;
      /** Where npm takes it from, such as `file:…`. Default: the registry. */
      source?: string;
      /** Where its program may be below `node_modules`, by platform and architecture: the first that is there counts. */
      files: (platform: string, arch: string) => string[];
      /** Whether the file is a script for Node. */
      script?: boolean;
    }
  | {
      from: 'pypi';
      /** The Python package. */
      name: string;
      /** The module that is its program. */
      module: string;
    }
);

const RUST_TARGETS: Readonly<Record<string, string>> = {
  'linux-x64': 'x86_64-unknown-linux-musl',
  'linux-arm64': 'aarch64-unknown-linux-musl',
  'darwin-x64': 'x86_64-apple-darwin',
  'darwin-arm64': 'aarch64-apple-darwin',
};

/** The agents that are programs of their own, by their providers' ids. */
export const agentPackages: Readonly<Record<string, AgentPackage>> = {
  'claude-code': {
    from: 'npm',
    name: '@anthropic-ai/claude-code',
    version: '2.1.330',
    program: 'claude',
    files: (platform, arch) => [
      `@anthropic-ai/claude-code-${platform}-${arch}/claude`,
      `@anthropic-ai/claude-code-${platform}-${arch}-musl/claude`,
    ],
  },
  'codex-cli': {
    from: 'npm',
    name: '@openai/codex',
    version: '0.169.0',
    program: 'codex',
    files: (platform, arch) => [
      `@openai/codex-${platform}-${arch}/vendor/${
        RUST_TARGETS[`${platform}-${arch}`]
      }/bin/codex`,
    ],
  },
  cline: {
    from: 'npm',
    name: 'cline',
    version: '3.0.65',
    program: 'cline',
    files: (platform, arch) => [`@cline/cli-${platform}-${arch}/bin/cline`],
  },
  opencode: {
    from: 'npm',
    name: 'opencode-ai',
    version: '1.18.33',
    program: 'opencode',
    files: (platform, arch) => [
      `opencode-${platform}-${arch}/bin/opencode`,
      `opencode-${platform}-${arch}-musl/bin/opencode`,
    ],
  },
  'gemini-cli': {
    from: 'npm',
    name: '@google/gemini-cli',
    version: '0.61.0',
    program: 'gemini',
    script: true,
    files: () => ['@google/gemini-cli/bundle/gemini.js'],
  },
  aider: {
    from: 'pypi',
    name: 'aider-chat',
    version: '0.86.2',
    program: 'aider',
    module: 'aider',
  },
};
