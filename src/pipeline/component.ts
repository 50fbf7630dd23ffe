import type {
  PromptEntry,
  ResourceEntry,
  ResourceTemplateEntry,
  ToolEntry,
} from '../context/resources/list-entries.js';
import type { UriTemplate } from '../common/uri-template.js';
import type { Access } from '../identity/access.js';
import type { CacheHint } from '../metadata/records.js';
import type { CompiledSchema } from '../schema/index.js';
import type { CachePlan } from './cache/cache-plan.js';
import type { Completer } from './completion/completer.js';
import type { Core, Step } from './compose.js';
import type { Handler } from './handler/handler.js';
import type { Admission } from './task/admission.js';
import type { TaskPlan } from './task/task-plan.js';

interface ComponentBase {
  /** `OrderTools.checkout`, for messages and logs. */
  readonly where: string;
  /** Whether its class lives as long as the application or is built for each call. */
  readonly scope: string;
  /** How long a call may take, in milliseconds; absent: as long as the client waits. */
  readonly timeout: number | undefined;
  readonly handler: Handler;
  /** What a caller must have to use it; absent: nothing. */
  readonly access: Access | undefined;
  /** How its results are kept, if they are. */
  readonly cached: CachePlan | undefined;
  /** Whether something about it must know when it asks its client. */
  readonly watchesQuestions: boolean;
  /** Guards, interceptors and filters around it, the outermost first. */
  readonly steps: readonly Step[];
  /** The guards among them. */
  readonly guards: readonly Step[];
  /** The handler with its steps, from the arguments as they came to the result. */
  readonly execute: Core;
  /** How a call is judged that runs later; only where that may be. */
  readonly admission: Admission | undefined;
  /** Who suggests values for an argument or a variable, by its name. */
  readonly completers: ReadonlyMap<string, Completer>;
}

export interface ToolComponent extends ComponentBase {
  readonly kind: 'tool';
  readonly entry: ToolEntry;
  readonly input: CompiledSchema;
  readonly output: CompiledSchema | undefined;
  /** Whether it has sessions of its own where the line has none. */
  readonly session: 'handle' | undefined;
  /** Absent where its calls never become background tasks. */
  readonly task: TaskPlan | undefined;
}

export interface ResourceComponent extends ComponentBase {
  readonly kind: 'resource';
  readonly entry: ResourceEntry;
  readonly cache: CacheHint | undefined;
  readonly input?: undefined;
}

export interface ResourceTemplateComponent extends ComponentBase {
  readonly kind: 'resource-template';
  readonly entry: ResourceTemplateEntry;
  readonly cache: CacheHint | undefined;
  readonly template: UriTemplate;
  /** How the variables become the DTO the handler takes, if it takes one. */
  readonly input: CompiledSchema | undefined;
}

export interface PromptComponent extends ComponentBase {
  readonly kind: 'prompt';
  readonly entry: PromptEntry;
  readonly input: CompiledSchema | undefined;
  /** Arguments that must be given, where no schema says it. */
  readonly required: readonly string[];
}

/** One thing a client can call, read or get: its list entry and all that was computed from it at start-up. */
export type Component = ToolComponent | ResourceComponent | ResourceTemplateComponent | PromptComponent;
