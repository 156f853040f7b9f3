/** How linters, formatters, compilers and test runners tell of a failure, and how it is handed on. */
const SIGNS = [
  /\b(linting|lint|tests?|formatting|format check|type ?checks?|build|checks?|validation)\b[^.\n]{0,40}\bfailed\b/i,
  /\bdoes not pass the checks\b/i,
  // ESLint
  /✖ \d+ problems?/,
  /\bno-(unused-vars|undef|var)\b/,
  // Prettier
  /Code style issues/,
  // node --test and TAP
  /^not ok \d+/m,
  /^(# |ℹ )fail [1-9]/m,
  /✖ failing tests/,
  /does not provide an export named/,
  /\b(AssertionError|ReferenceError|SyntaxError)\b/,
];

/** Whether a text reports a check that failed. */
export function hasCheckFailure(text: string): boolean {
  return SIGNS.some(sign => sign.test(text));
}
