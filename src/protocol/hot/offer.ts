import { declaresHeaders } from '../../pipeline/header-parameters.js';
import type { Registry } from '../../pipeline/registry.js';

/** What the components of a registry let clients ask for. */
export class Offer {
  private readonly methods: ReadonlySet<string>;
  /** Tools of which each call is an ordinary one: none becomes a task or mirrors arguments in headers. */
  private readonly plain = new Set<string>();

  constructor({ tools, resources, templates, prompts }: Registry) {
    const hasResources = resources.size + templates.length > 0;
    this.methods = new Set([
      ...(tools.size > 0 ? ['tools/list', 'tools/call'] : []),
      ...(hasResources ? ['resources/list', 'resources/templates/list', 'resources/read'] : []),
      ...(prompts.size > 0 ? ['prompts/list', 'prompts/get'] : []),
    ]);
    for (const [name, { task, entry }] of tools)
      if (!task && !declaresHeaders(entry.inputSchema)) this.plain.add(name);
  }

  has(method: string): boolean {
    return this.methods.has(method);
  }

  isPlainTool(name: string): boolean {
    return this.plain.has(name);
  }
}
