import type {
  Response,
  ResponseOutputItem,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses';
import { bearerOf } from './bearerOf';
import { openaiFailure } from './openaiFailure';
import { inputText, pieces } from './pieces';
import { readResponses } from './readResponses';
import type { Answer, ModelApi } from './types';

/** `output_text` is added by the client. */
type ResponseBody = Omit<Response, 'output_text'>;

/** OpenAI's Responses. */
export const openaiResponses: ModelApi = {
  id: 'openai-responses',
  keyOf: bearerOf,
  read: readResponses,
  body: answer => responseOf(answer, outputOf(answer, false)),
  events: (answer, call) =>
    eventsOf(answer, outputOf(answer, call.wantsThinking)).map(
      (event, index) =>
        `event: ${event.type}\ndata: ${JSON.stringify({
          ...event,
          sequence_number: index,
        })}\n\n`,
    ),
  errorEvent: answer => {
    const event: StreamEvent = {
      type: 'response.failed',
      response: {
        ...responseOf(answer, []),
        status: 'failed',
        error: {
          code: 'server_error',
          message: 'The server had an error while processing your request.',
        },
        usage: undefined,
      },
    };
    return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
  },
  failure: openaiFailure,
};

function responseOf(
  answer: Answer,
  output: ResponseOutputItem[],
): ResponseBody {
  const { usage } = answer;
  const input = usage.input + usage.cacheRead + usage.cacheWrite;
  return {
    id: `resp_${answer.id}`,
    object: 'response',
    created_at: answer.created,
    status: 'completed',
    access_programs: null,
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    model: answer.model,
    output,
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    usage: {
      input_tokens: input,
      input_tokens_details: {
        cached_tokens: usage.cacheRead,
        cache_write_tokens: usage.cacheWrite,
      },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + usage.output,
    },
  };
}

function outputOf(answer: Answer, wantsThinking: boolean) {
  const output: ResponseOutputItem[] = [];
  if (wantsThinking && answer.thinking) {
    output.push({
      type: 'reasoning',
      id: `rs_${answer.id}`,
      summary: [{ type: 'summary_text', text: answer.thinking }],
    });
  }
  if (answer.text || answer.calls.length === 0) {
    output.push({
      type: 'message',
      id: `msg_${answer.id}`,
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: answer.text, annotations: [] }],
    });
  }
  for (const { id, name, input, namespace } of answer.calls) {
    const own = {
      call_id: `call_${id}`,
      name,
      ...(namespace && { namespace }),
    };
    output.push(
      typeof input === 'string'
        ? { type: 'custom_tool_call', id: `ctc_${id}`, input, ...own }
        : {
            type: 'function_call',
            id: `fc_${id}`,
            arguments: inputText(input),
            status: 'completed',
            ...own,
          },
    );
  }
  return output;
}

/** An event before it is numbered. */
type Unnumbered<Event> = Event extends { response: Response }
  ? Omit<Event, 'sequence_number' | 'response'> & { response: ResponseBody }
  : Event extends unknown
  ? Omit<Event, 'sequence_number'>
  : never;
type StreamEvent = Unnumbered<ResponseStreamEvent>;

function eventsOf(answer: Answer, output: ResponseOutputItem[]): StreamEvent[] {
  const complete = responseOf(answer, output);
  const begun: ResponseBody = {
    ...complete,
    status: 'in_progress',
    output: [],
    usage: undefined,
  };
  return [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...output.flatMap((item, index): StreamEvent[] => [
      {
        type: 'response.output_item.added',
        output_index: index,
        item: emptied(item),
      },
      ...innerEvents(item, index),
      { type: 'response.output_item.done', output_index: index, item },
    ]),
    { type: 'response.completed', response: complete },
  ];
}

/** An item as it is announced. */
function emptied(item: ResponseOutputItem): ResponseOutputItem {
  switch (item.type) {
    case 'message':
      return { ...item, status: 'in_progress', content: [] };
    case 'function_call':
      return { ...item, status: 'in_progress', arguments: '' };
    case 'custom_tool_call':
      return { ...item, input: '' };
    case 'reasoning':
      return { ...item, summary: [] };
    default:
      return item;
  }
}

function innerEvents(item: ResponseOutputItem, index: number): StreamEvent[] {
  const place = { item_id: item.id ?? '', output_index: index };
  switch (item.type) {
    case 'message':
      return item.content.flatMap(part =>
        part.type === 'output_text' ? textEvents(part.text, place) : [],
      );
    case 'function_call':
      return [
        ...pieces(item.arguments).map(
          (delta): StreamEvent => ({
            type: 'response.function_call_arguments.delta',
            ...place,
            delta,
          }),
        ),
        {
          type: 'response.function_call_arguments.done',
          ...place,
          arguments: item.arguments,
        },
      ];
    case 'custom_tool_call':
      return [
        ...pieces(item.input).map(
          (delta): StreamEvent => ({
            type: 'response.custom_tool_call_input.delta',
            ...place,
            delta,
          }),
        ),
        {
          type: 'response.custom_tool_call_input.done',
          ...place,
          input: item.input,
        },
      ];
    case 'reasoning':
      return item.summary.flatMap(({ text }) => summaryEvents(text, place));
    default:
      return [];
  }
}

type Place = { item_id: string; output_index: number };

function textEvents(text: string, where: Place): StreamEvent[] {
  const place = { ...where, content_index: 0 };
  const part = { type: 'output_text' as const, annotations: [] };
  return [
    {
      type: 'response.content_part.added',
      ...place,
      part: { ...part, text: '' },
    },
    ...pieces(text).map(
      (delta): StreamEvent => ({
        type: 'response.output_text.delta',
        ...place,
        delta,
        logprobs: [],
      }),
    ),
    { type: 'response.output_text.done', ...place, text, logprobs: [] },
    { type: 'response.content_part.done', ...place, part: { ...part, text } },
  ];
}

function summaryEvents(text: string, where: Place): StreamEvent[] {
  const place = { ...where, summary_index: 0 };
  const part = { type: 'summary_text' as const };
  return [
    {
      type: 'response.reasoning_summary_part.added',
      ...place,
      part: { ...part, text: '' },
    },
    ...pieces(text).map(
      (delta): StreamEvent => ({
        type: 'response.reasoning_summary_text.delta',
        ...place,
        delta,
      }),
    ),
    { type: 'response.reasoning_summary_text.done', ...place, text },
    {
      type: 'response.reasoning_summary_part.done',
      ...place,
      part: { ...part, text },
    },
  ];
}
