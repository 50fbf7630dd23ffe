import type { Icon } from '../metadata/records.js';

/** Clients refuse icons from other schemes, since such a URI could reach into their machine or run code. */
export function iconProblems(icons: readonly Icon[] = []): string[] {
  return icons
    .filter(({ src }) => !/^(?:https:\/\/|data:image\/)/.test(src))
    .map(
      ({ src }) => `the icon '${src.slice(0, 60)}' has neither an https: URI nor a data: URI with an image`,
    );
}

/**
 * An SVG can carry scripts, so that clients are told to take care with it, and some show none.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/index#icons
 */
export function iconHints(icons: readonly Icon[] = []): string[] {
  if (!icons.length || !icons.every(isSvg)) return [];
  const [{ src }] = icons as [Icon];
  return [`the icon '${src.slice(0, 60)}' is an SVG, which many clients do not show. Give a PNG beside it.`];
}

function isSvg({ src, mimeType }: Icon): boolean {
  return mimeType === 'image/svg+xml' || /^data:image\/svg|^[^?#]*\.svg(?:[?#]|$)/i.test(src);
}
