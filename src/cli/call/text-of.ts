import type { CallToolResult } from '@modelcontextprotocol/client';

/** A result as a person reads it: its texts, and what else it has in one line each. */
export function textOf({ content, structuredContent }: CallToolResult): string {
  if (structuredContent !== undefined) return JSON.stringify(structuredContent, undefined, 2);
  return content
    .map((block) => {
      switch (block.type) {
        case 'text':
          return block.text;
        case 'resource_link':
          return `[link ${block.uri}]`;
        case 'resource':
          return 'text' in block.resource ? block.resource.text : `[resource ${block.resource.uri}]`;
        case 'image':
        case 'audio':
          return `[${block.type}, ${block.mimeType}, ${Buffer.byteLength(block.data, 'base64')} bytes]`;
        default:
          return JSON.stringify(block);
      }
    })
    .join('\n');
}
