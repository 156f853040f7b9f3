/** How often each verb was used on each kind of resource, such as `PATCH agenticsessions/status`. */
export type RequestCounts = Readonly<Record<string, number>>;

/** What a request is about, by the path of the API: `GET pods (watch)`, `POST jobs`, `GET pods/log`. */
export function nameOfRequest(method: string, path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://server');
  const parts = pathname.split('/').filter(Boolean);
  // `/api/v1/…` and `/apis/<group>/<version>/…`
  const rest = parts.slice(parts[0] === 'apis' ? 3 : 2);
  const inNamespace = rest[0] === 'namespaces' && rest.length > 2;
  const [kind = pathname, , ...subresource] = inNamespace
    ? rest.slice(2)
    : rest;
  const watch = searchParams.get('watch') === 'true' ? ' (watch)' : '';
  return `${method} ${[kind, ...subresource].join('/')}${watch}`;
}

/** What was asked between two looks. */
export function between(
  before: RequestCounts,
  after: RequestCounts,
): RequestCounts {
  return Object.fromEntries(
    Object.entries(after)
      .map(([name, count]): [string, number] => [
        name,
        count - (before[name] ?? 0),
      ])
      .filter(([, count]) => count > 0),
  );
}

/** All requests together. */
export function sumOf(counts: RequestCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Those that change something. */
export function writesOf(counts: RequestCounts): RequestCounts {
  return pick(counts, name => !name.startsWith('GET '));
}

/** Those that write what shows tasks in the cluster: the sessions and their events. */
export function resourceWritesOf(counts: RequestCounts): RequestCounts {
  return pick(writesOf(counts), name =>
    /^\S+ (agenticsessions|tasktemplates|events)(\/|$)/.test(name),
  );
}

/** A moment, in milliseconds, and how much there had been by then. */
export type Sample = { at: number; total: number };

/** The most per second of any stretch of at least so many milliseconds; of all of them where they are fewer. */
export function peakRate(samples: readonly Sample[], windowMs: number): number {
  let peak = 0;
  let from = 0;
  for (const sample of samples) {
    while (
      from + 1 < samples.length &&
      sample.at - samples[from + 1].at >= windowMs
    ) {
      from += 1;
    }
    const ms = sample.at - samples[from].at;
    if (ms >= windowMs) {
      peak = Math.max(peak, (sample.total - samples[from].total) / (ms / 1000));
    }
  }
  if (peak > 0 || samples.length < 2) return peak;
  const [first, last] = [samples[0], samples[samples.length - 1]];
  return (last.total - first.total) / ((last.at - first.at) / 1000);
}

function pick(
  counts: RequestCounts,
  wanted: (name: string) => boolean,
): RequestCounts {
  return Object.fromEntries(
    Object.entries(counts).filter(([name]) => wanted(name)),
  );
}
