import type { PorticoApp } from '../app/portico-app.js';
import type { PromptOutcome, ReadOutcome, ToolOutcome } from '../common/content/content.js';
import type { Era } from '../context/exchange.js';
import type {
  PromptEntry,
  ResourceEntry,
  ResourceTemplateEntry,
  ToolEntry,
} from '../context/resources/list-entries.js';

/** A log message as the client received it. */
export interface ReceivedLog {
  readonly level: string;
  readonly data: unknown;
  readonly logger?: string | undefined;
}

/** A progress notification as the client received it. */
export interface ReceivedProgress {
  readonly progress: number;
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}

export interface TestCallOptions {
  readonly onProgress?: (progress: ReceivedProgress) => void;
  readonly signal?: AbortSignal;
}

/** A real client, connected to an application within this process. */
export interface TestClient {
  readonly app: PorticoApp;
  readonly era: Era;
  /** Every log message received so far. */
  readonly logs: readonly ReceivedLog[];
  listTools(): Promise<readonly ToolEntry[]>;
  listResources(): Promise<readonly ResourceEntry[]>;
  listResourceTemplates(): Promise<readonly ResourceTemplateEntry[]>;
  listPrompts(): Promise<readonly PromptEntry[]>;
  callTool(
    name: string,
    args?: Readonly<Record<string, unknown>>,
    options?: TestCallOptions,
  ): Promise<ToolOutcome>;
  readResource(uri: string): Promise<ReadOutcome>;
  getPrompt(name: string, args?: Readonly<Record<string, string>>): Promise<PromptOutcome>;
  /** Closes the client, and the application if the client was made for it. */
  close(): Promise<void>;
}
