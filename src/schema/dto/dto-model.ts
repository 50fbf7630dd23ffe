import type { TransformFnParams } from 'class-transformer';
import type { Class } from '../../common/class.js';
import type { Node } from '../json/node.js';
import type { Validation } from './class-validator.js';
import type { LateCheck } from './late-check.js';

/** All that is known about a DTO class in one place of the schema. */
export interface DtoClass {
  readonly type: Class;
  /** The object schema. `required` is filled in when all defaults are known. */
  readonly schema: Node;
  /** Every property that is decorated, whether it exists on the wire or not. */
  readonly names: string[];
  readonly properties: DtoProperty[];
  /** For a class in a union: the member that tells it from the others. */
  readonly tag: { readonly name: string; readonly value: unknown } | undefined;
  /** Whether members that no property stands for are taken over: `@Schema({ additionalProperties: ... })`. */
  readonly open: boolean;
}

/** One property of a DTO class. */
export interface DtoProperty {
  readonly name: string;
  /** Its name in JSON. */
  readonly wireName: string;
  readonly schema: Node;
  /** Whether it is computed, so that nothing can be put into it. */
  readonly readOnly: boolean;
  readonly content: Content;
  /** Whether `null` is one of its values. */
  readonly nullable: boolean;
  /** Whether a decorator says that it may be left out; a default says so too. */
  readonly optional: boolean;
  /** Whether it must be there after all when its conditions are met: `@ValidateIf`. */
  readonly conditional: boolean;
  /** What it is when it is left out and no initialiser says it. */
  fallback: { readonly value: unknown } | undefined;
  readonly transforms: readonly ((params: TransformFnParams) => unknown)[];
  /** Whether the transforms are applied to a property that is left out: class-transformer does so for `@Expose`. */
  readonly transformsMissing: boolean;
  /** When one of them is not met, nothing is asked of the value. */
  readonly conditions: readonly ((instance: object, value: unknown) => boolean)[];
  readonly checks: readonly LateCheck[];
}

/** How a JSON value becomes the value of a property. */
export type Content =
  | { readonly kind: 'plain' }
  | { readonly kind: 'convert' | 'date'; readonly convert: (value: unknown) => unknown }
  | { readonly kind: 'nested'; readonly target: DtoClass }
  | {
      readonly kind: 'union';
      readonly tag: string;
      readonly keepTag: boolean;
      readonly targets: ReadonlyMap<unknown, DtoClass>;
    };

/** Who said what, so that a failure can be told in the author's words. */
export interface Origin {
  readonly optional: boolean;
  readonly byKeyword: ReadonlyMap<string, Validation>;
}

/** What comes out of reading a DTO class and all it refers to. */
export interface DtoModel {
  readonly root: DtoClass;
  readonly classes: readonly DtoClass[];
  readonly origins: ReadonlyMap<Node, Origin>;
  /** Subschemas that stand for another class. */
  readonly references: ReadonlyMap<Node, DtoClass>;
  /** Subschemas whose `format` is for the reader; class-validator judges. */
  readonly describedFormats: ReadonlySet<Node>;
  readonly hints: string[];
}
