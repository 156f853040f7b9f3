import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import type {
  AgentModel,
  ModelPrice,
} from '@background-tasks/plugin-background-tasks-node';

/** What the configuration says of a provider. */
export type ProviderSettings = {
  apiKey?: string;
  /** Without a version and a slash at its end. */
  baseUrl?: string;
  /** All models that may be used; left out means any. */
  models?: AgentModel[];
  defaultModel?: string;
  storePrompts: boolean;
  maxTurns?: number;
  silenceSeconds?: number;
};

const SECTION = 'backgroundTasks.providers';

/** Reads `backgroundTasks.providers`, by provider. @throws InputError that names the field */
export function readProviders(
  config: Config | undefined,
): Map<string, ProviderSettings> {
  const section = config?.getOptionalConfig('providers');
  return new Map(
    (section?.keys() ?? []).map(id => {
      const provider = config?.getConfig(`providers.${id}`);
      return [id, settingsOf(`${SECTION}.${id}`, provider)];
    }),
  );
}

function settingsOf(
  path: string,
  config: Config | undefined,
): ProviderSettings {
  const models = config
    ?.getOptionalConfigArray('models')
    ?.map((model, index) => modelOf(`${path}.models[${index}]`, model));
  const defaultModel = config?.getOptionalString('defaultModel');
  if (models?.length && defaultModel) {
    if (!models.some(({ id }) => id === defaultModel)) {
      throw new InputError(
        `Invalid configuration '${path}.defaultModel': '${defaultModel}' is not among its models`,
      );
    }
  }
  return {
    apiKey: config?.getOptionalString('apiKey'),
    baseUrl: baseUrlOf(path, config?.getOptionalString('baseUrl')),
    models: models?.length ? models : undefined,
    defaultModel,
    storePrompts: config?.getOptionalBoolean('storePrompts') ?? false,
    maxTurns: wholeNumber(`${path}.maxTurns`, config, 'maxTurns'),
    silenceSeconds: silenceOf(`${path}.silence`, config),
  };
}

function modelOf(path: string, config: Config): AgentModel {
  const price = config.getOptionalConfig('price');
  return {
    id: config.getString('id'),
    title: config.getOptionalString('title'),
    price: price ? priceOf(`${path}.price`, price) : null,
  };
}

function priceOf(path: string, config: Config): ModelPrice {
  const read = (key: string, needed: boolean): number | null => {
    const value = config.getOptionalNumber(key);
    if (value === undefined && !needed) return null;
    if (value === undefined || !(value >= 0)) {
      throw new InputError(
        `Invalid configuration '${path}.${key}': it must be a price in USD per million tokens, 0 or more`,
      );
    }
    return value;
  };
  return {
    input: read('input', true) ?? 0,
    output: read('output', true) ?? 0,
    cacheRead: read('cacheRead', false),
    cacheWrite: read('cacheWrite', false),
    cacheWriteHour: read('cacheWriteHour', false),
  };
}

function baseUrlOf(path: string, value: string | undefined) {
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.search) {
    throw new InputError(
      `Invalid configuration '${path}.baseUrl': '${value}' is not an address that begins with http:// or https://`,
    );
  }
  // The version is a part of the path that an agent asks for.
  return url.href.replace(/\/+$/, '').replace(/\/v1(beta)?$/, '');
}

function wholeNumber(path: string, config: Config | undefined, key: string) {
  const value = config?.getOptionalNumber(key);
  if (value === undefined) return undefined;
  if (!Number.isInteger(value) || value < 1) {
    throw new InputError(
      `Invalid configuration '${path}': '${value}' is not a whole number from 1 on`,
    );
  }
  return value;
}

function silenceOf(path: string, config: Config | undefined) {
  if (!config?.has('silence')) return undefined;
  const ms = durationToMilliseconds(
    readDurationFromConfig(config, { key: 'silence' }),
  );
  if (ms < 1_000) {
    throw new InputError(
      `Invalid configuration '${path}': it must be a second or more`,
    );
  }
  return Math.floor(ms / 1_000);
}
