import { useMemo } from 'react';
import { CodeText } from './CodeText';
import { SIGNS } from './DiffLines';
import type { DiffLine } from './parseDiff';
import { splitRows } from './splitRows';
import { useDiffStyles } from './useDiffStyles';
import type { Highlighted } from './useHighlight';

/** The lines of one file's diff side by side: as it was, and as it is. */
export function SplitLines(props: {
  lines: readonly DiffLine[];
  tokens: Highlighted;
}) {
  const { lines, tokens } = props;
  const classes = useDiffStyles();
  const rows = useMemo(() => splitRows(lines), [lines]);
  return (
    <table className={`${classes.table} ${classes.split}`}>
      <colgroup>
        {[0, 1].map(side => [
          <col key={`${side}n`} className={classes.splitNumber} />,
          <col key={`${side}s`} className={classes.splitSign} />,
          <col key={`${side}t`} />,
        ])}
      </colgroup>
      <tbody>
        {rows.map((row, index) =>
          row.kind === 'across' ? (
            <tr key={index} className={classes.hunk}>
              <td colSpan={6}>{lines[row.index].text}</td>
            </tr>
          ) : (
            <tr key={index}>
              <Side
                side="old"
                index={row.before}
                lines={lines}
                tokens={tokens}
              />
              <Side
                side="new"
                index={row.after}
                lines={lines}
                tokens={tokens}
              />
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}

function Side(props: {
  side: 'old' | 'new';
  index: number | undefined;
  lines: readonly DiffLine[];
  tokens: Highlighted;
}) {
  const { side, index, lines, tokens } = props;
  const classes = useDiffStyles();
  if (index === undefined)
    return <td colSpan={3} className={classes.nothing} />;
  const line = lines[index];
  const look = classes[line.kind];
  const number = side === 'old' ? line.oldNumber : line.newNumber;
  return (
    <>
      <td className={`${classes.number} ${look}`}>{number}</td>
      <td className={`${classes.sign} ${look}`}>{SIGNS[line.kind]}</td>
      <td className={`${classes.text} ${classes.wrapped} ${look}`}>
        <CodeText text={line.text} tokens={tokens.get(index)} />
      </td>
    </>
  );
}
