import { milliseconds } from '../../common/duration.js';
import { isPorticoError, PorticoError } from '../../common/portico-error.js';
import type { ServerLog } from '../../common/server-log.js';
import type { Exchange } from '../exchange.js';
import { AtomicUpdates } from './atomic-updates.js';
import { CodecRegistry } from './codecs/codec-registry.js';
import { SessionHandles } from './handles/session-handles.js';
import { readOptions, readSubject, type Subject } from './read-options.js';
import { RequestValues } from './request-values.js';
import type { SessionEnd } from './session-end.js';
import type { NamedKey } from './state-key.js';
import type { StateScope } from './state-options.js';
import { hash, sessionOwner, stateOwner } from './state-owner.js';
import type { StateParts } from './state-settings.js';
import { StateValues } from './state-values.js';
import { openStateStore } from './stores/open-state-store.js';
import type { StateStore } from './stores/state-store.js';

const DAY = '24h';
const CAPACITY = 100_000;
const READ = ['scope'];
const WRITE = ['scope', 'ttl', 'sliding'];

/** A key by its name, or one made by `stateKey()`. */
type AnyKey = string | NamedKey;

/**
 * Values that outlive a request, by session, user or application; and values of this request alone. What a handler
 * writes is written once, however often it is run again after a question.
 */
export class StateService implements SessionEnd {
  private readonly local = new RequestValues();
  private readonly values: StateValues;
  /** Begins every key of the application. */
  readonly prefix: string;
  private readonly log: ServerLog;
  private readonly ending = new Set<Promise<void>>();
  private opened: { store: StateStore; updates: AtomicUpdates; handles: SessionHandles } | undefined;

  /** @throws PorticoError `PORTICO_DURATION`, `PORTICO_STATE_CODEC` for settings that cannot be */
  constructor(private readonly parts: StateParts) {
    const { ttl = DAY, sliding = false, codecs, namespace } = parts.settings;
    this.values = new StateValues(new CodecRegistry(codecs), { ttl: milliseconds(ttl), sliding });
    this.prefix = `${encodeURIComponent(namespace)}/`;
    this.log = parts.log;
  }

  /**
   * Opens the store.
   *
   * @throws PorticoError `PORTICO_STATE_UNAVAILABLE`, `PORTICO_STORAGE_URL`, `PORTICO_MISSING_PACKAGE`
   */
  async onModuleInit(): Promise<void> {
    const { store: given = 'memory:', capacity = CAPACITY, handleTtl = DAY } = this.parts.settings;
    const store = await openStateStore(given, capacity, this.log, this.parts.clock);
    const handles = new SessionHandles(store, this.prefix, milliseconds(handleTtl));
    this.opened = { store, updates: new AtomicUpdates(store), handles };
  }

  async onShutdown(): Promise<void> {
    await Promise.all(this.ending);
    await this.opened?.store.close();
  }

  /** Where values are kept. */
  get store(): StateStore {
    return this.open.store;
  }

  /** The sessions of stateless clients. */
  get handles(): SessionHandles {
    return this.open.handles;
  }

  async set(exchange: Exchange, key: AnyKey, value: unknown, options?: unknown): Promise<void> {
    const subject = readSubject('setState', key, options, [...WRITE, 'serializable']);
    if (subject.options.serializable === false) {
      this.local.set(exchange, subject.scope, subject.key, value);
      return;
    }
    const text = this.values.encode(subject.key, value);
    const { ttl, stored } = this.values.toStore(text, subject.options);
    const place = await this.place(exchange, subject);
    this.open.updates.refuseWithin(place);
    await this.once(exchange, ['set', place, stored], () => this.store.set(place, stored, ttl));
    this.local.delete(exchange, subject.scope, subject.key);
  }

  async get(exchange: Exchange, key: AnyKey, given?: unknown): Promise<unknown> {
    const { fallback, options } = readGiven(given);
    const subject = readSubject('getState', key, options, [...READ, 'default']);
    const { scope, key: name } = subject;
    if (this.local.has(exchange, scope, name)) return this.local.get(exchange, scope, name);
    const place = await this.place(exchange, subject);
    const stored = await this.store.get(place);
    if (stored === undefined) return fallback === undefined ? subject.options.default : fallback;
    const { value, slides } = this.values.read(stored);
    if (slides !== undefined) await this.store.touch(place, slides);
    return value;
  }

  async has(exchange: Exchange, key: AnyKey, options?: unknown): Promise<boolean> {
    const subject = readSubject('hasState', key, options, READ);
    if (this.local.has(exchange, subject.scope, subject.key)) return true;
    return this.store.has(await this.place(exchange, subject));
  }

