import type {
  PromptEntry,
  ResourceEntry,
  ResourceTemplateEntry,
  ToolEntry,
} from '../context/resources/list-entries.js';
import type { Exchange } from '../context/exchange.js';
import { page, type Page } from './pages.js';
import type { Registry } from './registry.js';

/** The four lists of what a server offers, in order of declaration, in pages. */
export class ComponentLists {
  constructor(
    private readonly registry: () => Registry,
    private readonly pageSize: number | undefined,
  ) {}

  tools(exchange: Exchange): { tools: readonly ToolEntry[] } {
    const { items, ...rest } = this.cut(exchange, entries(this.registry().tools), (entry) => entry.name);
    return { tools: items, ...rest };
  }

  resources(exchange: Exchange): { resources: readonly ResourceEntry[] } {
    const { items, ...rest } = this.cut(exchange, entries(this.registry().resources), (entry) => entry.uri);
    return { resources: items, ...rest };
  }

  resourceTemplates(exchange: Exchange): { resourceTemplates: readonly ResourceTemplateEntry[] } {
    const templates = this.registry().templates.map((template) => template.entry);
    const { items, ...rest } = this.cut(exchange, templates, (entry) => entry.uriTemplate);
    return { resourceTemplates: items, ...rest };
  }

  prompts(exchange: Exchange): { prompts: readonly PromptEntry[] } {
    const { items, ...rest } = this.cut(exchange, entries(this.registry().prompts), (entry) => entry.name);
    return { prompts: items, ...rest };
  }

  private cut<T>({ params }: Exchange, items: readonly T[], keyOf: (item: T) => string): Page<T> {
    return page(items, keyOf, params['cursor'], this.pageSize);
  }
}

function entries<T>(components: ReadonlyMap<string, { readonly entry: T }>): T[] {
  return Array.from(components.values(), ({ entry }) => entry);
}
