import type { Change } from '../context/changes/change.js';
import type { Subject } from '../context/visibility/subject.js';

const lists: readonly unknown[] = ['tools', 'resources', 'prompts'];
const kinds: readonly unknown[] = ['tool', 'resource', 'prompt'];

/** A change as it travels; the same change is the same text. */
export function writeChange(change: Change): string {
  const about = 'about' in change && change.about ? [change.about] : [];
  return JSON.stringify([change.kind, 'uri' in change ? change.uri : null, change.to ?? null, ...about]);
}

/** `undefined` for what is none: another version of the application may send what this one does not know. */
export function readChange(text: string): Change | undefined {
  const [kind, uri, to, about] = parse(text);
  const address = typeof to === 'string' ? { to } : {};
  if (kind === 'resource' && typeof uri === 'string') return { kind, uri, ...address };
  if (!lists.includes(kind)) return undefined;
  const change = { kind: kind as 'tools' | 'resources' | 'prompts', ...address };
  if (about === undefined) return change;
  return Array.isArray(about) && about.every(isSubject) ? { ...change, about } : undefined;
}

function isSubject(value: unknown): value is Subject {
  const { kind, names, tags, version } = (value ?? {}) as Record<string, unknown>;
  const isText = (text: unknown): boolean => typeof text === 'string';
  return (
    kinds.includes(kind) &&
    Array.isArray(names) &&
    names.every(isText) &&
    Array.isArray(tags) &&
    tags.every(isText) &&
    (version === undefined || isText(version))
  );
}

function parse(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
