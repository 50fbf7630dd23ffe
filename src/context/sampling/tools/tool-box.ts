import { nearest } from '../../../common/nearest.js';
import { isPorticoError } from '../../../common/portico-error.js';
import type { ToolOutcome } from '../../../common/content/content.js';
import { compileSchema, formatProblems } from '../../../schema/index.js';
import type { Context } from '../../context.js';
import type { ToolResultContent, ToolUseContent } from '../messages/sampling-message.js';
import { wrongOption } from '../sample-errors.js';
import type { SamplingToolEntry } from '../sampling-request.js';
import type { SamplingTool } from './sampling-tool.js';
import { toOutcome } from './to-outcome.js';
import type { ToolErrors } from './tool-errors.js';
import { textResult, toToolResult } from './tool-result.js';

interface BoxedTool {
  readonly entry: SamplingToolEntry;
  /** @param key names this very call within the handler's run */
  call(use: ToolUseContent, key: string): Promise<ToolOutcome>;
}

/** How a flow tells those that wait in it that it is over, or that the handler went another way than before. */
const ends = ['PORTICO_SUSPENDED', 'PORTICO_ABANDONED', 'PORTICO_NON_DETERMINISTIC'];

/** The tools a model is offered in one call: how it is told of them, and how they are run. */
export class ToolBox {
  private constructor(
    private readonly tools: ReadonlyMap<string, BoxedTool>,
    private readonly context: Context,
    private readonly errors: ToolErrors,
  ) {}

  /**
   * @param what the call of the tool's author, for messages: `ctx.sample`
   * @throws PorticoError `PORTICO_SAMPLE_OPTION` for a name this server has no tool for, or two tools of one name
   */
  static async open(
    what: string,
    given: readonly (string | SamplingTool)[],
    context: Context,
    errors: ToolErrors,
  ): Promise<ToolBox> {
    const own = given.some((tool) => typeof tool === 'string') ? await context.listTools() : [];
    const tools = new Map<string, BoxedTool>();
    for (const tool of given) {
      const boxed =
        typeof tool === 'string' ? fromServer(what, tool, own, context) : fromFunction(what, tool, context);
      if (tools.has(boxed.entry.name))
        throw wrongOption(what, 'tools', `has two tools of the name '${boxed.entry.name}'`);
      tools.set(boxed.entry.name, boxed);
    }
    return new ToolBox(tools, context, errors);
  }

  get entries(): readonly SamplingToolEntry[] {
    return Array.from(this.tools.values(), ({ entry }) => entry);
  }

  /**
   * Runs what the model asks for. What goes wrong is told to the model, so it goes on.
   *
   * @param key names this very call within the handler's run
   */
  async run(use: ToolUseContent, key: string): Promise<ToolResultContent> {
    const tool = this.tools.get(use.name);
    if (!tool)
      return textResult(
        use,
        `Unknown tool: ${use.name}. Use one of ${[...this.tools.keys()].join(', ')}.`,
        true,
      );
    try {
      return toToolResult(use, await tool.call(use, key));
    } catch (error) {
      if (this.context.signal.aborted || ends.some((code) => isPorticoError(error, code))) throw error;
      return toToolResult(use, this.outcomeOf(use, error));
    }
  }

  private outcomeOf({ name }: ToolUseContent, error: unknown): ToolOutcome {
    try {
      return this.errors.asToolOutcome(`the sampling tool '${name}'`, error);
    } catch (fault) {
      // What would end a request of the client's ends only this call of the model's.
      return { content: [{ type: 'text', text: (fault as Error).message }], isError: true };
    }
  }
}

function fromServer(
  what: string,
  name: string,
  own: Awaited<ReturnType<Context['listTools']>>,
  context: Context,
): BoxedTool {
  const found = own.find((tool) => tool.name === name);
  if (!found) {
    const near = nearest(
      name,
      own.map((tool) => tool.name),
    ).map((candidate) => `'${candidate}'`);
    const hint = near.length > 0 ? `. Did you mean ${near.join(' or ')}?` : '';
    throw wrongOption(what, 'tools', `names '${name}', which is no tool of this server${hint}`);
  }
  const { title, description, inputSchema } = found;
  return {
    entry: {
      name,
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      inputSchema,
    },
    call: ({ input }) => context.callTool(name, input),
  };
}

function fromFunction(what: string, tool: SamplingTool, context: Context): BoxedTool {
  const { name, description, input } = tool;
  const schema = input && compileSchema(input);
  if (schema && schema.json['type'] !== 'object')
    throw wrongOption(what, `the input of the tool '${name}'`, `must be a schema of type 'object'`);
  return {
    entry: {
      name,
      ...(description !== undefined && { description }),
      inputSchema: schema?.json ?? { type: 'object' },
    },
    async call(use, key) {
      const parsed = schema ? await schema.parse(use.input) : { ok: true as const, value: use.input };
      if (!parsed.ok)
        return { content: [{ type: 'text', text: formatProblems(parsed.problems) }], isError: true };
      return toOutcome(name, await tool.execute(parsed.value, context, { id: use.id, key }));
    },
  };
}
