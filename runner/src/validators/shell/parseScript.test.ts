import { parseScript } from './parseScript';
import { quoteWords } from './Word';

function commands(script: string): string[] {
  return parseScript(script).map(({ words }) => quoteWords(words));
}

describe('parseScript', () => {
  it.each([
    ['a && b; c | d & e', ['a', 'b', 'c', 'd', 'e']],
    ['a \'b c\' "d $X" e\\ f', ["a 'b c' 'd ' 'e f'"]],
    ['a \\\n  b # c\n# d\ne#f', ['a b', "'e#f'"]],
    ['a > out 2>&1 <in >>log b', ['a b']],
    ['cat <<EOF\nnot a command\nEOF\na', ['cat', 'a']],
    ['A=1 B=2 a', ['a']],
    ['A="x y"\na $A "$A" ${B:-z}', ["a x y 'x y' z"]],
    ['a "$@" bin/* ./*.sh', ['a bin/* ./*.sh']],
    ['f() { a; }\nb', ['a', 'b']],
    ['(cd x && a)', ['cd x', 'a']],
    ['echo "$(a | b; c)" d', ["echo '' d"]],
    ['A=(x "y z")\na "${A[@]}" b', ["a x 'y z' b"]],
    ['A=(\n  x # why\n  --y=$B\n)\nA+=(z)\na ${A[*]}', ['a x --y= z']],
    ['A=(x y)\na "--${A[1]}" $A "${A[@]:-b}"', ['a --y x x y']],
    ['A=()\nB=(x)\na ${A[@]+"${A[@]}"} ${B[@]+"${B[@]}"}', ['a x']],
    ['A=(x)\nif c; then A+=(y); A=(z); fi\na "${A[@]}"', ['c', 'a x']],
    ['declare -a A=(x)\nlocal B=1\na ${A[@]} $B', ['a x 1']],
    ['A=x\nA+=" y"\nB+=z\na $A $B', ["a x y ''"]],
    ["a 'unclosed", ['a unclosed']],
    ['', []],
  ])('reads %j', (script, expected) => {
    expect(commands(script)).toEqual(expected);
  });

  it('tells what always runs from what sometimes or often does', () => {
    const script = `always
if condition; then sometimes; else other; fi
for x in 1 2; do often; done
case $x in a) arm ;; esac
always || fallback
while read y; do again; done`;

    const found = parseScript(script).map(
      ({ words, runs }) => `${words[0].text} ${runs}`,
    );
    expect(found).toEqual([
      'always always',
      'condition sometimes',
      'sometimes sometimes',
      'other sometimes',
      'often often',
      'arm sometimes',
      'always always',
      'fallback sometimes',
      'read often',
      'again often',
    ]);
  });

  it('knows whose failure does not count, and who reads what another prints', () => {
    const found = parseScript('a || true\nb || exit 1\n! c\nd | e').map(
      ({ words, counts, piped }) => [words[0].text, counts, piped],
    );
    expect(found).toEqual([
      ['a', false, false],
      ['true', true, false],
      ['b', true, false],
      ['exit', true, false],
      ['c', false, false],
      ['d', true, false],
      ['e', true, true],
    ]);
  });

  it('takes seconds for no script, however it is made', () => {
    const began = performance.now();
    parseScript('$('.repeat(20_000));
    parseScript(`a${' "$b" && c'.repeat(20_000)}`);
    parseScript('if '.repeat(20_000));
    parseScript('a=('.repeat(20_000));
    parseScript('a+=(b "${a[@]}")\n'.repeat(2_000));

    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
