import { unguessableId } from '../../../common/ids.js';
import type { SamplingContent, ToolUseContent } from '../messages/sampling-message.js';
import type { SamplingProviderAnswer } from '../sampling-provider.js';
import type { ToolNames } from './tool-names.js';

interface Completion {
  readonly model?: unknown;
  readonly choices?: readonly {
    readonly finish_reason?: unknown;
    readonly message?: {
      readonly content?: unknown;
      readonly refusal?: unknown;
      readonly tool_calls?: readonly {
        readonly id?: unknown;
        readonly function?: { name?: unknown; arguments?: unknown };
      }[];
    };
  }[];
}

const reasons: Readonly<Record<string, string>> = {
  stop: 'endTurn',
  length: 'maxTokens',
  tool_calls: 'toolUse',
};

/**
 * The answer in what the API sent back.
 *
 * @throws TypeError that says what is wrong with it
 */
export function fromChatCompletion(body: unknown, model: string, names: ToolNames): SamplingProviderAnswer {
  const completion = (body ?? {}) as Completion;
  const choice = completion.choices?.[0];
  if (!choice?.message) throw new TypeError('the answer holds no message');
  const { content, refusal, tool_calls: calls } = choice.message;
  const text =
    typeof content === 'string' && content !== '' ? content : typeof refusal === 'string' ? refusal : '';
  const uses = (calls ?? []).map((call) => toToolUse(call.id, call.function ?? {}, names));
  const texts: SamplingContent[] = text !== '' || uses.length === 0 ? [{ type: 'text', text }] : [];
  return {
    model: typeof completion.model === 'string' ? completion.model : model,
    content: [...texts, ...uses],
    stopReason: uses.length > 0 ? 'toolUse' : reason(choice.finish_reason),
  };
}

function toToolUse(
  id: unknown,
  { name, arguments: args }: { name?: unknown; arguments?: unknown },
  names: ToolNames,
): ToolUseContent {
  if (typeof name !== 'string') throw new TypeError('the model called a tool without a name');
  const own = names.fromWire(name);
  // Some servers number no calls.
  const known = typeof id === 'string' && id !== '' ? id : `call_${unguessableId()}`;
  return { type: 'tool_use', id: known, name: own, input: readArguments(own, args) };
}

/** Models write the arguments as text, and smaller ones not always as JSON. */
function readArguments(name: string, args: unknown): Readonly<Record<string, unknown>> {
  try {
    const input: unknown = typeof args === 'string' ? JSON.parse(args || '{}') : (args ?? {});
    if (typeof input === 'object' && input !== null && !Array.isArray(input))
      return input as Record<string, unknown>;
  } catch {
    // told below
  }
  throw new TypeError(`the model called the tool '${name}' with arguments that are no JSON object`);
}

function reason(finish: unknown): string | undefined {
  return typeof finish === 'string' ? (reasons[finish] ?? finish) : undefined;
}
