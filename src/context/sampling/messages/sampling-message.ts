import type {
  AudioContent,
  ContentBlock,
  ImageContent,
  TextContent,
} from '../../../common/content/content.js';

/** The model asks for a tool to be called. */
export interface ToolUseContent {
  readonly type: 'tool_use';
  /** Names this call within the conversation; its result says it again. */
  readonly id: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly _meta?: Readonly<Record<string, unknown>>;
}

/** What came of a call the model asked for. */
export interface ToolResultContent {
  readonly type: 'tool_result';
  readonly toolUseId: string;
  readonly content: readonly ContentBlock[];
  readonly structuredContent?: Readonly<Record<string, unknown>>;
  readonly isError?: boolean;
  readonly _meta?: Readonly<Record<string, unknown>>;
}

/** One block of a conversation with a model. */
export type SamplingContent = TextContent | ImageContent | AudioContent | ToolUseContent | ToolResultContent;

/** One message of a conversation with a model. */
export interface SamplingMessage {
  readonly role: 'user' | 'assistant';
  readonly content: readonly SamplingContent[];
}

/** A message as it may be written: a text or a single block stand for a list of one. */
export interface SamplingMessageLike {
  readonly role: 'user' | 'assistant';
  readonly content: string | SamplingContent | readonly SamplingContent[];
}

/** What a model is asked: a prompt, or a conversation in which a text is a message of the user. */
export type SamplingInput = string | readonly (string | SamplingMessageLike)[];
