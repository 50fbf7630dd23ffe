import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  Annotations,
  AudioContent,
  ContentBlock,
  EmbeddedResourceContent,
  ImageContent,
  ResourceContents,
  ResourceLinkContent,
  TextContent,
} from './content.js';
import { brandContent } from './content-brand.js';
import { isTextType, mediaTypeOf } from './media-type.js';

/** What a link says about the resource it leads to. */
export interface LinkOptions {
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  readonly annotations?: Annotations;
}

/**
 * Makes content blocks. A tool may return one, or an array of them and texts; a prompt's message may hold one. A block is known by
 * having been made here: a copy of one, or a proxy, is data like any other.
 *
 * @example
 * ```ts
 * @Tool('Draw a chart')
 * async chart(input: ChartInput) { return ['Rain in Seattle', content.image(await this.draw(input), 'image/png')]; }
 * ```
 */
export const content = {
  text(text: string, annotations?: Annotations): TextContent {
    return brandContent({ type: 'text', text, ...(annotations && { annotations }) });
  },

  /** @param data bytes, or base64 */
  image(data: Uint8Array | string, mimeType: string, annotations?: Annotations): ImageContent {
    return brandContent({ type: 'image', data: base64(data), mimeType, ...(annotations && { annotations }) });
  },

  /** @param data bytes, or base64 */
  audio(data: Uint8Array | string, mimeType: string, annotations?: Annotations): AudioContent {
    return brandContent({ type: 'audio', data: base64(data), mimeType, ...(annotations && { annotations }) });
  },

  /** A resource with what it holds. Bytes become a blob, a string stays text. */
  resource(
    uri: string,
    data: Uint8Array | string,
    mimeType?: string,
    annotations?: Annotations,
  ): EmbeddedResourceContent {
    return brandContent({
      type: 'resource',
      resource: resourceContents(uri, data, mimeType),
      ...(annotations && { annotations }),
    });
  },

  /** A resource the client may read when it needs it. */
  link(uri: string, name: string, options: LinkOptions = {}): ResourceLinkContent {
    return brandContent({ type: 'resource_link', uri, name, ...options });
  },

  /**
   * A file, as an image, as audio, or as an embedded resource, by its type.
   *
   * @throws the file system's error when it cannot be read; its text does not reach the client
   */
  async file(file: string, mimeType = mediaTypeOf(file)): Promise<ContentBlock> {
    const bytes = await readFile(file);
    if (mimeType.startsWith('image/')) return content.image(bytes, mimeType);
    if (mimeType.startsWith('audio/')) return content.audio(bytes, mimeType);
    const data = isTextType(mimeType) ? bytes.toString('utf8') : bytes;
    return content.resource(pathToFileURL(path.resolve(file)).href, data, mimeType);
  },
};

/** What was read from a resource, in the form the protocol has for it. */
export function resourceContents(
  uri: string,
  data: Uint8Array | string,
  mimeType?: string,
): ResourceContents {
  if (typeof data === 'string') return { uri, mimeType: mimeType ?? 'text/plain', text: data };
  return { uri, mimeType: mimeType ?? 'application/octet-stream', blob: base64(data) };
}

function base64(data: Uint8Array | string): string {
  if (typeof data === 'string') return data;
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
}
