/** What clients put into the user's mouth: reminders, their surroundings, the repository's guides. */
const ADDITIONS = [
  'system-reminder',
  'environment_context',
  'environment_details',
  'user_instructions',
  'permissions instructions',
  'collaboration_mode',
  'skills_instructions',
  'plugins_instructions',
  'session_context',
  'INSTRUCTIONS',
  'repository-file',
];

/** How messages begin that clients send on their own. */
const OPENINGS =
  /^(I have \*added these files|I am working with you on code|Here are (some|summaries)|Here are READ ONLY|I added these files|I switched to a new|This is the Gemini CLI)/;

const MARKS = /<\/?(user_input|user_message|task|feedback)(\s[^>]*)?>/g;

/** A message of the user without what the client added. */
export function stripAdditions(text: string): string {
  if (OPENINGS.test(text)) return '';
  let rest = text;
  for (const name of ADDITIONS) rest = withoutElement(rest, name);
  return rest
    .replace(/^# AGENTS\.md instructions for .*$/m, '')
    .replace(MARKS, '')
    .trim();
}

function withoutElement(text: string, name: string): string {
  const open = new RegExp(`<${name}(?: [^>\\n]*)?>`);
  const close = `</${name}>`;
  let rest = text;
  for (;;) {
    const start = rest.search(open);
    const end = start < 0 ? -1 : rest.indexOf(close, start);
    if (end < 0) return rest;
    rest = rest.slice(0, start) + rest.slice(end + close.length);
  }
}
