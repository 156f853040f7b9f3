export { parseScript, type ScriptCommand } from './parseScript';
export { plainWord, quoteWord, quoteWords, type Word } from './Word';
