import { CodeText } from './CodeText';
import type { DiffLine } from './parseDiff';
import { useDiffStyles } from './useDiffStyles';
import type { Highlighted } from './useHighlight';

/** The sign of a line: its ground only repeats it. */
export const SIGNS: Readonly<Record<DiffLine['kind'], string>> = {
  hunk: '',
  context: ' ',
  add: '+',
  delete: '-',
  note: '\\',
};

/** The lines of one file's diff one below the other, with signs and with the numbers before and after. */
export function DiffLines(props: {
  lines: readonly DiffLine[];
  tokens: Highlighted;
}) {
  const classes = useDiffStyles();
  return (
    <table className={classes.table}>
      <tbody>
        {props.lines.map((line, index) => (
          <tr key={index} className={classes[line.kind]}>
            <td className={classes.number}>{line.oldNumber}</td>
            <td className={classes.number}>{line.newNumber}</td>
            <td className={classes.sign}>{SIGNS[line.kind]}</td>
            <td className={classes.text}>
              <CodeText text={line.text} tokens={props.tokens.get(index)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
