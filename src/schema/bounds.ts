import { pathOf } from './path.js';
import type { SchemaProblem } from './types.js';

/** How large a value may be before anything recursive looks at it. */
export interface Bounds {
  /** Objects and arrays inside one another. */
  readonly maxDepth: number;
  /** Members and elements in all. */
  readonly maxElements: number;
}

interface Container {
  readonly content: object;
  readonly depth: number;
  readonly parent: Container | undefined;
  readonly key: string | number;
}

/**
 * Finds what makes a value unfit to be looked at: too deep, too large, or a member named `__proto__`, which would
 * be harmless here and dangerous in the hands of whoever copies it. Walks without recursion.
 *
 * @returns the problem, or `undefined` when the value keeps within the bounds
 */
export function findExcess(value: unknown, bounds: Bounds): SchemaProblem | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const open: Container[] = [{ content: value, depth: 1, parent: undefined, key: '' }];
  let elements = 0;
  for (let container = open.pop(); container !== undefined; container = open.pop()) {
    if (container.depth > bounds.maxDepth)
      return { path: '', message: `must not be nested more than ${bounds.maxDepth} levels deep` };
    elements += Array.isArray(container.content)
      ? openElements(container.content, container, open)
      : openMembers(container.content as Record<string, unknown>, container, open);
    if (elements > bounds.maxElements)
      return {
        path: '',
        message: `must not have more than ${bounds.maxElements} members and elements in all`,
      };
    if (Object.hasOwn(container.content, '__proto__'))
      return { path: pathOf([...stepsTo(container), '__proto__']), message: 'is not a known property' };
  }
  return undefined;
}

function openElements(elements: readonly unknown[], parent: Container, open: Container[]): number {
  for (let i = 0; i < elements.length; i++) {
    const content = elements[i];
    if (typeof content === 'object' && content !== null)
      open.push({ content, depth: parent.depth + 1, parent, key: i });
  }
  return elements.length;
}

function openMembers(
  members: Readonly<Record<string, unknown>>,
  parent: Container,
  open: Container[],
): number {
  let count = 0;
  for (const key in members) {
    count++;
    const content = members[key];
    if (typeof content === 'object' && content !== null)
      open.push({ content, depth: parent.depth + 1, parent, key });
  }
  return count;
}

function stepsTo(container: Container): (string | number)[] {
  const steps: (string | number)[] = [];
  for (let at: Container = container; at.parent !== undefined; at = at.parent) steps.unshift(at.key);
  return steps;
}
