import type { Registry } from './registry.js';

/** What the components of a registry let clients ask for. */
export class Offer {
  private readonly methods: ReadonlySet<string>;
  private readonly tasks = new Set<unknown>();

  constructor({ tools, resources, templates, prompts }: Registry) {
    const hasResources = resources.size + templates.length > 0;
    this.methods = new Set([
      ...(tools.size > 0 ? ['tools/list', 'tools/call'] : []),
      ...(hasResources ? ['resources/list', 'resources/templates/list', 'resources/read'] : []),
      ...(prompts.size > 0 ? ['prompts/list', 'prompts/get'] : []),
    ]);
    for (const [name, { task }] of tools) if (task) this.tasks.add(name);
  }

  has(method: string): boolean {
    return this.methods.has(method);
  }

  /** Whether calls of a tool may become background tasks. */
  becomesTask(tool: unknown): boolean {
    return this.tasks.has(tool);
  }
}
