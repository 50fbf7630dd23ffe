import type { Node } from '../../json/node.js';

/** What one class-validator decorator means in JSON Schema. */
export interface Rule {
  /**
   * A genuine use of the decorator. class-validator keeps only names, and an application's own decorator may carry
   * the name of a built-in one: the genuine one is told by its default message.
   */
  readonly decorator: PropertyDecorator;
  /** Reads one use of the decorator; `constraints` are its arguments as class-validator keeps them. */
  readonly read: (constraints: readonly unknown[]) => Reading;
}

/** One use of a decorator, understood. */
export interface Reading {
  /** What JSON Schema can say of it; some rules say something else for each type of the property. */
  readonly keywords: Node | ((type: string | undefined) => Node);
  /**
   * What the keywords leave unsaid, judged after them: `'library'` asks class-validator's own function, and a
   * function replaces it where it has a known hole. Absent: the keywords say it all.
   */
  readonly rest?: 'library' | ((value: unknown) => boolean);
  /** What `rest` demands, to be read after a path: `must be an email address`. */
  readonly says?: string;
  /** Whether the property may be left out for its sake. */
  readonly optional?: true;
  /** Whether it judges an instance of Date, so that the property is one. */
  readonly date?: true;
  /** Something the author should know at start-up. */
  readonly hint?: string;
  /** Why no value can ever pass: the author's mistake. */
  readonly impossible?: string;
}
