import type {
  PromptEntry,
  ResourceEntry,
  ResourceTemplateEntry,
  ToolEntry,
} from '../context/resources/list-entries.js';
import type { Exchange } from '../context/exchange.js';
import { page, type Page } from './pages.js';
import type { Registry } from './registry.js';

/** A list as it stands in a result, by the name of its entries there. */
export type ListOutcome = Readonly<Record<string, unknown>>;

export type ListName = 'tools' | 'resources' | 'resourceTemplates' | 'prompts';

interface Source {
  readonly entries: (registry: Registry) => readonly object[];
  readonly keyOf: (entry: never) => string;
}

const sources: Readonly<Record<ListName, Source>> = {
  tools: { entries: ({ tools }) => entriesOf(tools), keyOf: ({ name }: ToolEntry) => name },
  resources: { entries: ({ resources }) => entriesOf(resources), keyOf: ({ uri }: ResourceEntry) => uri },
  resourceTemplates: {
    entries: ({ templates }) => templates.map(({ entry }) => entry),
    keyOf: ({ uriTemplate }: ResourceTemplateEntry) => uriTemplate,
  },
  prompts: { entries: ({ prompts }) => entriesOf(prompts), keyOf: ({ name }: PromptEntry) => name },
};

/** So many pages of one registry are kept; a client cannot ask for more than there are. */
const MOST_PAGES = 256;

/**
 * The four lists of what a caller may see, in order of declaration, in pages. Callers who see the same are given the very
 * same page, which nobody can change, so that what is made of it can be kept beside it.
 */
export class ComponentLists {
  private readonly pages = new WeakMap<Registry, Map<string, ListOutcome>>();

  constructor(private readonly pageSize: number | undefined) {}

  /** @throws RequestFault for a cursor that the list did not give */
  of(name: ListName, registry: Registry, { params: { cursor } }: Exchange): ListOutcome {
    let pages = this.pages.get(registry);
    if (!pages) this.pages.set(registry, (pages = new Map<string, ListOutcome>()));
    const key = typeof cursor === 'string' ? `${name} ${cursor}` : name;
    const known = pages.get(key);
    if (known) return known;
    const made = Object.freeze(this.make(name, registry, cursor));
    if (pages.size >= MOST_PAGES) pages.clear();
    pages.set(key, made);
    return made;
  }

  /** The same for somebody who may change it. */
  make(name: ListName, registry: Registry, cursor: unknown): ListOutcome {
    const { entries, keyOf } = sources[name];
    const { items, ...rest }: Page<object> = page(entries(registry), keyOf as never, cursor, this.pageSize);
    return { [name]: items, ...rest };
  }
}

function entriesOf<T extends object>(components: ReadonlyMap<string, { readonly entry: T }>): T[] {
  return Array.from(components.values(), ({ entry }) => entry);
}
