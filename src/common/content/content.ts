/** For whom a piece of content is meant, and how much it matters (0 to 1). */
export interface Annotations {
  readonly audience?: readonly ('user' | 'assistant')[];
  readonly priority?: number;
  readonly lastModified?: string;
}

interface ContentBase {
  readonly annotations?: Annotations;
  readonly _meta?: Readonly<Record<string, unknown>>;
}

export interface TextContent extends ContentBase {
  readonly type: 'text';
  readonly text: string;
}

export interface ImageContent extends ContentBase {
  readonly type: 'image';
  /** base64 */
  readonly data: string;
  readonly mimeType: string;
}

export interface AudioContent extends ContentBase {
  readonly type: 'audio';
  /** base64 */
  readonly data: string;
  readonly mimeType: string;
}

export interface ResourceLinkContent extends ContentBase {
  readonly type: 'resource_link';
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
}

export interface EmbeddedResourceContent extends ContentBase {
  readonly type: 'resource';
  readonly resource: ResourceContents;
}

/** One block of what a tool returns or a prompt says. */
export type ContentBlock =
  TextContent | ImageContent | AudioContent | ResourceLinkContent | EmbeddedResourceContent;

/** What was read from a resource: text, or bytes in base64. */
export type ResourceContents = { readonly uri: string; readonly mimeType?: string } & (
  { readonly text: string } | { readonly blob: string }
);

/** The outcome of one tool call, in no revision's own shape. */
export interface ToolOutcome {
  readonly content: readonly ContentBlock[];
  /** Any JSON value; the protocol rooms bring it into the form a revision allows. */
  readonly structuredContent?: unknown;
  readonly isError?: boolean;
  readonly _meta?: Readonly<Record<string, unknown>>;
}

/** The outcome of reading one resource. */
export interface ReadOutcome {
  readonly contents: readonly ResourceContents[];
  readonly _meta?: Readonly<Record<string, unknown>>;
}

export interface PromptMessage {
  readonly role: 'user' | 'assistant';
  readonly content: ContentBlock;
}

/** The outcome of rendering one prompt. */
export interface PromptOutcome {
  readonly description?: string;
  readonly messages: readonly PromptMessage[];
  readonly _meta?: Readonly<Record<string, unknown>>;
}