  async delete(exchange: Exchange, key: AnyKey, options?: unknown): Promise<boolean> {
    const subject = readSubject('deleteState', key, options, READ);
    const wasLocal = this.local.delete(exchange, subject.scope, subject.key);
    const place = await this.place(exchange, subject);
    this.open.updates.refuseWithin(place);
    const wasStored = await this.once(exchange, ['delete', place], () => this.store.delete(place));
    return wasLocal || wasStored;
  }

  /** @returns what was written; a copy */
  async update(
    exchange: Exchange,
    key: AnyKey,
    compute: (current: never) => unknown,
    options?: unknown,
  ): Promise<unknown> {
    const subject = readSubject('updateState', key, options, [...WRITE, 'default']);
    const place = await this.place(exchange, subject);
    const stored = await this.once(exchange, ['update', place], () =>
      this.open.updates.run(place, async (kept) => {
        const next = await compute(this.current(subject, kept) as never);
        return this.values.toStore(this.values.encode(subject.key, next), subject.options);
      }),
    );
    this.local.delete(exchange, subject.scope, subject.key);
    return this.values.read(stored).value;
  }

  /** @returns the number that was written */
  async increment(exchange: Exchange, key: AnyKey, by = 1, options?: unknown): Promise<number> {
    const subject = readSubject('incrementState', key, options, WRITE);
    const place = await this.place(exchange, subject);
    const stored = await this.once(exchange, ['increment', place, String(by)], () =>
      this.open.updates.run(place, (kept) => this.values.add(subject.key, kept, by, subject.options)),
    );
    this.local.delete(exchange, subject.scope, subject.key);
    return this.values.read(stored).value as number;
  }

  async clear(exchange: Exchange, options?: unknown): Promise<void> {
    const { scope = 'session' } = readOptions('clearState', options, READ);
    const owner = await this.owner(exchange, scope, '*');
    await this.once(exchange, ['clear', owner], () => this.store.clearOwner(owner));
    this.local.clear(exchange, scope);
  }

  /** Ends the session of the request: forgets all that is kept for it, and its handle if it has one. */
  async endCurrent(exchange: Exchange): Promise<void> {
    const owner = await this.owner(exchange, 'session', '*');
    const { session } = exchange;
    if (session?.isHandle) await this.handles.end(session);
    await this.once(exchange, ['end', owner], () => this.store.clearOwner(owner));
    this.local.clear(exchange, 'session');
  }

  /** Forgets all that is kept for a session of the line, which is over. A failure is logged: the values expire. */
  endSession(id: string): Promise<void> {
    const end = this.store
      .clearOwner(`${this.prefix}${sessionOwner({ id })}/`)
      .catch((error: Error) => {
        // A Keyv that cannot list its keys was told at the start.
        const level = isPorticoError(error, 'PORTICO_STATE_NO_CLEAR') ? 'debug' : 'warn';
        this.log[level](`State of a session that ended stays until it expires: ${error.message}`);
      })
      .finally(() => this.ending.delete(end));
    this.ending.add(end);
    return end;
  }

  /** What an update begins with: its own copy, also of the default. */
  private current({ key, options }: Subject, kept: string | undefined): unknown {
    if (kept !== undefined) return this.values.read(kept).value;
    return options.default === undefined ? undefined : this.values.copy(key, options.default);
  }

  /** Where a value is kept. */
  private async place(exchange: Exchange, { scope, key }: Subject): Promise<string> {
    return (await this.owner(exchange, scope, key)) + key;
  }

  private async owner(exchange: Exchange, scope: StateScope, key: string): Promise<string> {
    if (scope === 'session') this.handles.refuseEnded(exchange.session);
    if (typeof scope === 'object') await this.handles.check(exchange, scope.handle);
    return `${this.prefix}${stateOwner(exchange, scope, key)}/`;
  }

  /** A write is not done again when the handler is. */
  private once<T>(exchange: Exchange, write: readonly string[], work: () => Promise<T>): Promise<T> {
    return exchange.flow.remember(() => `once:state:${hash(JSON.stringify(write))}`, work);
  }

  private get open(): NonNullable<typeof this.opened> {
    if (this.opened) return this.opened;
    throw new PorticoError(
      'PORTICO_STATE_CLOSED',
      'State was used before the application had started. Use it in a request.',
    );
  }
}

/** What stands in the place of the options: they, or a default that cannot be taken for options. */
function readGiven(given: unknown): { fallback: unknown; options: unknown } {
  const isOptions =
    given === undefined || (typeof given === 'object' && given !== null) || typeof given === 'function';
  return isOptions ? { fallback: undefined, options: given } : { fallback: given, options: undefined };
}
