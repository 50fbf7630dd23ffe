import type { ToolOutcome } from '../../common/content/content.js';
import type { ToolResult } from '../../common/content/tool-result.js';
import type { Class } from '../../common/class.js';
import type { Context } from '../../context/context.js';
import type { Principal } from '../../identity/principal.js';

// Parameters are compared by `never`, so that a method with any parameters is one.
type Method = (...parameters: never[]) => unknown;

/** The methods of a class, by name. */
export type MethodOf<T> = { [K in keyof T]: T[K] extends Method ? K : never }[keyof T] & string;

/** A class that is a tool itself. */
export type ToolClass = Class<{ execute: Method }>;

/** What a client sends to a method: the first parameter that is neither `Context` nor `Principal` nor a single value. */
export type ToolArguments<M> = M extends (...parameters: infer P) => unknown
  ? Given<InputIn<Required<P>>>
  : never;

/** What a client reads of what a method returns: data as JSON carries it; content and pictures as a whole result. */
export type ToolValue<M> = M extends (...parameters: never[]) => infer R ? Sent<Awaited<R>> : never;

type Single = string | number | boolean | bigint | symbol | null | undefined;

type InputIn<P extends readonly unknown[]> = P extends readonly [infer First, ...infer Rest]
  ? First extends Single | Context | Principal
    ? InputIn<Rest>
    : First
  : Record<never, never>;

/**
 * A property with a default need not be given, and TypeScript does not know which has one: what is missing is told by the
 * server, a wrong name or type by the compiler.
 */
type Given<T> = T extends Single
  ? T
  : T extends Date
    ? Date | string
    : T extends readonly (infer E)[]
      ? readonly Given<E>[]
      : { readonly [K in keyof T as T[K] extends Method ? never : K]?: Given<T[K]> };

type Sent<T> = T extends undefined | null | void
  ? undefined
  : T extends string
    ? T
    : T extends number | boolean
      ? T | string // a text, unless the tool declares an output
      : T extends ToolResult | Uint8Array | AsyncIterable<unknown> | { readonly type: ContentType }
        ? ToolOutcome
        : Plain<T>;

type ContentType = 'text' | 'image' | 'audio' | 'resource' | 'resource_link';

/** As JSON carries it. */
type Plain<T> = T extends { toJSON(): infer J }
  ? Plain<J>
  : T extends Single
    ? T
    : T extends readonly (infer E)[]
      ? readonly Plain<E>[]
      : { readonly [K in keyof T as T[K] extends Method ? never : K]: Plain<T[K]> };
