import type { SharedTransport } from '../../protocol/task-client/side-channel.js';
import type { ReceivedProgress } from '../events/received.js';

export interface AdapterCallOptions {
  readonly onProgress: (progress: ReceivedProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What the test client needs of an official client, whatever its generation. Each generation has result types of its
 * own for the same JSON; the test client gives them one.
 */
export interface ClientAdapter {
  readonly transport: SharedTransport;
  /** What goes with every request that is not made by the official client itself. */
  readonly meta: Readonly<Record<string, unknown>>;
  listTools(): Promise<{ tools: readonly unknown[] }>;
  listResources(): Promise<{ resources: readonly unknown[] }>;
  listResourceTemplates(): Promise<{ resourceTemplates: readonly unknown[] }>;
  listPrompts(): Promise<{ prompts: readonly unknown[] }>;
  callTool(
    name: string,
    args: Readonly<Record<string, unknown>>,
    options: AdapterCallOptions,
  ): Promise<unknown>;
  readResource(uri: string, options: AdapterCallOptions): Promise<unknown>;
  getPrompt(
    name: string,
    args: Readonly<Record<string, string>>,
    options: AdapterCallOptions,
  ): Promise<unknown>;
  /** From then on news of lists, and of these resources, are heard. */
  subscribe(uris: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
