import type { Class } from '../common/class.js';
import type { Duration } from '../common/duration.js';
import type { RedactionOptions } from '../common/redaction/redactor.js';
import type { ServerLog } from '../common/server-log.js';
import type { AuthOptions } from '../identity/auth-options.js';
import type { FlowStore } from '../interaction/flow-store.js';
import type { Pipe, PipeFunction } from '../metadata/pipe.js';
import type { CacheHint } from '../metadata/records.js';
import type { SamplingSettings } from '../context/sampling/sampling-provider.js';
import type { StateSettings } from '../context/state/state-settings.js';
import type { VisibilityRule } from '../context/visibility/visibility-rule.js';
import type { Filter, FilterFunction } from '../pipeline/filter.js';
import type { Guard, GuardFunction } from '../pipeline/guard.js';
import type { Interceptor, InterceptorFunction } from '../pipeline/interceptor.js';
import type { ServerIdentity } from '../protocol/server-identity.js';
import type { HttpOptions, ServerLimits } from '../transport/http/index.js';
import type { JobsOptions, Role } from './jobs-options.js';
import type { OperationsOptions } from './operations/operations-options.js';
import type { LogSettings } from './logging/log-options.js';

/** Questions to the client over the stateless protocol: what is kept where, and for how long. */
export interface InteractionOptions {
  /**
   * Secrets of at least 32 characters that protect what travels through the client, newest first; the same on every
   * machine. `PORTICO_STATE_KEY` (comma-separated) likewise. Default: a random one, known to this process only.
   */
  readonly keys?: readonly string[];
  /** How long a question may stay open. Default: 10 minutes. */
  readonly ttl?: Duration;
  /**
   * `park` keeps a suspended handler in memory if it can; `replay` always runs it again from the start, to find mistakes
   * while you develop: a handler that asks something else then, or that goes on when it is stopped, is told at once.
   * `PORTICO_INTERACTION_MODE` likewise. Default: `park`.
   */
  readonly mode?: 'park' | 'replay';
  /**
   * `model`: where a client cannot show forms, a tool that asks ends with the questions as text, and the client's model puts
   * them to the user and brings the answers by the tool `answer_questions`, which is listed then. The answers are judged as
   * any others; but it is the model that says what the user said, so do not let money hang on it. For tools and forms
   * only. On several machines it needs a `store` they share. Default: a client that cannot show forms is not asked, and the
   * tool gets `PORTICO_CLIENT_CAPABILITY`.
   */
  readonly fallback?: 'model';
  /** How many suspended handlers are kept in memory. Default: 1,000. */
  readonly maxParked?: number;
  /**
   * How many of them may be of one caller (by address, where callers have no name). What finds no place takes nobody else's: it
   * is run again from the start when its answer comes. Default: 100.
   */
  readonly parkedPerCaller?: number;
  /**
   * How many questions (forms, sampling, roots) may wait for an answer in one session, or on one pipe, at a time; a handler that
   * asks one more gets `PORTICO_QUESTION_LIMIT`. `PORTICO_QUESTIONS_PER_SESSION` likewise. Default: 100.
   */
  readonly questionsPerSession?: number;
  /**
   * The same for one caller, over all sessions and background tasks of this process: by principal, by address where callers have
   * no name. In the stateless revision a question counts until it is on its way to the client.
   * `PORTICO_QUESTIONS_PER_CALLER` likewise. Default: 1,000.
   */
  readonly questionsPerCaller?: number;
  /** Above this size, in bytes, what a flow remembers stays in the store. Default: 32 KiB. */
  readonly maxStateSize?: number;
  /** Refuse a state that was used before. Default: `false`, so that a client may retry a lost request. */
  readonly singleUse?: boolean;
  /**
   * Where claims of effects and large journals are kept, by URL (`sqlite:…`, `redis://…`, `postgres://…`) or as a store of
   * your own. `PORTICO_FLOW_STORE` likewise. Default: in this process; then another machine may repeat an effect whose
   * result had not reached the client.
   */
  readonly store?: string | FlowStore;
}

/** How the processes of one application tell each other of changes, so that each tells its own clients. */
export interface EventsOptions {
  /**
   * `redis://…` or `postgres://…`; `memory:` for several applications of one process. `PORTICO_EVENTS_URL` likewise.
   * Default: changes stay in this process. A server that does not answer is logged once and waited for; what was told
   * meanwhile is made good by telling clients that lists may have changed.
   */
  readonly url?: string;
  /** Who has the same hears the same. Default: the name of the server. */
  readonly namespace?: string;
}

