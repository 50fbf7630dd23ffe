import type { JsonSchema } from '../../schema/index.js';
import type { SamplingMessage } from './messages/sampling-message.js';

/** A tool as a model is told of it. */
export interface SamplingToolEntry {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema: JsonSchema;
}

/** Whether the model may (`auto`), must (`required`) or must not (`none`) call a tool. */
export type ToolChoice = 'auto' | 'required' | 'none';

/** What a model is asked in one turn: the parameters of the protocol's `sampling/createMessage`. */
export interface SamplingRequest {
  readonly messages: readonly SamplingMessage[];
  readonly systemPrompt?: string;
  readonly maxTokens: number;
  readonly temperature?: number;
  readonly stopSequences?: readonly string[];
  readonly modelPreferences?: {
    readonly hints?: readonly { readonly name: string }[];
    readonly costPriority?: number;
    readonly speedPriority?: number;
    readonly intelligencePriority?: number;
  };
  readonly includeContext?: 'none' | 'thisServer' | 'allServers';
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly tools?: readonly SamplingToolEntry[];
  readonly toolChoice?: { readonly mode: ToolChoice };
}
