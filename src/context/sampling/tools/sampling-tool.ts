import type { SchemaSource } from '../../../schema/index.js';
import type { Context } from '../../context.js';
import type { SchemaOutput } from '../result/schema-output.js';

/** Which call of a tool this is. */
export interface SamplingToolCall {
  /** As the model numbered it; it may number two calls of different turns alike. */
  readonly id: string;
  /** Names this very call, the same when the handler runs again: for `ctx.once`. */
  readonly key: string;
}

/** A function a model may call while it answers. */
export interface SamplingTool<S extends SchemaSource = SchemaSource> {
  readonly name: string;
  readonly description?: string;
  /** The form of the arguments; they are validated. Absent: an object of any form. */
  readonly input?: S;
  /**
   * Runs when the model calls the tool. A text, content blocks or plain data go back to the model; of an error it learns
   * what a caller of a tool would learn.
   *
   * Like all of a handler it runs again when the handler does, so what must happen once is done in
   * `ctx.once(call.key, …)`.
   */
  execute(args: SchemaOutput<S>, ctx: Context, call: SamplingToolCall): unknown;
}

/**
 * Gives a tool's function the type of its arguments.
 *
 * @example
 * ```ts
 * const stock = samplingTool({
 *   name: 'stock',
 *   description: 'How many of an article there are',
 *   input: StockInput,
 *   execute: ({ article }) => warehouse.count(article),
 * });
 * const { text } = await ctx.sample('Can we deliver 20 lamps?', { tools: [stock] });
 * ```
 */
export function samplingTool<S extends SchemaSource>(tool: SamplingTool<S>): SamplingTool<S> {
  return tool;
}
