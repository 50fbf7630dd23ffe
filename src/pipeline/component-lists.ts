import type {
  PromptEntry,
  ResourceEntry,
  ResourceTemplateEntry,
  ToolEntry,
} from '../context/resources/list-entries.js';
import type { Exchange } from '../context/exchange.js';
import { page, type Page } from './pages.js';
import type { Registry } from './registry.js';

/** The four lists of what a caller may see, in order of declaration, in pages. */
export class ComponentLists {
  constructor(private readonly pageSize: number | undefined) {}

  tools({ tools }: Registry, exchange: Exchange): { tools: readonly ToolEntry[] } {
    const { items, ...rest } = this.cut(exchange, entries(tools), (entry) => entry.name);
    return { tools: items, ...rest };
  }

  resources({ resources }: Registry, exchange: Exchange): { resources: readonly ResourceEntry[] } {
    const { items, ...rest } = this.cut(exchange, entries(resources), (entry) => entry.uri);
    return { resources: items, ...rest };
  }

  resourceTemplates(
    registry: Registry,
    exchange: Exchange,
  ): { resourceTemplates: readonly ResourceTemplateEntry[] } {
    const templates = registry.templates.map((template) => template.entry);
    const { items, ...rest } = this.cut(exchange, templates, (entry) => entry.uriTemplate);
    return { resourceTemplates: items, ...rest };
  }

  prompts({ prompts }: Registry, exchange: Exchange): { prompts: readonly PromptEntry[] } {
    const { items, ...rest } = this.cut(exchange, entries(prompts), (entry) => entry.name);
    return { prompts: items, ...rest };
  }

  private cut<T>({ params }: Exchange, items: readonly T[], keyOf: (item: T) => string): Page<T> {
    return page(items, keyOf, params['cursor'], this.pageSize);
  }
}

function entries<T>(components: ReadonlyMap<string, { readonly entry: T }>): T[] {
  return Array.from(components.values(), ({ entry }) => entry);
}
