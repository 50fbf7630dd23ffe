import type { SchemaSource } from '../../schema/index.js';
import type { SamplingMessage, ToolUseContent } from './messages/sampling-message.js';
import type { SchemaOutput } from './result/schema-output.js';
import type { SamplingAnswer } from './sampling-answer.js';
import type { SamplingRequest, ToolChoice } from './sampling-request.js';
import type { SamplingTool } from './tools/sampling-tool.js';

/** What a model should be like. Priorities are from 0 to 1; the client decides. */
export interface ModelPreferences {
  /** Names or parts of names of models, best first. */
  readonly hints?: readonly (string | { readonly name: string })[];
  readonly costPriority?: number;
  readonly speedPriority?: number;
  readonly intelligencePriority?: number;
}

/** What one turn of a model is asked with. */
export interface SampleTurnOptions {
  /** Names the question within the call, where two calls run side by side or in no fixed order. */
  readonly key?: string;
  /** The system prompt. */
  readonly system?: string;
  readonly temperature?: number;
  /** How long an answer may be. Default: 512. */
  readonly maxTokens?: number;
  /** The name of a model, several names, or what it should be like. The client decides. */
  readonly modelPreferences?: string | readonly string[] | ModelPreferences;
  readonly stopSequences?: readonly string[];
  /** What the client adds from servers. More than `none` needs a client that declares `sampling.context`. */
  readonly includeContext?: SamplingRequest['includeContext'];
  /** Passed on to the maker of the model, in its own form. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Functions, and names of this server's own tools, which run through their whole pipeline. */
  readonly tools?: readonly (string | SamplingTool)[];
}

/** Options of `ctx.sample`. */
export interface SampleOptions<S extends SchemaSource | undefined = undefined> extends SampleTurnOptions {
  /** The form of the result: a DTO class, a Standard Schema, or JSON Schema. */
  readonly result?: S;
  /**
   * How often the model may call tools before it answers, 100 at most. Default: 10. Each time is a question to the
   * client, and a client of the stateless revision may stop earlier: the official ones after 10.
   */
  readonly maxIterations?: number;
  /** How many tools run at a time when the model calls several. Default: 1. */
  readonly concurrency?: number | 'unlimited';
}

/** What came of `ctx.sample`. */
export interface SampleResult<T = undefined> {
  /** What the model wrote last; for a structured result its JSON. */
  readonly text: string;
  /** The validated result, where one was asked for. */
  readonly result: T;
  /** The whole conversation, to be gone on with. */
  readonly history: readonly SamplingMessage[];
  /** The model that answered last. */
  readonly model: string;
  readonly stopReason: string | undefined;
}

/** The result type that goes with what was given as `result`. */
export type SampleResultFor<S extends SchemaSource | undefined> = SampleResult<
  S extends SchemaSource ? SchemaOutput<S> : undefined
>;

/** Options of `ctx.sampleStep`. */
export interface SampleStepOptions extends SampleTurnOptions {
  /** Whether the model may, must or must not call a tool. Default: `auto`. */
  readonly toolChoice?: ToolChoice;
}

/** One turn of a model. Its tool calls were not executed. */
export interface SampleStep {
  readonly response: SamplingAnswer;
  readonly text: string;
  readonly toolCalls: readonly ToolUseContent[];
  readonly isToolUse: boolean;
  /** The conversation with the answer. Tool calls in it must be answered before it can be gone on with. */
  readonly history: readonly SamplingMessage[];
}
