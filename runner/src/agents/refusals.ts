const BUDGET =
  /\bbudget_?exhausted\b|\bbudget\b[^\n]{0,120}\b(?:exhausted|exceeded|used up|spent|reached)\b|\b(?:exhausted|exceeded|used up|spent|reached)\b[^\n]{0,60}\bbudget\b/i;
const KEY =
  /\b401\b|\bunauthorized\b|authentication[_ ](?:error|failed)|AuthenticationError|invalid x-api-key|invalid api key|API key not valid|refused the API key/i;
const BUSY = /\b529\b|\b429\b|overloaded|rate[_ ]?limit|too many requests/i;

/** Whether an error of an agent is the model gateway's word that there is no budget left. Not for what models say. */
export function isBudgetRefusal(words: string): boolean {
  return BUDGET.test(words.replace(/\s+/g, ' '));
}

/** Whether trying once more would be in vain. */
export function isHopeless(words: string): boolean {
  return isBudgetRefusal(words) || KEY.test(words);
}

/** An agent's error in plain words, with what it comes to said first. */
export function explainRefusal(error: string): string {
  const words = plainWords(error);
  if (isBudgetRefusal(words)) return words;
  if (KEY.test(words)) return `The model refused the agent's key: ${words}`;
  if (BUSY.test(words)) {
    return `The model was overloaded, or limited the rate of calls: ${words}`;
  }
  return words;
}

/** Some agents show an API's answer as it came: a person is told its message alone. */
export function plainWords(error: string): string {
  const json = /\{.*\}/s.exec(error)?.[0];
  if (json === undefined) return error;
  try {
    const message: unknown = JSON.parse(json)?.error?.message;
    return typeof message === 'string' ? message : error;
  } catch {
    return error;
  }
}
