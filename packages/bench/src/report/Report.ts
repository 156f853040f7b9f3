import { median } from '../load/statistics';
import type { RowName } from '../measures';

type Side = 'ours' | 'peer' | 'floor';
type Values = Partial<Record<Side, number[]>>;

/** A line of the table: medians, and how ours stands to the others. */
export type ReportRow = RowName & {
  ours?: number;
  peer?: number;
  floor?: number;
  /** How many times our value the peer's is; above 1 is in our favour, whichever values are good ones. */
  aheadOfPeer?: number;
  /** How many times the floor's value ours is. */
  overFloor?: number;
  /** How often the value was taken. */
  rounds: number;
};

/** Collects values and makes the table of them. */
export class Report {
  private readonly rows = new Map<string, RowName & { values: Values }>();

  readonly record = (name: RowName, side: Side, value: number): void => {
    const row = this.rows.get(name.title) ?? { ...name, values: {} };
    this.rows.set(name.title, row);
    row.values[side] = [...(row.values[side] ?? []), value];
  };

  table(): ReportRow[] {
    return [...this.rows.values()].map(({ values, ...name }) => {
      const ours = values.ours && median(values.ours);
      const peer = values.peer && median(values.peer);
      const floor = values.floor && median(values.floor);
      return {
        ...name,
        ours,
        peer,
        floor,
        aheadOfPeer: aheadOf(name, ours, peer),
        overFloor: ours && floor && ours / floor,
        rounds: values.ours?.length ?? 0,
      };
    });
  }
}

function aheadOf(
  { better }: RowName,
  ours: number | undefined,
  peer: number | undefined,
): number | undefined {
  if (ours === undefined || peer === undefined) return undefined;
  if (ours === peer) return 1;
  return better === 'lower' ? peer / ours : ours / peer;
}
