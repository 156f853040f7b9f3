/** US dollars: `$0.42`, `$1,204`; less than a cent is said to be that. */
export function formatAmount(usd: number): string {
  if (usd > 0 && usd < 0.01) return '< $0.01';
  const digits = usd >= 1000 || usd === 0 ? 0 : 2;
  return `$${usd.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })}`;
}
