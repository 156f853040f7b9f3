import type { Request } from 'express';
import type { ReadConversation } from '../conversation';
import type { ToolCall } from '../tools';
import type { ApiId, Usage } from '../types';

/** What the model says, ready to be put into an API's words. */
export interface Answer {
  /** Unique; APIs put their prefix before it. */
  id: string;
  model: string;
  /** In seconds since 1970. */
  created: number;
  thinking: string;
  text: string;
  calls: ToolCall[];
  usage: Usage;
}

/** A request, as an API reads it. */
export interface ModelCall {
  conversation: ReadConversation;
  stream: boolean;
  /** The client wants to see what the model thinks. */
  wantsThinking: boolean;
  /** The client wants the usage within the stream; of APIs where that is a choice. */
  wantsUsage: boolean;
}

/** Why a call is not answered. */
export interface Failure {
  kind:
    | 'noKey'
    | 'wrongKey'
    | 'invalid'
    | 'notFound'
    | 'rateLimit'
    | 'serverError'
    | 'overloaded';
  /** Where the kind leaves a choice. */
  status?: number;
  message?: string;
}

export interface FailureAnswer {
  status: number;
  body: unknown;
}

/** How one API reads and writes. */
export interface ModelApi {
  id: ApiId;
  /** What the client sent as its key. */
  keyOf(req: Request): string | undefined;
  /**
   * @param model - as the path names it, if it does
   * @throws ZodError for a body of another shape
   */
  read(body: unknown, model: string): ModelCall;
  /** The body of an answer that is not streamed. */
  body(answer: Answer): unknown;
  /** The events of a streamed answer, each with what separates it from the next. */
  events(answer: Answer, call: ModelCall): string[];
  /** The event that ends a stream which had begun well. */
  errorEvent(answer: Answer): string;
  failure(failure: Failure): FailureAnswer;
}
