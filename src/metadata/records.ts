import type { Class } from '../common/class.js';
import type { Duration } from '../common/duration.js';
import type { SchemaSource } from '../schema/index.js';
import type { TaskSupport } from './task-support.js';

/** A picture a client may show. `src` is an `https:` or `data:` URI. */
export interface Icon {
  readonly src: string;
  readonly mimeType?: string;
  /** Such as `48x48`, or `any` for a scalable one. */
  readonly sizes?: readonly string[];
  readonly theme?: 'light' | 'dark';
}

/** What every component may say about itself. */
export interface ComponentOptions {
  /** The name clients use. Default: the name of the method, or of the class without its suffix. */
  readonly name?: string;
  /** What a person should read. */
  readonly title?: string;
  /** What the model should read. */
  readonly description?: string;
  readonly icons?: readonly Icon[];
  /** Labels to choose components by; told to clients in `_meta`. */
  readonly tags?: readonly string[];
  /** Version of this component; told to clients in `_meta`. */
  readonly version?: string;
  /** How long a call may take before its signal is aborted and the client is told. Default: no limit. */
  readonly timeout?: Duration;
  /** Sent as `_meta` with the list entry. */
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** Hints about what a tool does. They are not promises a client may rely on for safety. */
export interface ToolAnnotations {
  readonly title?: string;
  /** Changes nothing. */
  readonly readOnlyHint?: boolean;
  /** May destroy something. */
  readonly destructiveHint?: boolean;
  /** A second call with the same arguments changes nothing more. */
  readonly idempotentHint?: boolean;
  /** Deals with the world outside this server. */
  readonly openWorldHint?: boolean;
}

export interface ToolOptions extends ComponentOptions {
  /** DTO class, Standard Schema or JSON Schema of the arguments. Default: the DTO class among the parameters. */
  readonly input?: SchemaSource;
  /** DTO class, Standard Schema or JSON Schema of the structured result: advertised, and enforced. */
  readonly output?: SchemaSource;
  readonly annotations?: ToolAnnotations;
  /**
   * `handle` gives the tool a session also where the line has none, as the stateless protocol advises: the tool has an
   * optional argument `session` more; without it a new session is begun and named in the result, and with it the call
   * goes on in that session. `ctx.sessionId`, state of scope `session` and `ctx.endSession()` then mean it. Where the line
   * has a session of its own, that is used unless a handle is given.
   */
  readonly session?: 'handle';
  /**
   * Whether a call may become a background task. What `@Elicited` asks is asked before there is a task where the client
   * waits for the answer of a call anyway (stateless revision); all other questions are asked by the task. Guards and the
   * arguments are judged before there is a task, and guards again when it runs. Default: `forbidden`.
   *
   * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/tasks
   */
  readonly task?: TaskSupport;
}

/** How long a client may keep a result, and whether it may show it to other users. */
export interface CacheHint {
  readonly ttl: Duration;
  /** Default: `private`. `public` only for what is the same for every caller. */
  readonly scope?: 'public' | 'private';
}

export interface ResourceOptions extends ComponentOptions {
  /** What clients of the stateless revision may do with what was read. Default: nothing. */
  readonly cache?: CacheHint;
  readonly mimeType?: string;
  /** In bytes, where it is known. Only for a resource without variables in its URI. */
  readonly size?: number;
  readonly annotations?: {
    readonly audience?: readonly ('user' | 'assistant')[];
    readonly priority?: number;
    readonly lastModified?: string;
  };
}

export interface PromptOptions extends ComponentOptions {
  /** DTO class of the arguments. Default: the DTO class among the parameters. */
  readonly input?: Class;
}

export interface ToolRecord {
  readonly kind: 'tool';
  readonly options: ToolOptions;
}
export interface ResourceRecord {
  readonly kind: 'resource';
  /** A URI, or an RFC 6570 template. */
  readonly uri: string;
  readonly options: ResourceOptions;
}
export interface PromptRecord {
  readonly kind: 'prompt';
  readonly options: PromptOptions;
}

/** What one `@Tool`, `@Resource` or `@Prompt` recorded. */
export type ComponentRecord = ToolRecord | ResourceRecord | PromptRecord;
export type ComponentKind = ComponentRecord['kind'];

/** A component record and the method it stands for. */
export interface MethodRecord {
  readonly method: string;
  readonly component: ComponentRecord;
  /** Whether the decorator stood on the class: then the class names the component, not the method. */
  readonly isOnClass?: boolean;
}
