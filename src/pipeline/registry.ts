import { createHash } from 'node:crypto';
import { declaresHeaders } from './header-parameters.js';
import type {
  Component,
  PromptComponent,
  ResourceComponent,
  ResourceTemplateComponent,
  ToolComponent,
} from './component.js';
import { Offer } from './offer.js';

/** All components of an application at one time, in order of declaration. It never changes; a change makes a new one. */
export class Registry {
  readonly tools: ReadonlyMap<string, ToolComponent>;
  readonly resources: ReadonlyMap<string, ResourceComponent>;
  readonly templates: readonly ResourceTemplateComponent[];
  readonly prompts: ReadonlyMap<string, PromptComponent>;
  private computed: string | undefined;
  private offered: Offer | undefined;
  /** Whether any tool wants arguments mirrored in HTTP headers. */
  readonly mirrorsHeaders: boolean;
  /** Whether calls of any tool may become background tasks. */
  readonly hasTasks: boolean;

  /** @param version of the application: its handlers may change where its lists do not */
  constructor(
    readonly components: readonly Component[],
    private readonly version: string,
  ) {
    this.tools = new Map(components.filter(isKind('tool')).map((c) => [c.entry.name, c]));
    this.resources = new Map(components.filter(isKind('resource')).map((c) => [c.entry.uri, c]));
    this.templates = components.filter(isKind('resource-template'));
    this.mirrorsHeaders = Array.from(this.tools.values()).some(({ entry }) =>
      declaresHeaders(entry.inputSchema),
    );
    this.hasTasks = Array.from(this.tools.values()).some(({ task }) => task !== undefined);
    this.prompts = new Map(components.filter(isKind('prompt')).map((c) => [c.entry.name, c]));
  }

  /** Another one for every change of what clients can see. */
  get revision(): string {
    return (this.computed ??= revisionOf(this.components, this.version));
  }

  /** What its components let clients ask for. */
  get offer(): Offer {
    return (this.offered ??= new Offer(this));
  }

  /** The same with some of its components only. */
  filter(isIn: (component: Component) => boolean): Registry {
    return new Registry(this.components.filter(isIn), this.version);
  }

  /** The resource or template that answers for a URI, and the variables found in it. */
  findResource(
    uri: string,
  ):
    | { component: ResourceComponent | ResourceTemplateComponent; variables: Record<string, string> }
    | undefined {
    const exact = this.resources.get(uri);
    if (exact) return { component: exact, variables: {} };
    for (const component of this.templates) {
      const variables = component.template.match(uri);
      if (variables) return { component, variables };
    }
    return undefined;
  }
}

function isKind<K extends Component['kind']>(kind: K) {
  return (component: Component): component is Extract<Component, { kind: K }> => component.kind === kind;
}

function revisionOf(components: readonly Component[], version: string): string {
  const seen = JSON.stringify([version, components.map(({ kind, entry }) => [kind, entry])]);
  return createHash('sha256').update(seen).digest('base64url').slice(0, 16);
}
