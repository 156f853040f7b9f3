import { Gates } from './Gates';
import { Meter } from './Meter';
import { ModelDoors } from './ModelDoors';

/** What the plugins of the benchmark's backend share: they are all in one process. */
export const gates = new Gates();

export const modelDoors = new ModelDoors();

export const meters = { ours: new Meter(), peer: new Meter() };
