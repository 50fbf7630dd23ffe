import { HIDDEN, hideInText } from './hide-in-text.js';
import { isSecretName, nameOf } from './secret-names.js';

/** What is secret beside what always is. */
export interface RedactionOptions {
  /** Names of properties whose values are hidden, in any spelling: `iban` also means `IBAN` and `i-ban`. */
  readonly keys?: readonly string[];
  /** What is hidden in texts: each whole match. */
  readonly patterns?: readonly RegExp[];
}

/** Below this depth nothing is looked through, and nothing of it shown. */
const MAX_DEPTH = 12;

/**
 * Hides secrets in what is written down or told: values of properties with the names secrets have (`password`, `token`,
 * `authorization` …), credentials in URLs, bearer tokens, private keys. What holds none stays the very same value.
 *
 * It knows secrets by their names and shapes: one in a sentence, or under a name it does not know, it cannot see. Name
 * such properties in `keys`.
 */
export class Redactor {
  private readonly keys: ReadonlySet<string>;
  private readonly patterns: readonly RegExp[];

  constructor({ keys = [], patterns = [] }: RedactionOptions = {}) {
    this.keys = new Set(keys.map(nameOf));
    this.patterns = patterns.map(({ source, flags }) => new RegExp(source, flags.replace('g', '') + 'g'));
  }

  text(text: string): string {
    const hidden = hideInText(text, this.keys);
    return this.patterns.reduce((result, pattern) => result.replace(pattern, HIDDEN), hidden);
  }

  value(value: unknown): unknown {
    return typeof value === 'string' ? this.text(value) : this.look(value, 0, new Set());
  }

  private look(value: unknown, depth: number, above: Set<object>): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null || above.has(value)) return value;
    if (depth >= MAX_DEPTH) return HIDDEN;
    above.add(value);
    try {
      if (Array.isArray(value)) return this.lookThroughList(value, depth, above);
      if (value instanceof Error) return this.lookThroughError(value, depth, above);
      if (value instanceof Map || value instanceof Set || ArrayBuffer.isView(value)) return value;
      return this.lookThroughObject(value as Record<string, unknown>, depth, above);
    } finally {
      above.delete(value);
    }
  }

  private lookThroughList(list: readonly unknown[], depth: number, above: Set<object>): readonly unknown[] {
    const looked = list.map((item) => this.look(item, depth + 1, above));
    return looked.some((item, i) => item !== list[i]) ? looked : list;
  }

  private lookThroughObject(object: Record<string, unknown>, depth: number, above: Set<object>): object {
    const changes = this.changesIn(object, Object.keys(object), depth, above);
    if (!changes) return object;
    return Object.assign(
      Object.create(Object.getPrototypeOf(object) as object | null) as object,
      object,
      changes,
    );
  }

  /** An error of the same kind with the same stack, as far as nothing in them is secret. */
  private lookThroughError(error: Error, depth: number, above: Set<object>): Error {
    const own = Object.getOwnPropertyNames(error);
    const changes = this.changesIn(error as unknown as Record<string, unknown>, own, depth, above);
    if (!changes) return error;
    // Only what was made as an error is written like one.
    const shown = Object.setPrototypeOf(new Error(), Object.getPrototypeOf(error) as object) as Error;
    for (const name of own) {
      const descriptor = Object.getOwnPropertyDescriptor(error, name)!;
      const value: unknown =
        name in changes ? changes[name] : (error as unknown as Record<string, unknown>)[name];
      Object.defineProperty(shown, name, { value, enumerable: descriptor.enumerable ?? false });
    }
    return shown;
  }

  private changesIn(
    object: Record<string, unknown>,
    names: readonly string[],
    depth: number,
    above: Set<object>,
  ): Record<string, unknown> | undefined {
    let changes: Record<string, unknown> | undefined;
    for (const name of names) {
      const value = object[name];
      const isHidden = value !== undefined && value !== null && isSecretName(name, this.keys);
      const shown = isHidden ? HIDDEN : this.look(value, depth + 1, above);
      if (shown !== value) (changes ??= {})[name] = shown;
    }
    return changes;
  }
}
