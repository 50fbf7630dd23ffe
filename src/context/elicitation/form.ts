import type { Class, StandardSchemaV1 } from '../../schema/index.js';

/** Values to choose from, with a title each; a title left out is the value itself. */
export type TitledChoices = Readonly<Record<string, { readonly title?: string }>>;

/** A TypeScript enum, or an object that is used as one. */
export type EnumObject = Readonly<Record<string, string | number>>;

/**
 * Values to choose from: texts, texts with titles, or the values of an enum.
 *
 * @example
 * ```ts
 * await ctx.choose('Which size?', ['small', 'large']);
 * await ctx.choose('How urgent?', { low: { title: 'Can wait' }, high: { title: 'Today' } });
 * await ctx.choose('Which colour?', Color); // enum Color { Red = 'red', Blue = 'blue' }
 * ```
 */
export type Choices = readonly string[] | TitledChoices | EnumObject;

/**
 * What a person can be asked for: one value (`String`, `Number`, `Boolean`), one of some choices, several of them (the
 * choices in an array of their own), or a form with several fields: a DTO class or a Standard Schema (zod, valibot, ...).
 *
 * @example
 * ```ts
 * await ctx.elicit('How many?', Number);
 * await ctx.elicit('Which toppings?', [['cheese', 'olives']]);
 * await ctx.elicit('Where to?', Address);
 * ```
 */
export type Form =
  | StringConstructor
  | NumberConstructor
  | BooleanConstructor
  | StandardSchemaV1
  | Class
  | Choices
  | readonly [Choices];

/** What the answer to a {@link Form} is. */
export type FormValue<F> = F extends StringConstructor
  ? string
  : F extends NumberConstructor
    ? number
    : F extends BooleanConstructor
      ? boolean
      : F extends StandardSchemaV1<unknown, infer Output>
        ? Output
        : F extends Class<infer Instance>
          ? Instance
          : F extends readonly [infer Several extends Choices]
            ? ChoiceValue<Several>[]
            : ChoiceValue<F>;

/** The union of what can be chosen. */
export type ChoiceValue<C> = C extends readonly (infer Value)[]
  ? Value
  : C extends EnumObject
    ? C[keyof C]
    : Extract<keyof C, string>;
