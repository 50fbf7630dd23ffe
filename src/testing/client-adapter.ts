import type { TestCallOptions } from './test-client.js';

/**
 * What the test client needs of an official client, whatever its generation. Each generation has result types of its
 * own for the same JSON; the test client gives them one.
 */
export interface ClientAdapter {
  listTools(): Promise<{ tools: readonly unknown[] }>;
  listResources(): Promise<{ resources: readonly unknown[] }>;
  listResourceTemplates(): Promise<{ resourceTemplates: readonly unknown[] }>;
  listPrompts(): Promise<{ prompts: readonly unknown[] }>;
  callTool(name: string, args: Readonly<Record<string, unknown>>, options: TestCallOptions): Promise<unknown>;
  readResource(uri: string): Promise<unknown>;
  getPrompt(name: string, args: Readonly<Record<string, string>>): Promise<unknown>;
  close(): Promise<void>;
}
