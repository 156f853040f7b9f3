import Typography from '@material-ui/core/Typography';
import { useWords, type Words } from '../../useWords';
import { formatCost, formatTokens } from '../common';
import type { Round } from '../TaskActivity/rounds';

const FILES_SHOWN = 10;

/** What a round of the agent used, and which files it changed. */
export function RoundFacts(props: { round: Round }) {
  const { round } = props;
  const t = useWords();
  return (
    <Typography variant="body2" color="textSecondary">
      {[roundUsage(round, t), roundChanges(round, t)].filter(Boolean).join(' ')}
    </Typography>
  );
}

function roundUsage({ usage }: Round, t: Words): string {
  return t('checks.roundUsed', {
    tokens: formatTokens(usage, t),
    cost: formatCost(usage.costUsd, t),
  });
}

function roundChanges({ files, fileCount }: Round, t: Words): string {
  if (fileCount === null) return '';
  if (fileCount === 0) return t('checks.roundChangedNothing');
  const shown = files.slice(0, FILES_SHOWN);
  const names = shown.join(', ');
  const more = fileCount - shown.length;
  return t('checks.roundChanged', {
    count: fileCount,
    files:
      more > 0 ? t('checks.roundMore', { files: names, number: more }) : names,
  });
}
