import type { ServerLog } from '../../common/server-log.js';
import type { ToolComponent } from '../component.js';
import type { Registry } from '../registry.js';

interface Block {
  readonly type: string;
  readonly resource?: { readonly uri?: string };
}

/**
 * Tells, once for each tool, that its results embed a resource although the server serves none: clients that keep the
 * address cannot read it again. Bytes that a tool returned have an address of the framework's, which nobody means.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#embedded-resources
 */
export class ResourceHint {
  private readonly told = new Set<string>();

  constructor(private readonly log: ServerLog) {}

  look({ where }: ToolComponent, { resources, templates }: Registry, outcome: unknown): void {
    if (resources.size + templates.length > 0 || this.told.has(where)) return;
    const { content } = (outcome ?? {}) as { content?: readonly Block[] };
    if (!content?.some(({ type, resource }) => type === 'resource' && !resource?.uri?.startsWith('result:')))
      return;
    this.told.add(where);
    this.log.warn(
      `${where} returned an embedded resource, but this server serves no resources: clients can read it in the result and never again. Add a @Resource for it.`,
    );
  }
}
