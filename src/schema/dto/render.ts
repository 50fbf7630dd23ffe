import type { Check } from '../json/check.js';
import { compileCheck } from '../json/fast-check.js';
import {
  annotations,
  subschemaKeywords,
  subschemaListKeywords,
  subschemaMapKeywords,
} from '../json/keywords.js';
import { isNode, type Node } from '../json/node.js';
import { SlowCheck } from '../json/slow-check.js';
import type { DtoClass, DtoModel } from './dto-model.js';

/** A finished document, and which of its subschemas came from where. */
export interface Rendered {
  readonly document: Node;
  readonly sources: ReadonlyMap<object, Node>;
}

/**
 * Writes the schema of a DTO as one document: a class that is referred to once stands where it is used, one that is
 * referred to more often in `$defs`, and the root is `#`.
 *
 * @param purpose `published` is what clients see; `enforced` has only what judges, without the formats that
 * class-validator judges
 */
export function render(model: DtoModel, purpose: 'published' | 'enforced'): Rendered {
  return new Renderer(model, purpose, model.root.schema).document();
}

/**
 * The check for a part of the schema, such as the schema of one property.
 *
 * @throws Error when what the author wrote by hand is no JSON Schema
 */
export function checkOfPart(schema: Node, model: DtoModel): Check {
  const { document } = new Renderer(model, 'enforced', schema).document();
  const fast = compileCheck(document);
  if (fast !== undefined) return fast;
  const slow = new SlowCheck(document, { isKnownValid: false, allErrors: false });
  return (value) => slow.problems(value).length === 0;
}

class Renderer {
  private readonly sources = new Map<object, Node>();
  private readonly uses = new Map<DtoClass, number>();
  private readonly names = new Map<DtoClass, string>();
  private readonly definitions: Node = {};

  constructor(
    private readonly model: DtoModel,
    private readonly purpose: 'published' | 'enforced',
    private readonly root: Node,
  ) {}

  document(): Rendered {
    this.countUses(this.root);
    const document = this.write(this.root);
    if (Object.keys(this.definitions).length > 0)
      document['$defs'] = { ...(document['$defs'] as Node), ...this.definitions };
    return { document, sources: this.sources };
  }

  private countUses(schema: Node): void {
    const target = this.model.references.get(schema);
    if (target !== undefined) {
      const uses = this.uses.get(target) ?? 0;
      this.uses.set(target, uses + 1);
      if (uses === 0 && target.schema !== this.root) this.countUses(target.schema);
    }
    for (const subschema of subschemasOf(schema)) this.countUses(subschema);
  }

  private write(schema: Node): Node {
    const target = this.model.references.get(schema);
    const own = this.writeKeywords(schema);
    const written = target === undefined ? own : { ...this.writeReference(target), ...own };
    const ordered = inOrder(written);
    this.sources.set(ordered, schema);
    return ordered;
  }

  private writeReference(target: DtoClass): Node {
    if (target.schema === this.root) return { $ref: '#' };
    if (this.uses.get(target) === 1) return this.writeKeywords(target.schema);
    let name = this.names.get(target);
    if (name === undefined) {
      name = this.freeName(target);
      this.names.set(target, name);
      this.definitions[name] = undefined; // keeps its place before those it refers to itself
      this.definitions[name] = this.write(target.schema);
    }
    return { $ref: `#/$defs/${name}` };
  }

  private freeName({ type }: DtoClass): string {
    const base = type.name.replace(/[^A-Za-z0-9_]/g, '_') || 'Anonymous';
    for (let i = 1; ; i++) {
      const name = i === 1 ? base : `${base}${i}`;
      if (![...this.names.values()].includes(name)) return name;
    }
  }

  private writeKeywords(schema: Node): Node {
    const written: Node = {};
    for (const [keyword, value] of Object.entries(schema)) {
      if (this.purpose === 'enforced' && this.isForReader(schema, keyword)) continue;
      written[keyword] = this.writeValue(keyword, value);
    }
    return written;
  }

  private isForReader(schema: Node, keyword: string): boolean {
    if (keyword === 'format') return this.model.describedFormats.has(schema);
    return annotations.has(keyword) || keyword.startsWith('x-');
  }

  private writeValue(keyword: string, value: unknown): unknown {
    if (subschemaKeywords.has(keyword) && isNode(value)) return this.write(value);
    if (subschemaListKeywords.has(keyword) && Array.isArray(value))
      return value.map((schema: unknown) => (isNode(schema) ? this.write(schema) : schema));
    if (subschemaMapKeywords.has(keyword) && isNode(value))
      return Object.fromEntries(
        Object.entries(value).map(([name, schema]) => [name, isNode(schema) ? this.write(schema) : schema]),
      );
    return typeof value === 'object' && value !== null ? structuredClone(value) : value;
  }
}

function* subschemasOf(schema: Node): Iterable<Node> {
  for (const [keyword, value] of Object.entries(schema)) {
    if (subschemaKeywords.has(keyword) && isNode(value)) yield value;
    if (subschemaListKeywords.has(keyword) && Array.isArray(value)) yield* value.filter(isNode);
    if (subschemaMapKeywords.has(keyword) && isNode(value)) yield* Object.values(value).filter(isNode);
  }
}

/** What people want to read first; the rest stays as it was said. */
const firstKeywords = ['$ref', 'type', 'title', 'description', 'format', 'enum', 'const'];
const lastKeywords = ['required', 'additionalProperties', 'default', 'examples', '$defs'];

function inOrder(schema: Node): Node {
  const rank = (keyword: string): number => {
    const first = firstKeywords.indexOf(keyword);
    return first === -1 ? firstKeywords.length + 1 + lastKeywords.indexOf(keyword) : first;
  };
  return Object.fromEntries(Object.entries(schema).sort(([a], [b]) => rank(a) - rank(b)));
}
