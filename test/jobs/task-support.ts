import type { Exchange } from '../../src/context/exchange.js';
import type { JobsRuntime } from '../../src/jobs/jobs-runtime.js';
import type { Task } from '../../src/jobs/task-record.js';
import type { TaskRunner } from '../../src/jobs/task-runner.js';
import type { PorticoApp } from 'portico';

/** The background work of an application, from within. */
export function runtimeOf(app: PorticoApp): JobsRuntime {
  return (app as unknown as { parts: { jobs: JobsRuntime } }).parts.jobs;
}

/** A call of a tool, as a line would make it. */
export function toolCall(name: string, args: object = {}, more: Partial<Exchange> = {}): Exchange {
  return {
    id: '7',
    method: 'tools/call',
    params: { name, arguments: args },
    meta: {},
    era: 'stateless',
    hasSessions: false,
    protocolVersion: '2026-07-28',
    transport: 'http',
    client: { name: 'tester', version: '1.0.0', capabilities: { elicitation: { form: {}, url: {} } } },
    principal: undefined,
    session: undefined,
    trace: undefined,
    http: undefined,
    task: undefined,
    signal: new AbortController().signal,
    peer: undefined as never,
    flow: undefined as never,
    ...more,
  };
}

export function accepted(value: string): object {
  return { action: 'accept', content: { value } };
}

/** The text a tool came to. */
export function textOf({ result }: Task): string {
  return (result as { content: [{ text: string }] }).content[0].text;
}

/** Waits until a task has ended, or asks. */
export function settled(tasks: TaskRunner, id: string, owner = '', orQuestions = false): Promise<Task> {
  return tasks.wait(id, owner, { signal: AbortSignal.timeout(25_000), orQuestions });
}
