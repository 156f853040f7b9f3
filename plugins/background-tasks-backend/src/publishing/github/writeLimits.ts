import Bottleneck from 'bottleneck';

// A limiter that is not used for this long is forgotten, together with what it has counted.
const FORGET_MS = 2 * 60 * 60 * 1000;

/**
 * GitHub allows 80 content-creating requests a minute and 500 an hour, and asks for one at a time. A bucket that holds
 * 20 and gains one a second lets 80 through in any minute; one that holds 100 and gains one in 9 s, 500 in any hour. So
 * an ordinary task does not wait, and a busy installation is never refused.
 */
const perHour = new Bottleneck.Group({
  reservoir: 100,
  reservoirIncreaseAmount: 1,
  reservoirIncreaseInterval: 9_000,
  reservoirIncreaseMaximum: 100,
  timeout: FORGET_MS,
});

const perMinute = new Bottleneck.Group({
  maxConcurrent: 1,
  reservoir: 20,
  reservoirIncreaseAmount: 1,
  reservoirIncreaseInterval: 1_000,
  reservoirIncreaseMaximum: 20,
  timeout: FORGET_MS,
});

perMinute.on('created', (limiter, key) => {
  limiter.chain(perHour.key(key));
});

/** One limiter per key for all writes of this process. */
export const writeLimits = perMinute;

/** Pull requests notify people: GitHub wants those further apart, 5 at once and then one in 3 s. */
export const notificationLimits = new Bottleneck.Group({
  maxConcurrent: 1,
  reservoir: 5,
  reservoirIncreaseAmount: 1,
  reservoirIncreaseInterval: 3_000,
  reservoirIncreaseMaximum: 5,
  timeout: FORGET_MS,
});
