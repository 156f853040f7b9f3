/** The words of a round for an agent that does not remember the one before: what it was about comes along. */
export function goOn(firstPrompt: string | undefined, prompt: string): string {
  if (firstPrompt === undefined) return prompt;
  return [
    'You have worked on a task in this repository before; your changes are in the working copy. This was the task:',
    firstPrompt,
    '---',
    prompt,
  ].join('\n\n');
}
