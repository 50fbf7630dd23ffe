import { resourceContents } from './create-content.js';
import type { ReadOutcome, ResourceContents } from './content.js';

/** One of several contents of a resource. */
export interface ResourcePart {
  readonly uri: string;
  /** Bytes become a blob, a string stays text. */
  readonly data: Uint8Array | string;
  readonly mimeType?: string;
}

/**
 * What a resource holds, spelled out: several contents, each with a URI and a type of its own. What
 * `ctx.readResource` gives is one, so a resource may return it as its own.
 *
 * @example
 * ```ts
 * return new ResourceResult(files.map((file) => ({ uri: `repo://${file.path}`, data: file.text })));
 * ```
 */
export class ResourceResult implements ReadOutcome {
  readonly contents: readonly ResourceContents[];
  declare readonly _meta?: Readonly<Record<string, unknown>>;

  constructor(parts: readonly ResourcePart[], meta?: Readonly<Record<string, unknown>>) {
    this.contents = parts.map(({ uri, data, mimeType }) => resourceContents(uri, data, mimeType));
    if (meta) this._meta = meta;
  }
}
