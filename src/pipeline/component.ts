import type {
  PromptEntry,
  ResourceEntry,
  ResourceTemplateEntry,
  ToolEntry,
} from '../context/resources/list-entries.js';
import type { UriTemplate } from '../common/uri-template.js';
import type { CompiledSchema } from '../schema/index.js';
import type { Handler } from './handler/handler.js';

interface ComponentBase {
  /** `OrderTools.checkout`, for messages and logs. */
  readonly where: string;
  readonly handler: Handler;
}

export interface ToolComponent extends ComponentBase {
  readonly kind: 'tool';
  readonly entry: ToolEntry;
  readonly input: CompiledSchema;
  readonly output: CompiledSchema | undefined;
}

export interface ResourceComponent extends ComponentBase {
  readonly kind: 'resource';
  readonly entry: ResourceEntry;
}

export interface ResourceTemplateComponent extends ComponentBase {
  readonly kind: 'resource-template';
  readonly entry: ResourceTemplateEntry;
  readonly template: UriTemplate;
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
