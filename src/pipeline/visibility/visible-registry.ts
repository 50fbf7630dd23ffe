import type { Change } from '../../context/changes/change.js';
import type { Exchange } from '../../context/exchange.js';
import { isVisible, type Subject } from '../../context/visibility/subject.js';
import type { VisibilityRule } from '../../context/visibility/visibility-rule.js';
import { whyRefused } from '../../identity/access.js';
import type { Principal } from '../../identity/principal.js';
import { Asked } from '../access/asked.js';
import type { Registry } from '../registry.js';
import { SESSION_ARGUMENT } from '../session/session-argument.js';
import { subjectOf } from './subject-of.js';

/** Callers with the same rules share a registry; this many are kept. */
const MOST = 256;

/** Who knows the rules of a caller. */
export interface CallerRules {
  rulesOf(exchange: Exchange, argument?: unknown): Promise<readonly VisibilityRule[]> | undefined;
}

/** What was computed of one registry. */
interface Views {
  readonly subjects: readonly Subject[];
  readonly everyone: Registry;
  readonly asked: Asked;
  readonly byRules: Map<string, Registry>;
}

/**
 * The components a caller may see. What is hidden is in no list, cannot be called, read or completed and is in no hint:
 * for this caller the registry does not have it.
 */
export class VisibleRegistry {
  private readonly views = new WeakMap<Registry, Views>();

  /**
   * @param rules of the server; computed once for each registry
   * @param hidesForbidden whether a caller sees only what it may use
   */
  constructor(
    private readonly registry: () => Registry,
    private readonly rules: readonly VisibilityRule[],
    private readonly callers: () => CallerRules,
    private readonly hidesForbidden: boolean,
  ) {}

  get subjects(): readonly Subject[] {
    return this.viewsOf(this.registry()).subjects;
  }

  /** What the rules of the server leave, whoever may use it. */
  get everyone(): Registry {
    return this.viewsOf(this.registry()).everyone;
  }

  forCaller(exchange: Exchange): Registry | Promise<Registry> {
    const registry = this.registry();
    const own = this.callers().rulesOf(exchange, sessionArgument(registry, exchange));
    const { principal } = exchange;
    if (!own) return this.under(registry, [], principal);
    return own.then((rules) => this.under(registry, rules, principal));
  }

  /** Whether a change is about something the caller sees. */
  concerns(exchange: Exchange, change: Change): boolean | Promise<boolean> {
    if (change.kind === 'resource') {
      const registry = this.forCaller(exchange);
      return registry instanceof Promise
        ? registry.then((own) => has(own, change.uri))
        : has(registry, change.uri);
    }
    const { about } = change;
    if (!about) return true;
    const sees = (rules: readonly VisibilityRule[]): boolean =>
      about.some((subject) => isVisible(subject, [...this.rules, ...rules]));
    return this.callers().rulesOf(exchange)?.then(sees) ?? sees([]);
  }

  private under(
    registry: Registry,
    rules: readonly VisibilityRule[],
    principal: Principal | undefined,
  ): Registry {
    const { everyone, asked, byRules } = this.viewsOf(registry);
    const hides = this.hidesForbidden && asked.isAny;
    if (rules.length === 0 && !hides) return everyone;
    const key = JSON.stringify([rules, hides && asked.of(principal)]);
    const known = byRules.get(key);
    if (known) return known;
    if (byRules.size >= MOST) byRules.delete(byRules.keys().next().value!);
    const seen = filtered(registry, [...this.rules, ...rules]);
    const view = hides ? seen.filter(({ access }) => !access || !whyRefused(principal, access)) : seen;
    byRules.set(key, view);
    return view;
  }

  private viewsOf(registry: Registry): Views {
    let views = this.views.get(registry);
    if (!views) {
      const everyone = this.rules.length === 0 ? registry : filtered(registry, this.rules);
      views = {
        subjects: registry.components.map(subjectOf),
        everyone,
        asked: new Asked(registry),
        byRules: new Map(),
      };
      this.views.set(registry, views);
    }
    return views;
  }
}

function has(registry: Registry, uri: string): boolean {
  return registry.findResource(uri) !== undefined;
}

function filtered(registry: Registry, rules: readonly VisibilityRule[]): Registry {
  return registry.filter((component) => isVisible(subjectOf(component), rules));
}

/** The handle among the arguments of a tool that takes one, whoever may see the tool. */
function sessionArgument(registry: Registry, { method, params }: Exchange): unknown {
  if (method !== 'tools/call' || !registry.tools.get(params['name'] as string)?.session) return undefined;
  return (params['arguments'] as Readonly<Record<string, unknown>> | undefined)?.[SESSION_ARGUMENT];
}
