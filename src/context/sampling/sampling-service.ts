import type { ServerLog } from '../../common/server-log.js';
import type { SchemaSource } from '../../schema/index.js';
import type { Context } from '../context.js';
import type { Exchange } from '../exchange.js';
import type { Flow } from '../flow.js';
import type { ClientNeed } from '../missing-capability-error.js';
import { Conversation } from './conversation.js';
import { createFrame } from './create-request.js';
import { speaksOfTools } from './messages/blocks.js';
import type { SamplingInput } from './messages/sampling-message.js';
import { toMessages } from './messages/to-messages.js';
import { ModelRoute } from './model-route.js';
import { FINAL_TOOL, ResultForm } from './result/result-form.js';
import { wrongOption } from './sample-errors.js';
import { SampleLoop } from './sample-loop.js';
import type {
  SampleOptions,
  SampleResultFor,
  SampleStep,
  SampleStepOptions,
  SampleTurnOptions,
} from './sample-options.js';
import type { SamplingSettings } from './sampling-provider.js';
import { ToolBox } from './tools/tool-box.js';
import type { ToolErrors } from './tools/tool-errors.js';

const ITERATIONS = { default: 10, most: 100 };

/** What sampling stands on. */
export interface SamplingPorts {
  /** The server's own model, if it has one. */
  readonly settings: SamplingSettings | undefined;
  readonly errors: ToolErrors;
  readonly log: ServerLog;
}

/**
 * Questions to a model: the client's, or one of the server's own.
 *
 * The protocol has deprecated what the client does here (SEP-2577), and `ctx.sample` and `ctx.listRoots` say so in words.
 * They carry no `@deprecated` tag: it would strike out, in every editor and under strict lint rules, calls that go on
 * working. Clients of every revision so far answer them, and with a provider `ctx.sample` outlives the client's side.
 */
export class SamplingService {
  /** How often each run of a handler has asked under a name so far. */
  private readonly counts = new WeakMap<Flow, Map<string, number>>();

  constructor(private readonly ports: SamplingPorts) {}

  async sample<S extends SchemaSource | undefined = undefined>(
    exchange: Exchange,
    context: Context,
    input: SamplingInput,
    options: SampleOptions<S> = {},
  ): Promise<SampleResultFor<S>> {
    const what = 'ctx.sample';
    const { result, maxIterations = ITERATIONS.default, concurrency = 1 } = options;
    if (!isCount(maxIterations) || maxIterations > ITERATIONS.most)
      throw wrongOption(what, 'maxIterations', `must be a whole number from 1 to ${ITERATIONS.most}`);
    if (concurrency !== 'unlimited' && !isCount(concurrency))
      throw wrongOption(what, 'concurrency', `must be a whole number of at least 1, or 'unlimited'`);
    const { begin, route, tools } = await this.prepare(what, exchange, context, input, options);
    const form = result && new ResultForm(result);
    if (form && tools?.entries.some(({ name }) => name === FINAL_TOOL))
      throw wrongOption(what, 'tools', `has a tool '${FINAL_TOOL}', which is how the model gives its result`);
    const byTool = form !== undefined && route.canUseTools;
    const conversation = begin(form && !byTool ? form.instruction : undefined);
    const limit = concurrency === 'unlimited' ? Infinity : concurrency;
    const loop = new SampleLoop({
      exchange,
      conversation,
      tools,
      form,
      byTool,
      maxIterations,
      concurrency: limit,
    });
    return (await loop.run()) as SampleResultFor<S>;
  }

  async sampleStep(
    exchange: Exchange,
    context: Context,
    input: SamplingInput,
    options: SampleStepOptions = {},
  ): Promise<SampleStep> {
    const { begin, tools } = await this.prepare('ctx.sampleStep', exchange, context, input, options);
    const { toolChoice } = options;
    if (toolChoice && !tools) throw wrongOption('ctx.sampleStep', 'toolChoice', 'needs tools');
    const conversation = begin(undefined);
    const offer = tools
      ? { tools: tools.entries, ...(toolChoice && { toolChoice: { mode: toolChoice } }) }
      : {};
    const { answer, text, toolUses } = await conversation.next(offer);
    const { history } = conversation;
    return { response: answer, text, toolCalls: toolUses, isToolUse: toolUses.length > 0, history };
  }

  /** Everything that can be wrong is found before anything is asked. */
  private async prepare(
    what: string,
    exchange: Exchange,
    context: Context,
    input: SamplingInput,
    options: SampleTurnOptions,
  ) {
    const messages = toMessages(input, what);
    const frame = createFrame(what, options);
    const needs: ClientNeed[] = ['sampling'];
    if (options.tools?.length || speaksOfTools(messages)) needs.push('sampling.tools');
    if (options.includeContext && options.includeContext !== 'none') needs.push('sampling.context');
    const { settings, errors, log } = this.ports;
    const route = ModelRoute.choose(exchange, what, needs, settings, log);
    const { name, run } = this.nameOf(exchange, options.key);
    const tools = options.tools?.length
      ? await ToolBox.open(what, options.tools, context, errors)
      : undefined;
    const begin = (instruction: string | undefined) => {
      const system = [frame.systemPrompt, instruction].filter((part) => part !== undefined).join('\n\n');
      const whole = instruction === undefined ? frame : { ...frame, systemPrompt: system };
      return new Conversation(route, whole, messages, name, run);
    };
    return { begin, route, tools };
  }

  /**
   * What a call and its first question are called: `run` is never the same twice in a run of the handler. By the order
   * of the calls, so it is the same when the handler runs again, also where several wait side by side.
   */
  private nameOf({ flow }: Exchange, key: string | undefined): { name: string; run: string } {
    const counts = this.counts.get(flow) ?? new Map<string, number>();
    this.counts.set(flow, counts);
    const count = (counts.get(key ?? '') ?? 0) + 1;
    counts.set(key ?? '', count);
    const name = key ?? `sampling-${count}`;
    return { name, run: key === undefined || count === 1 ? name : `${name}~${count}` };
  }
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}
