/** A part of a whole, from 0 to 1, in percent: `83 %`; a dash where there is no whole. */
export function formatShare(share: number | null): string {
  if (share === null) return '–';
  const percent = share * 100;
  // 99.7 % is not all, and 0.2 % is not nothing.
  if (percent > 99 && percent < 100) return '> 99 %';
  if (percent > 0 && percent < 1) return '< 1 %';
  return `${Math.round(percent)} %`;
}
