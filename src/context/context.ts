import type { PromptOutcome } from '../common/content/content.js';
import type { ResourceResult } from '../common/content/resource-result.js';
import type { ToolResult } from '../common/content/tool-result.js';
import { endsUnheard } from '../common/unheard.js';
import type { SchemaSource } from '../schema/index.js';
import { currentContext } from './ambient.js';
import type { ClientInfo } from './client-info.js';
import { closeStream } from './close-stream.js';
import { attended } from './attended.js';
import type { ContextServices } from './context-services.js';
import type { ElicitUrlOptions, UrlAnswer } from './elicitation/ask-url.js';
import type { ChooseManyOptions, ElicitOptions } from './elicitation/elicit-options.js';
import type { ElicitationAnswer } from './elicitation/elicitation-answer.js';
import type { Choices, ChoiceValue, Form, FormValue } from './elicitation/form.js';
import type { Era, Exchange, HttpInfo, TraceContext, TransportKind } from './exchange.js';
import type { Effect, OnceOptions } from './flow.js';
import type { Jobs } from './jobs/jobs.js';
import type { LogOptions } from './logging/logging-service.js';
import type { LogLevel } from './peer.js';
import type { Principal } from '../identity/principal.js';
import type {
  PromptEntry,
  ResourceEntry,
  ResourceTemplateEntry,
  ToolEntry,
} from './resources/list-entries.js';
import type { Root } from './roots/root.js';
import type { ListRootsOptions } from './roots/roots-service.js';
import type { SamplingInput } from './sampling/messages/sampling-message.js';
import type {
  SampleOptions,
  SampleResultFor,
  SampleStep,
  SampleStepOptions,
} from './sampling/sample-options.js';
import type { NamedKey, StateKey } from './state/state-key.js';
import type {
  PlainDefault,
  StateGetOptions,
  StateOptions,
  StateReadOptions,
  StateWriteOptions,
  Widened,
} from './state/state-options.js';
import type { VisibilityCriteria } from './visibility/visibility-rule.js';

/** Where a context finds the request it speaks for; that request may change while a flow goes on. */
export interface ContextSource {
  readonly exchange: Exchange;
  readonly services: ContextServices;
}

/** Looks behind the façade; for the framework's own use. */
export let sourceOf: (context: Context) => ContextSource;

/**
 * The control panel of a running tool, resource or prompt. Ask for it in a constructor or a method parameter; the
 * same calls work on every transport and protocol revision.
 *
 * @example
 * ```ts
 * @Tool('Import a file')
 * async importFile(input: ImportInput, ctx: Context) {
 *   await ctx.info('importing', { file: input.file });
 *   await ctx.reportProgress(1, 3, 'parsed');
 *   await ctx.setState('last-import', input.file);
 * }
 * ```
 */
export class Context {
  readonly #source: ContextSource;

  static {
    sourceOf = (context) => context.#source;
  }

  /** Made by the framework for each request. */
  constructor(source: ContextSource) {
    this.#source = source;
  }

  /**
   * The context of the request that is running.
   *
   * @throws PorticoError `PORTICO_NO_CONTEXT` outside a request
   */
  static current(): Context {
    return currentContext();
  }

