import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runScriptWell } from './runScript';

/** A cluster that tests may do to as they like. */
export type TestCluster = {
  /** The path of a kubeconfig file with all rights. */
  kubeconfig: string;
  /** Where a pod reaches a server of a test: an IPv4 address of this machine, to listen on. */
  nodeAddress: string;
};

/** It is looked once whether it runs, not for each test of a file. */
let running: Promise<unknown> | undefined;

async function start(): Promise<void> {
  try {
    await runScriptWell('up');
  } catch (error) {
    running = undefined;
    throw error;
  }
}

/**
 * Starts the cluster of this machine, unless it runs, and says how it is reached. Never another one: of the
 * kubeconfigs on this machine it takes only its own, or the one that `BACKGROUND_TASKS_TEST_KUBECONFIG` names. Then
 * pods have to reach this machine at `BACKGROUND_TASKS_TEST_ADDRESS`, by default its first address in a network.
 *
 * @throws Error where there can be no cluster, or it does not start
 */
export async function connectToTestCluster(): Promise<TestCluster> {
  const named = process.env.BACKGROUND_TASKS_TEST_KUBECONFIG;
  if (named) {
    return { kubeconfig: path.resolve(named), nodeAddress: ownAddress() };
  }
  await (running ??= start());
  const state = path.join(
    process.env.XDG_STATE_HOME || path.join(os.homedir(), '.local/state'),
    'background-tasks-cluster',
  );
  const address = await fs.readFile(path.join(state, 'node_address'), 'utf8');
  return {
    kubeconfig: path.join(state, 'admin.kubeconfig'),
    nodeAddress: address.trim(),
  };
}

function ownAddress(): string {
  const told = process.env.BACKGROUND_TASKS_TEST_ADDRESS;
  if (told) return told;
  for (const addresses of Object.values(os.networkInterfaces())) {
    const found = addresses?.find(
      ({ family, internal }) => family === 'IPv4' && !internal,
    );
    if (found) return found.address;
  }
  throw new Error(
    'Set BACKGROUND_TASKS_TEST_ADDRESS to an address of this machine that the pods can reach.',
  );
}