/** What `PorticoFactory.create` needs to know beside the modules. */
export interface PorticoOptions extends ServerIdentity, OperationsOptions {
  /**
   * Where the server writes what its operator should see: a log of yours (`console`, pino, winston), or how to write on
   * stderr. Secrets are hidden either way, and each line names the request it was written in. Default: stderr, as text.
   */
  readonly log?: ServerLog | LogSettings;
  /** What is secret beside passwords, tokens, keys and cookies, and is shown neither in the log nor in `ctx.log`. */
  readonly redact?: RedactionOptions;
  /**
   * Tell clients the text and stack of every error, for a server on your own machine. Default: `false`; nothing else
   * turns it on.
   */
  readonly development?: boolean;
  /** Who may call, and how that is found out. Default: everyone may, and nobody is known. */
  readonly auth?: AuthOptions;
  /** Who decides over every call, lists included, before those of modules, classes and methods do. */
  readonly guards?: readonly (Class<Guard> | GuardFunction)[];
  /** What stands around every call, lists included. */
  readonly interceptors?: readonly (Class<Interceptor> | InterceptorFunction)[];
  /** Who turns errors into results or other errors, after those of modules, classes and methods. */
  readonly filters?: readonly (Class<Filter> | FilterFunction)[];
  /** What the values of parameters go through first, before the pipes of modules, classes and methods. */
  readonly pipes?: readonly (Class<Pipe> | PipeFunction)[];
  /** How many entries a page of a list has. Default: all in one page. */
  readonly pageSize?: number;
  /** What clients of the stateless revision may do with lists. Default: keep nothing. */
  readonly listCache?: CacheHint;
  /**
   * How often the clients of sessions are asked whether they are still there (`ping`), so that what stands between does not
   * close a quiet line. Default: never; over HTTP a quiet stream gets a comment every 15 seconds anyway.
   */
  readonly ping?: Duration;
  /**
   * Whether frequent requests (calls of tools, reads of resources, prompts, lists) go past the engine of the official SDK. What
   * clients see is the same either way; `false` costs several times the processor time, and is there to find out whether a
   * fault lies here. `PORTICO_HOT_PATH` (`on`, `off`) likewise. Default: `true`.
   */
  readonly hotPath?: boolean;
  /** How long each `onShutdown` hook and each disposal of a request-scoped instance may take, in ms. Default: 5000. */
  readonly shutdownTimeout?: number;
  /** How questions to the client are kept while they wait, over the stateless protocol. */
  readonly interaction?: InteractionOptions;
  /**
   * A model of the server's own for `ctx.sample`, where the client has none to lend, refuses or fails; or for all calls.
   * Without it only clients with a model can be asked.
   */
  readonly sampling?: SamplingSettings | undefined;
  /** Where state is kept, for how long, and what may be in it. */
  readonly state?: StateSettings;
  /** How this process and others tell each other of changes. */
  readonly events?: EventsOptions;
  /** Where background work is kept, and how it is done. */
  readonly jobs?: JobsOptions;
  /**
   * What this process does. `PORTICO_ROLE` likewise: the same program with another role is a worker. Default: `both`, clients
   * are served and background work is done.
   */
  readonly role?: Role;
  /**
   * What everyone sees, until a session says otherwise; a later rule wins over an earlier one. Hidden components are as
   * good as absent. Such as `[{ visible: false, tags: ['admin'] }]`.
   */
  readonly visibility?: readonly VisibilityRule[];
  /**
   * Read the rules of `ctx.enableComponents` and its like with every request where state is kept in a store that several
   * processes share. Default: `false`, and there they throw `PORTICO_VISIBILITY_OFF`; with a store of this process they
   * work without it.
   */
  readonly sessionVisibility?: boolean;
}

/** How `app.listen` serves. What is not given comes from the command line, then from the environment. */
export interface ListenOptions extends HttpOptions, ServerLimits {
  /** `--stdio`, `--http`, `PORTICO_TRANSPORT`. Default: `stdio`. */
  readonly transport?: 'stdio' | 'http';
  /** `--port`, `PORTICO_PORT`. Default: 3000; 0 takes a free one. */
  readonly port?: number;
  /** `--host`, `PORTICO_HOST`. Default: `127.0.0.1`. */
  readonly host?: string;
  /** `--path`, `PORTICO_PATH`. Default: `/mcp`. */
  readonly path?: string;
  /** Also serve HTTP+SSE, the transport of protocol revision 2024-11-05, at `/sse` and `/messages`. There the connection is the session: not with `sessions: false`. Default: `false`. */
  readonly legacySse?: boolean;
  /** Read the flags of the command line. Default: `true`; `false` for a program that has all flags to itself. */
  readonly flags?: boolean;
  /** Close the application on SIGINT and SIGTERM. Default: `true`. */
  readonly signals?: boolean;
}
