import type { ContentBlock, ToolOutcome } from './content.js';

/** What a tool result may say beside its content. */
export interface ToolResultOptions {
  /** Any JSON value, for programs; the content is what the model reads. */
  readonly structuredContent?: unknown;
  /** The call failed in a way the model should know of. */
  readonly isError?: boolean;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/**
 * A tool result spelled out, where a plain value does not say enough: several content blocks, pictures, `_meta`.
 * What `ctx.callTool` gives is one, so a tool may return it as its own.
 *
 * @example
 * ```ts
 * return new ToolResult([{ type: 'image', data: png.toString('base64'), mimeType: 'image/png' }]);
 * ```
 */
export class ToolResult implements ToolOutcome {
  declare readonly structuredContent?: unknown;
  declare readonly isError?: boolean;
  declare readonly _meta?: Readonly<Record<string, unknown>>;

  constructor(
    readonly content: readonly ContentBlock[],
    { structuredContent, isError, meta }: ToolResultOptions = {},
  ) {
    if (structuredContent !== undefined) this.structuredContent = structuredContent;
    if (isError) this.isError = true;
    if (meta) this._meta = meta;
  }
}
