import type { Icon } from '../metadata/records.js';

/** Clients refuse icons from other schemes, since such a URI could reach into their machine or run code. */
export function iconProblems(icons: readonly Icon[] = []): string[] {
  return icons
    .filter(({ src }) => !/^(?:https:\/\/|data:image\/)/.test(src))
    .map(
      ({ src }) => `the icon '${src.slice(0, 60)}' has neither an https: URI nor a data: URI with an image`,
    );
}
