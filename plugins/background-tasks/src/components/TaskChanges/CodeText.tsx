import { useTheme } from '@material-ui/core/styles';
import { memo, type CSSProperties } from 'react';
import type { CodeToken } from './highlight';

type Tones = Readonly<Record<string, string>>;

/** Each can be read on the grounds of added and of deleted lines: contrast above 4.5. */
const light: Tones = {
  keyword: '#9b1c31',
  text: '#0a3069',
  value: '#0550ae',
  name: '#6639ba',
  tag: '#116329',
  comment: '#4d555e',
};
const dark: Tones = {
  keyword: '#ffc1ba',
  text: '#bbdaff',
  value: '#95eaf1',
  name: '#ecd0ff',
  tag: '#8ff0b0',
  comment: '#d0d6dd',
};

const tones: Readonly<Record<string, string>> = {
  addition: 'tag',
  attr: 'value',
  attribute: 'value',
  built_in: 'name',
  comment: 'comment',
  doctag: 'comment',
  keyword: 'keyword',
  literal: 'value',
  meta: 'comment',
  name: 'tag',
  number: 'value',
  property: 'value',
  regexp: 'text',
  section: 'name',
  'selector-class': 'name',
  'selector-tag': 'tag',
  string: 'text',
  symbol: 'value',
  'template-variable': 'value',
  title: 'name',
  type: 'name',
  variable: 'value',
};

/** A line of code, with the colours of its language where they are known. */
export const CodeText = memo(function CodeLine(props: {
  text: string;
  tokens: CodeToken[] | undefined;
}) {
  const { text, tokens } = props;
  const theme = useTheme().palette.type === 'dark' ? dark : light;
  if (!tokens) return <>{text}</>;
  return (
    <>
      {tokens.map((token, index) => (
        <span key={index} style={styleOf(token.scope, theme)}>
          {token.text}
        </span>
      ))}
    </>
  );
});

function styleOf(
  scope: string | undefined,
  theme: Tones,
): CSSProperties | undefined {
  const tone = scope && tones[scope];
  return tone ? { color: theme[tone] } : undefined;
}
