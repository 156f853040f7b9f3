/** A call of a tool as the client declared it. */
export interface ToolCall {
  id: string;
  name: string;
  /** An object, or the text that a custom tool takes. */
  input: Record<string, unknown> | string;
  namespace?: string;
}
