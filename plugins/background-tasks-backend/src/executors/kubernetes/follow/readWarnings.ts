import { z } from 'zod';
import type { Cluster } from '../clusters';
import { eventViewSchema, type EventView } from '../truth';

const listSchema = z.object({ items: z.array(eventViewSchema) });
const MAX_EVENTS = 50;

/** What the cluster warns of about an object, the newest last. */
export async function readWarnings(
  cluster: Cluster,
  namespace: string,
  uid: string,
  signal: AbortSignal,
): Promise<EventView[]> {
  const query = new URLSearchParams({
    fieldSelector: `involvedObject.uid=${uid},type=Warning`,
    limit: String(MAX_EVENTS),
  });
  const list = await cluster.json({
    method: 'GET',
    path: `/api/v1/namespaces/${namespace}/events?${query}`,
    signal,
  });
  return listSchema.parse(list).items;
}
