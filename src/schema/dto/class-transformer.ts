import { createRequire } from 'node:module';
import type { TransformationType, TransformFnParams, TypeMetadata } from 'class-transformer';
import type { Class } from '../../common/class.js';

/** In which direction a schema is used: what comes in, or what goes out. */
export type Direction = 'input' | 'output';

/** The part of class-transformer's own storage that is read here. It has no public door. */
interface Storage {
  findTypeMetadata(type: Class, property: string): TypeMetadata | undefined;
  findExposeMetadata(
    type: Class,
    property: string,
  ): { options?: { name?: string; groups?: string[] } } | undefined;
  findTransformMetadatas(type: Class, property: string, transformation: TransformationType): Transformation[];
  getExposedProperties(type: Class, transformation: TransformationType): string[];
  getExcludedProperties(type: Class, transformation: TransformationType): string[];
  getStrategy(type: Class): 'excludeAll' | 'exposeAll' | 'none';
}

interface Transformation {
  readonly transformFn: (params: TransformFnParams) => unknown;
  readonly options?: { readonly groups?: string[] };
}

export type ClassTransformer = typeof import('class-transformer');

const PLACE = 'class-transformer/cjs/storage.js';
const load = createRequire(import.meta.url);
let place: string | undefined;
let library: ClassTransformer | undefined;
let storage: Storage | undefined;

/** class-transformer: loaded where one of its decorators is met. */
export function classTransformer(): ClassTransformer {
  return (library ??= load('class-transformer') as ClassTransformer);
}

/** Its records, where the application has loaded it; else no decorator can have made one. */
function records(): Storage | undefined {
  if (storage) return storage;
  const loaded = load.cache[(place ??= load.resolve(PLACE))];
  storage = (loaded?.exports as { defaultMetadataStorage: Storage } | undefined)?.defaultMetadataStorage;
  return storage;
}

/** Whether there may be decorators of class-transformer in the application. */
export function knowsDecorators(): boolean {
  return records() !== undefined;
}

/** What `@Transform` is told of the direction. */
export const incoming = 0 satisfies TransformationType.PLAIN_TO_CLASS;
const outgoing = 1 satisfies TransformationType.CLASS_TO_PLAIN;

/** What class-transformer knows about one property. */
export interface Transfer {
  /** What `@Type` says. */
  readonly type: TypeMetadata | undefined;
  /** The name on the wire. */
  readonly wireName: string;
  /** Whether the property exists on the wire. */
  readonly visible: boolean;
  /** Whether `@Expose` is there. */
  readonly exposed: boolean;
  /** What `@Transform` says, in the order it is applied. */
  readonly transforms: readonly ((params: TransformFnParams) => unknown)[];
}

/** Reads the class-transformer decorators of one property. */
export function transferOf(type: Class, property: string, direction: Direction): Transfer {
  const known = records();
  if (!known) return { type: undefined, wireName: property, visible: true, exposed: false, transforms: [] };
  const transformation = direction === 'input' ? incoming : outgoing;
  const expose = known.findExposeMetadata(type, property);
  const exposed = known.getExposedProperties(type, transformation).includes(property);
  const hidden =
    known.getExcludedProperties(type, transformation).includes(property) ||
    (known.getStrategy(type) === 'excludeAll' && !exposed) ||
    // No groups are asked for, so what belongs to one is left out.
    (exposed && (expose?.options?.groups?.length ?? 0) > 0);
  return {
    type: known.findTypeMetadata(type, property),
    wireName: (exposed ? expose?.options?.name : undefined) ?? property,
    visible: !hidden,
    exposed,
    transforms: known
      .findTransformMetadatas(type, property, transformation)
      .filter(({ options }) => !options?.groups?.length)
      .map(({ transformFn }) => transformFn),
  };
}

/** Whether an instance has to go through class-transformer on its way out, as far as these properties say. */
export function shapesOutput(type: Class, properties: readonly string[]): boolean {
  const known = records();
  if (!known) return false;
  return (
    known.getStrategy(type) !== 'none' ||
    known.getExposedProperties(type, outgoing).length > 0 ||
    known.getExcludedProperties(type, outgoing).length > 0 ||
    properties.some((property) => known.findTransformMetadatas(type, property, outgoing).length > 0)
  );
}