  /** The id of the request, as the client numbered it. */
  get requestId(): string {
    return this.#exchange.id;
  }
  /**
   * The id of the session, or `undefined` where the connection has none; it is never made up. In a tool with
   * `session: 'handle'` it may be the handle.
   */
  get sessionId(): string | undefined {
    return this.#exchange.session?.id;
  }
  get transport(): TransportKind {
    return this.#exchange.transport;
  }
  get era(): Era {
    return this.#exchange.era;
  }
  /** Such as `2025-11-25`. */
  get protocolVersion(): string {
    return this.#exchange.protocolVersion;
  }
  /** What the client says about itself. */
  get client(): ClientInfo {
    return this.#exchange.client;
  }
  /** Who is calling, verified; `undefined` where the server asks for no identity. */
  get principal(): Principal | undefined {
    return this.#exchange.principal;
  }
  /** The `_meta` of the request. */
  get meta(): Readonly<Record<string, unknown>> {
    return this.#exchange.meta;
  }
  /** The caller's trace, from `_meta` or from HTTP headers, to be continued by your own tracing. */
  get trace(): TraceContext | undefined {
    return this.#exchange.trace;
  }
  /** The HTTP request, or `undefined` on other transports. */
  get http(): HttpInfo | undefined {
    return this.#exchange.http;
  }
  /** Aborted when the client cancels or goes away. */
  get signal(): AbortSignal {
    return endsUnheard(this.#exchange.signal);
  }
  get isBackgroundTask(): boolean {
    return this.#exchange.task !== undefined;
  }
  /**
   * How often this work was begun: more than 1 in a background task or job that failed before, or whose process died, and
   * 1 in every other request. What must not be repeated belongs into {@link once}.
   */
  get attempt(): number {
    return this.#exchange.task?.attempt ?? 1;
  }
  /** Work for later, in the name of this caller. */
  get jobs(): Jobs {
    return this.#services.jobs.of(this.#exchange);
  }

  /** Sends a log message to the client, if it asked for this level. `data` is any JSON value. */
  log(level: LogLevel, message: string, data?: unknown, options?: LogOptions): Promise<void> {
    return this.#services.logging.log(this.#exchange, level, message, data, options);
  }
  debug(message: string, data?: unknown, options?: LogOptions): Promise<void> {
    return this.log('debug', message, data, options);
  }
  info(message: string, data?: unknown, options?: LogOptions): Promise<void> {
    return this.log('info', message, data, options);
  }
  notice(message: string, data?: unknown, options?: LogOptions): Promise<void> {
    return this.log('notice', message, data, options);
  }
  warning(message: string, data?: unknown, options?: LogOptions): Promise<void> {
    return this.log('warning', message, data, options);
  }
  error(message: string, data?: unknown, options?: LogOptions): Promise<void> {
    return this.log('error', message, data, options);
  }
  critical(message: string, data?: unknown, options?: LogOptions): Promise<void> {
    return this.log('critical', message, data, options);
  }
  alert(message: string, data?: unknown, options?: LogOptions): Promise<void> {
    return this.log('alert', message, data, options);
  }
  emergency(message: string, data?: unknown, options?: LogOptions): Promise<void> {
    return this.log('emergency', message, data, options);
  }

  /** Tells a client that asked for it how far the work is. `done` and `total` are in one unit; `done` must grow. */
  reportProgress(done: number, total?: number, message?: string): Promise<void> {
    return this.#services.progress.report(this.#exchange, done, total, message);
  }

  /**
   * Keeps a copy of a value for later requests of the same session, user or application.
   *
   * @param key a name, or one with a type from `stateKey()`
   * @param value data; also Date, Map, Set, Buffer, Uint8Array, BigInt, and instances of classes that have a codec
   * @throws PorticoError `PORTICO_STATE_VALUE` for what cannot be stored, `PORTICO_STATE_NO_SESSION` or
   * `PORTICO_STATE_NO_USER` where there is nothing the value could belong to, `PORTICO_STATE_FULL`,
   * `PORTICO_STATE_UNAVAILABLE` within a second when the store does not answer
   * @example
   * ```ts
   * await ctx.setState('cart', { items: [item] });
   * await ctx.setState('theme', 'dark', { scope: 'user', ttl: '30d', sliding: true });
   * await ctx.setState('connection', connection, { serializable: false }); // by reference, for this request only
   * ```
   */
  setState<T>(key: StateKey<T>, value: NoInfer<T>, options?: StateOptions): Promise<void>;
  setState(key: string, value: unknown, options?: StateOptions): Promise<void>;
  setState(key: string | NamedKey, value: unknown, options?: StateOptions): Promise<void> {
    return this.#services.state.set(this.#exchange, key, value, options);
  }
  /**
   * A copy of the value, or the default where none is kept: `null`, `0` and `''` are values like any other.
   *
   * @param options a plain default, or options; a default that is an object is written `{ default: … }`
   * @throws PorticoError `PORTICO_STATE_UNAVAILABLE` when the store does not answer: never "there is none"
   * @example
   * ```ts
   * const visits = await ctx.getState('visits', 0);
   * const cart = await ctx.getState<Cart>('cart', { scope: 'user', default: { items: [] } });
   * ```
   */
  getState<T>(key: StateKey<T>, options: StateGetOptions<T> & { readonly default: T }): Promise<T>;
  getState<T>(key: StateKey<T>, fallback: NoInfer<T> & PlainDefault): Promise<T>;
  getState<T>(key: StateKey<T>, options?: StateReadOptions): Promise<T | undefined>;
  getState<T>(key: string, options: StateGetOptions<T> & { readonly default: T }): Promise<T>;
  getState<T extends PlainDefault>(key: string, fallback: T): Promise<Widened<T>>;
  getState<T = unknown>(key: string, options?: StateReadOptions): Promise<T | undefined>;
  getState(key: string | NamedKey, options?: PlainDefault | StateGetOptions): Promise<unknown> {
    return this.#services.state.get(this.#exchange, key, options);
  }
  /** Whether a value is kept, `null` included. */
  hasState(key: string | NamedKey, options?: StateReadOptions): Promise<boolean> {
    return this.#services.state.has(this.#exchange, key, options);
  }
  /** @returns whether there was something to delete */
  deleteState(key: string | NamedKey, options?: StateReadOptions): Promise<boolean> {
    return this.#services.state.delete(this.#exchange, key, options);
  }
  /**
   * Computes a new value from the one that is kept, so that nothing is lost when others do the same at once, here or on
   * another machine.
   *
   * @param update returns the new value; it may be called again when another was faster, so it must do nothing else
   * @returns a copy of what was written
   * @throws PorticoError `PORTICO_STATE_BUSY`, `PORTICO_STATE_CONFLICT` when its turn never came, `PORTICO_STATE_NESTED`
   * @example
   * ```ts
   * await ctx.updateState(cartKey, (cart) => ({ items: [...cart.items, item] }), { default: { items: [] } });
   * ```
   */
  updateState<T>(
    key: StateKey<T>,
    update: (current: T) => NoInfer<T> | Promise<NoInfer<T>>,
    options: StateWriteOptions & { readonly default: NoInfer<T> },
  ): Promise<T>;
  updateState<T>(
    key: StateKey<T>,
    update: (current: T | undefined) => NoInfer<T> | Promise<NoInfer<T>>,
    options?: StateWriteOptions,
  ): Promise<T>;
  updateState<T>(
    key: string,
    update: (current: T) => T | Promise<T>,
    options: StateWriteOptions & { readonly default: T },
  ): Promise<T>;
  updateState<T = unknown>(
    key: string,
    update: (current: T | undefined) => T | Promise<T>,
    options?: StateWriteOptions,
  ): Promise<T>;
  updateState(
    key: string | NamedKey,
    update: (current: never) => unknown,
    options?: StateWriteOptions,
  ): Promise<unknown> {
    return this.#services.state.update(this.#exchange, key, update, options);
  }
  /**
   * Adds to a number that is kept; nothing kept counts as 0. A count goes on with the time it began with.
   *
   * @param by may be negative
   * @returns the new number
   * @throws PorticoError `PORTICO_STATE_NUMBER` where something else than a number is kept
   * @example
   * ```ts
   * const calls = await ctx.incrementState('calls', 1, { scope: 'user', ttl: '1m' });
   * if (calls > 60) throw new UserError('Too many calls; try again in a minute.');
   * ```
   */
  incrementState(key: string | StateKey<number>, by?: number, options?: StateWriteOptions): Promise<number> {
    return this.#services.state.increment(this.#exchange, key, by, options);
  }
  /** Forgets everything of a scope. */
  clearState(options?: StateReadOptions): Promise<void> {
    const { state, visibility } = this.#services;
    return visibility.forgetting(this.#exchange, options?.scope, () => state.clear(this.#exchange, options));
  }
  /**
   * Ends the session of this request: everything that is kept for it is forgotten, and its handle is no longer known.
   *
   * @see ToolOptions.session
   */
  endSession(): Promise<void> {
    const { state, visibility } = this.#services;
    return visibility.forgetting(this.#exchange, 'session', () => state.endCurrent(this.#exchange));
  }

  /**
   * Runs an effect once in this call, however often the handler is run again after a question, and gives its result.
   *
   * @param key names the effect within the call
   * @param effect receives a key by which outside systems recognise a repetition
   * @param options `repeatable: true` for what does no harm when it happens twice, such as a slow computation
   * @throws PorticoError `PORTICO_ONCE_UNCERTAIN` when the effect was begun before and never reported its end
   * @example
   * ```ts
   * const receipt = await ctx.once('charge', ({ idempotencyKey }) => this.payments.charge(cart, idempotencyKey));
   * ```
   */
  once<T>(key: string, effect: (effect: Effect) => T | Promise<T>, options?: OnceOptions): Promise<T> {
    return this.#services.effects.once(this.#exchange, key, effect, options);
  }
  /** The time, the same when the handler is run again. */
  now(): Date {
    return this.#services.effects.now(this.#exchange);
  }
  /** A random number from 0 to 1, the same when the handler is run again. */
  random(): number {
    return this.#services.effects.random(this.#exchange);
  }
  /** A random UUID, the same when the handler is run again. */
  uuid(): string {
    return this.#services.effects.uuid(this.#exchange);
  }

  /**
   * Asks the user, and waits for the answer. Declining and closing are answers too. What comes back fits what was asked
   * for: an answer that does not is asked for again, up to three rounds.
   *
   * @param form `String`, `Number`, `Boolean`, choices, several choices, a DTO class or a Standard Schema
   * @throws PorticoError `PORTICO_ELICIT_FORM` for what no form can ask, `PORTICO_CLIENT_CAPABILITY` where the client
   * shows no forms, `PORTICO_ELICIT_ANSWER` when no answer fits
   * @example
   * ```ts
   * const answer = await ctx.elicit('Where should it go?', Address);
   * if (answer.action !== 'accept') return 'Nothing was sent.';
   * await this.parcels.send(answer.data.street, answer.data.city);
   * ```
   */
  elicit<const F extends Form>(
    message: string,
    form: F,
    options?: ElicitOptions,
  ): Promise<ElicitationAnswer<FormValue<F>>> {
    return attended(this.#services.elicitation.elicit(this.#exchange, message, form, options));
  }
  /**
   * As {@link elicit}, where there is nothing to do without an answer.
   *
   * @throws UserError `PORTICO_DECLINED`, `PORTICO_CANCELLED`
   */
  elicitOrThrow<const F extends Form>(
    message: string,
    form: F,
    options?: ElicitOptions,
  ): Promise<FormValue<F>> {
    return attended(this.#services.elicitation.elicitOrThrow(this.#exchange, message, form, options));
  }
  /** Whether the user says yes; declining and closing are no. */
  confirm(message: string, options?: ElicitOptions): Promise<boolean> {
    return attended(this.#services.elicitation.confirm(this.#exchange, message, options));
  }
  /** Asks for a text; `undefined` where the user declines. */
  ask(message: string, options?: ElicitOptions): Promise<string | undefined> {
    return attended(this.#services.elicitation.ask(this.#exchange, message, options));
  }
  /**
   * Asks for one of some choices; `undefined` where the user declines.
   *
   * @example
   * ```ts
   * const size = await ctx.choose('Which size?', ['small', 'large']);
   * ```
   */
  choose<const C extends Choices>(
    message: string,
    choices: C,
    options?: ElicitOptions,
  ): Promise<ChoiceValue<C> | undefined> {
    return attended(this.#services.elicitation.choose(this.#exchange, message, choices, options));
  }
  /** Asks for any number of some choices; `undefined` where the user declines. */
  chooseMany<const C extends Choices>(
    message: string,
    choices: C,
    options?: ChooseManyOptions,
  ): Promise<ChoiceValue<C>[] | undefined> {
    return attended(this.#services.elicitation.chooseMany(this.#exchange, message, choices, options));
  }
  /**
   * Asks the user to open a URL: for payments, sign-in and everything secret, which must not pass through a form.
   *
   * @param url absolute; nobody who sees it may gain anything by it alone
   * @throws PorticoError `PORTICO_ELICIT_URL` for what is no web address, `PORTICO_CLIENT_CAPABILITY` where the client
   * opens no URLs
   * @example
   * ```ts
   * const { action, complete } = await ctx.elicitUrl('Please pay here.', `https://pay.example/orders/${order.id}`);
   * if (action !== 'accept') return 'Not paid.';
   * await this.payments.arrivalOf(order.id, ctx.signal);
   * await complete();
   * ```
   */
  elicitUrl(message: string, url: string | URL, options?: ElicitUrlOptions): Promise<UrlAnswer> {
    return attended(this.#services.elicitation.elicitUrl(this.#exchange, message, url, options));
  }

  /**
   * Asks a model: the client's, or the server's own where one was configured. The model may call tools, and its answer
   * may have a form.
   *
   * The protocol has put the client's model on notice (SEP-2577: no removal before 2027-07-28). It works with every
   * client that has it, and a `sampling.provider` makes the same call work with all others.
   *
   * @param messages a prompt, or a conversation
   * @throws MissingCapabilityError where there is no model to ask; nothing was sent
   * @throws PorticoError `PORTICO_SAMPLE_RESULT` when the result has not the form, `PORTICO_SAMPLE_ITERATIONS` when the
   * model does not stop calling tools, `PORTICO_SAMPLE_REFUSED` when the client's user said no, `PORTICO_CLIENT_REFUSED`,
   * `PORTICO_SAMPLE_ANSWER` or `PORTICO_SAMPLE_PROVIDER` when no answer came, `PORTICO_SAMPLE_OPTION` or
   * `PORTICO_SAMPLE_MESSAGES` for what cannot be asked
   * @example
   * ```ts
   * const { text } = await ctx.sample(`Summarise in one sentence: ${report}`, { maxTokens: 100 });
   * const { result } = await ctx.sample(letter, { system: 'Read the address.', result: Address, tools: ['find_city'] });
   * ```
   * @see https://modelcontextprotocol.io/specification/2026-07-28/client/sampling
   */
  sample<S extends SchemaSource | undefined = undefined>(
    messages: SamplingInput,
    options?: SampleOptions<S>,
  ): Promise<SampleResultFor<S>> {
    return attended(this.#services.sampling.sample(this.#exchange, this, messages, options));
  }
  /**
   * One turn of a model, for a loop of your own: the tools it calls are not executed.
   *
   * @throws as {@link sample}
   * @example
   * ```ts
   * const step = await ctx.sampleStep(history, { tools: ['search'] });
   * if (step.isToolUse) await ctx.info('the model wants to know', step.toolCalls);
   * ```
   */
  sampleStep(messages: SamplingInput, options?: SampleStepOptions): Promise<SampleStep> {
    return attended(this.#services.sampling.sampleStep(this.#exchange, this, messages, options));
  }

  /**
   * The places in the client's file system that it lets this server work in.
   *
   * The protocol has put them on notice (SEP-2577: no removal before 2027-07-28); new tools take paths as arguments.
   *
   * @throws MissingCapabilityError where the client has none to tell; nothing was sent
   * @throws PorticoError `PORTICO_ROOTS_ANSWER` for an answer that is no list of `file:` URIs
   * @example
   * ```ts
   * const folders = (await ctx.listRoots()).map(({ uri }) => fileURLToPath(uri));
   * ```
   * @see https://modelcontextprotocol.io/specification/2026-07-28/client/roots
   */
  listRoots(options?: ListRootsOptions): Promise<readonly Root[]> {
    return attended(this.#services.roots.list(this.#exchange, options));
  }

  /**
   * Lets the client of a long call go: the stream of the response ends now, and the client comes back for the rest, over
   * HTTP with a session of revision 2025-11-25 and where the server keeps events (`app.listen({ resumability: true })`).
   *
   * @throws PorticoError `PORTICO_CANNOT_CLOSE_STREAM` everywhere else
   */
  closeSseStream(): void {
    closeStream(this.#exchange);
  }

  /** Tells clients that subscribed to it that what a resource holds has changed. */
  notifyResourceUpdated(uri: string): Promise<void> {
    return this.#services.changes.publish({ kind: 'resource', uri });
  }
  /** Tells clients that the list of tools has changed. */
  notifyToolListChanged(): Promise<void> {
    return this.#services.changes.publish({ kind: 'tools' });
  }
  notifyResourceListChanged(): Promise<void> {
    return this.#services.changes.publish({ kind: 'resources' });
  }
  notifyPromptListChanged(): Promise<void> {
    return this.#services.changes.publish({ kind: 'prompts' });
  }

  /**
   * Shows components to this caller from now on, over what the server or an earlier call hid. Rules add up; the last one
   * that matches a component decides. Clients are told which of their lists changed.
   *
   * The rules belong to the session and end with it. Over the stateless revision, where lists may differ by caller only,
   * they belong to the session handle of the request, else to the authenticated user. They arrange what is offered; who
   * may do what is the business of guards.
   *
   * @param criteria all that are given must match
   * @throws PorticoError `PORTICO_VISIBILITY_RULE` for criteria that cannot be meant, `PORTICO_STATE_NO_SESSION` where
   * nothing lasts that the rule could belong to, `PORTICO_VISIBILITY_OFF` where a shared store needs to be allowed
   * @example
   * ```ts
   * await ctx.disableComponents({ all: true });
   * await ctx.enableComponents({ tags: ['checkout'] });
   * await ctx.disableComponents({ kinds: ['resource'], names: ['orders://{id}'] });
   * ```
   */
  enableComponents(criteria: VisibilityCriteria): Promise<void> {
    return this.#services.visibility.add(this.#exchange, true, criteria);
  }
  /** Hides components from this caller: it cannot list, call, read or complete them. @see enableComponents */
  disableComponents(criteria: VisibilityCriteria): Promise<void> {
    return this.#services.visibility.add(this.#exchange, false, criteria);
  }
  /** Forgets the rules of this caller: it sees again what the server shows everyone. */
  resetVisibility(): Promise<void> {
    return this.#services.visibility.reset(this.#exchange);
  }

  /** Calls another tool of this server, through its whole pipeline. */
  callTool(name: string, args?: Readonly<Record<string, unknown>>): Promise<ToolResult> {
    return this.#services.components.callTool(this.#exchange, name, args);
  }
  readResource(uri: string): Promise<ResourceResult> {
    return this.#services.components.readResource(this.#exchange, uri);
  }
  getPrompt(name: string, args?: Readonly<Record<string, string>>): Promise<PromptOutcome> {
    return this.#services.components.getPrompt(this.#exchange, name, args);
  }
  /** The tools this caller may see. */
  listTools(): Promise<readonly ToolEntry[]> {
    return this.#services.components.listTools(this.#exchange);
  }
  listResources(): Promise<readonly ResourceEntry[]> {
    return this.#services.components.listResources(this.#exchange);
  }
  listResourceTemplates(): Promise<readonly ResourceTemplateEntry[]> {
    return this.#services.components.listResourceTemplates(this.#exchange);
  }
  listPrompts(): Promise<readonly PromptEntry[]> {
    return this.#services.components.listPrompts(this.#exchange);
  }

  get #exchange(): Exchange {
    return this.#source.exchange;
  }
  get #services(): ContextServices {
    return this.#source.services;
  }
}
