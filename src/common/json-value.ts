/** Why a value cannot become JSON without loss, and where in it. */
export interface JsonObstacle {
  /** `items[2].price`; empty for the value itself. */
  readonly path: string;
  /** Such as `a function`. */
  readonly what: string;
}

/**
 * Finds the first thing in a value that JSON would drop, change or refuse: functions, symbols, `undefined` in
 * arrays, BigInt, NaN, cycles, Map and Set.
 *
 * @param instances what to do with instances of other classes: `refuse` where the value must come back as it was,
 * `accept` where it only goes out
 */
export function jsonObstacle(
  value: unknown,
  instances: 'refuse' | 'accept' = 'refuse',
): JsonObstacle | undefined {
  return new Search(instances === 'accept').visit(value, '');
}

/** JSON makes an empty object of these, whatever they hold. */
const emptied = [Map, Set, WeakMap, WeakSet, Promise, Error];

class Search {
  private readonly ancestors = new Set<object>();

  constructor(private readonly acceptInstances: boolean) {}

  visit(value: unknown, path: string): JsonObstacle | undefined {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return undefined;
      case 'number':
        return Number.isFinite(value) ? undefined : { path, what: `the number ${value}` };
      case 'object':
        return value === null ? undefined : this.visitObject(value, path);
      case 'bigint':
        return { path, what: 'a BigInt' };
      default:
        return { path, what: value === undefined ? 'undefined' : `a ${typeof value}` };
    }
  }

  private visitObject(value: object, path: string): JsonObstacle | undefined {
    if (this.ancestors.has(value)) return { path, what: 'a reference to an object that contains it' };
    const prototype: unknown = Object.getPrototypeOf(value);
    const plain = prototype === Object.prototype || prototype === null || Array.isArray(value);
    if (!plain && this.acceptInstances && 'toJSON' in value) return undefined;
    if (!plain && (!this.acceptInstances || emptied.some((type) => value instanceof type)))
      return { path, what: `an instance of ${classOf(value)}` };
    this.ancestors.add(value);
    const obstacle = this.visitMembers(value, path);
    this.ancestors.delete(value);
    return obstacle;
  }

  private visitMembers(value: object, path: string): JsonObstacle | undefined {
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) {
        const found = this.visit(item, `${path}[${i}]`);
        if (found) return found;
      }
      return undefined;
    }
    for (const [key, item] of Object.entries(value)) {
      const found = item === undefined ? undefined : this.visit(item, path ? `${path}.${key}` : key);
      if (found) return found;
    }
    return undefined;
  }
}

function classOf({ constructor }: object): string {
  return (constructor as typeof constructor | undefined)?.name || 'a class without a name';
}
