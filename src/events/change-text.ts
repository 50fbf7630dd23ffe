import type { Change } from '../context/changes/change.js';

const lists: readonly unknown[] = ['tools', 'resources', 'prompts'];

/** A change as it travels; the same change is the same text. */
export function writeChange(change: Change): string {
  return JSON.stringify([change.kind, 'uri' in change ? change.uri : null, change.to ?? null]);
}

/** `undefined` for what is none: another version of the application may send what this one does not know. */
export function readChange(text: string): Change | undefined {
  const [kind, uri, to] = parse(text);
  const address = typeof to === 'string' ? { to } : {};
  if (kind === 'resource' && typeof uri === 'string') return { kind, uri, ...address };
  return lists.includes(kind) ? { kind: kind as 'tools' | 'resources' | 'prompts', ...address } : undefined;
}

function parse(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
