import { isPorticoError, PorticoError } from '../../common/portico-error.js';
import type { ChangePublisher } from '../changes/change.js';
import type { Exchange } from '../exchange.js';
import type { StateScope } from '../state/state-options.js';
import { stateOwner } from '../state/state-owner.js';
import type { StateService } from '../state/state-service.js';
import { addRule } from './add-rule.js';
import { callerScope, requireCaller, type CallerScope } from './caller-scope.js';
import { changedLists } from './changed-lists.js';
import { readCriteria } from './read-criteria.js';
import type { Subject } from './subject.js';
import type { VisibilityCriteria, VisibilityRule } from './visibility-rule.js';

/** What the service stands on. */
export interface VisibilityPorts {
  readonly state: () => StateService;
  readonly changes: ChangePublisher;
  /** All components there are, whoever may see them. */
  readonly subjects: () => readonly Subject[];
  /** The rules of the server, to which those of a session are added. */
  readonly rules: readonly VisibilityRule[];
  /** Whether callers may have rules where the store of state is shared; see the option `sessionVisibility`. */
  readonly shared: boolean;
}

/** The name in the state under which the rules of a caller are kept. */
const KEY = 'portico:visibility';

/**
 * Which components a caller sees. Its rules are state of its session, so they live, end and travel between machines as
 * state does. A request costs nothing for them until there is a rule: with a store of this process, until the first one
 * was written; a shared store is read only where the application says that it uses rules.
 */
export class VisibilityService {
  private hasRules: boolean;

  constructor(private readonly ports: VisibilityPorts) {
    this.hasRules = ports.shared;
  }

  /** Whether lists may differ from caller to caller. */
  get differs(): boolean {
    return this.hasRules;
  }

  /** @throws PorticoError `PORTICO_VISIBILITY_RULE`, `PORTICO_VISIBILITY_OFF`, `PORTICO_STATE_NO_SESSION` */
  async add(exchange: Exchange, visible: boolean, given: VisibilityCriteria): Promise<void> {
    const member = visible ? 'ctx.enableComponents' : 'ctx.disableComponents';
    const rule = { ...readCriteria(member, given), visible };
    await this.write(exchange, member, (rules) => addRule(rules, rule));
  }

  /** The caller sees again what the server shows everyone. */
  async reset(exchange: Exchange): Promise<void> {
    await this.write(exchange, 'ctx.resetVisibility', () => []);
  }

  /**
   * The rules of the caller; `undefined` at once where there can be none.
   *
   * @param argument a session handle among the arguments of a tool that takes one
   * @throws UnknownSessionError, PorticoError `PORTICO_STATE_UNAVAILABLE`: what is hidden is never shown by mistake
   */
  rulesOf(exchange: Exchange, argument?: unknown): Promise<readonly VisibilityRule[]> | undefined {
    const caller = this.hasRules ? callerScope(exchange, argument) : undefined;
    return caller && this.read(caller, argument !== undefined);
  }

  /**
   * Does what forgets all that a session keeps, its rules among it, and tells which lists have changed by that.
   *
   * @param scope whose state is forgotten
   * @throws whatever `forget` throws
   */
  async forgetting(
    exchange: Exchange,
    scope: StateScope = 'session',
    forget: () => Promise<void>,
  ): Promise<void> {
    if (!this.hasRules || scope === 'app' || scope === 'user') return forget();
    // Where there is no such session, or the store is away, forgetting says so itself.
    const kept = await this.ports
      .state()
      .get(exchange, KEY, { scope, default: [] })
      .catch(() => []);
    await forget();
    const before = kept as readonly VisibilityRule[];
    if (before.length > 0) this.publish(stateOwner(exchange, scope, KEY), before, []);
  }

  private async read({ exchange, scope }: CallerScope, isArgument: boolean) {
    try {
      const kept = await this.ports.state().get(exchange, KEY, { scope, default: [] });
      return kept as readonly VisibilityRule[];
    } catch (error) {
      // The tool itself says that it does not know the handle among its arguments.
      const isTold = isArgument && isPorticoError(error, 'PORTICO_SESSION_UNKNOWN');
      if (isTold || isPorticoError(error, 'PORTICO_SESSION_ENDED')) return [];
      throw error;
    }
  }

  private async write(
    given: Exchange,
    member: string,
    compute: (rules: readonly VisibilityRule[]) => readonly VisibilityRule[],
  ): Promise<void> {
    const { exchange, scope } = requireCaller(given, member);
    const state = this.ports.state();
    if (!state.store.isLocal && !this.ports.shared) throw isOff(member);
    const change: { before?: readonly VisibilityRule[]; after: readonly VisibilityRule[] } = { after: [] };
    this.hasRules = true;
    const update = (rules: readonly VisibilityRule[]) => (change.after = compute((change.before = rules)));
    await state.update(exchange, KEY, update, { scope, default: [], sliding: true });
    // A handler that is run again has told already.
    if (!change.before) return;
    this.publish(stateOwner(exchange, scope, KEY), change.before, change.after);
  }

  /** Tells a caller which lists are another by other rules. */
  private publish(to: string, before: readonly VisibilityRule[], after: readonly VisibilityRule[]): void {
    const { rules, changes, subjects } = this.ports;
    for (const kind of changedLists(subjects(), [...rules, ...before], [...rules, ...after]))
      changes.publish({ kind, to });
  }
}

function isOff(member: string): PorticoError {
  return new PorticoError(
    'PORTICO_VISIBILITY_OFF',
    `${member}: state is kept in a store that other processes share, so each request has to look there for rules. Say that it shall, by the option sessionVisibility: true.`,
  );
}
