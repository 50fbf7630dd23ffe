import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { Client } from '@modelcontextprotocol/client';
import type { PorticoApp } from '../../../app/portico-app.js';
import type { PeerRequest } from '../../../context/peer.js';
import type { StandardSchemaV1 } from '../../../schema/index.js';
import { logMeta } from '../../call/connect.js';
import { openClient } from '../../call/open-client.js';
import type { Answer, OpenQuestion, Report, Trial } from '../messages.js';
import { answerTo } from './answer-to.js';
import { TRIAL_META } from './call-observer.js';
import { questionView } from './question-view.js';
import { resultText } from './result-text.js';
import { cut } from './texts.js';

/** How many may run at a time. */
const MAX_TRIALS = 16;
/** How long a call of the page may take without a sign of life, in ms: a person may be asked. */
const PATIENCE = 30 * 60_000;

/** Calls the application as a client would, for whoever sits before the page and answers what it asks. */
export class Trials {
  private readonly running = new Map<string, AbortController>();
  private readonly questions = new Map<string, Asked>();

  constructor(private readonly tell: (report: Report) => void) {}

  async run(app: PorticoApp, trial: Trial): Promise<void> {
    const { id } = trial;
    if (this.running.size >= MAX_TRIALS) return this.end(id, true, `Only ${MAX_TRIALS} calls at a time.`);
    const stop = new AbortController();
    this.running.set(id, stop);
    const line = app.connect({ principal: trial.principal });
    try {
      const client = await openClient(line.clientTransport, {
        name: 'portico-dashboard',
        era: trial.asTask ? 'session' : trial.era,
        ask: (request) => this.ask(id, request, stop.signal),
        capabilities: { sampling: { tools: {} }, roots: {} },
        onLog: () => {}, // seen where the call is seen
      });
      try {
        const result = await request(client, trial, stop.signal);
        this.end(id, result['isError'] === true, resultText(result));
      } finally {
        await client.close();
      }
    } catch (error) {
      this.end(id, true, error instanceof Error ? error.message : String(error));
    } finally {
      this.running.delete(id);
      this.forget(id);
      await line.close();
    }
  }

  stop(id: string): void {
    this.running.get(id)?.abort(new Error('Stopped on the page.'));
  }

  answer(id: string, answer: Answer): void {
    const asked = this.questions.get(id);
    if (!asked) return;
    this.questions.delete(id);
    this.tellQuestions();
    asked.settle(answer);
  }

  private async ask(trial: string, request: PeerRequest, signal: AbortSignal): Promise<object> {
    if (request.method === 'roots/list') return { roots: [{ uri: pathToFileURL(process.cwd()).href }] };
    const id = randomUUID();
    const answer = await new Promise<Answer>((settle, reject) => {
      this.questions.set(id, { view: { id, trial, ...questionView(request) }, settle });
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      this.tellQuestions();
    });
    return answerTo(request, answer);
  }

  private forget(trial: string): void {
    for (const [id, { view }] of this.questions) if (view.trial === trial) this.questions.delete(id);
    this.tellQuestions();
  }

  private tellQuestions(): void {
    this.tell({ type: 'questions', questions: Array.from(this.questions.values(), ({ view }) => view) });
  }

  private end(id: string, isError: boolean, text: string): void {
    this.tell({ type: 'trial', trial: { id, isError, text: cut(text) } });
  }
}

interface Asked {
  readonly view: OpenQuestion;
  readonly settle: (answer: Answer) => void;
}

async function request(client: Client, trial: Trial, signal: AbortSignal): Promise<Result> {
  const { id, kind, name, arguments: args, asTask } = trial;
  const _meta = { [TRIAL_META]: id, ...logMeta(client) };
  // Who asks for progress has its patience renewed by it.
  const options = { signal, timeout: PATIENCE, resetTimeoutOnProgress: true, onprogress: () => {} };
  switch (kind) {
    case 'tool':
      if (asTask) return submit(client, { name, arguments: args, _meta }, signal);
      return client.callTool({ name, arguments: args, _meta }, options);
    case 'prompt':
      return client.getPrompt({ name, arguments: args as Record<string, string>, _meta }, options);
    case 'resource':
    case 'resource-template':
      return client.readResource({ uri: name, _meta }, options);
  }
}

/** Has a call made into a task, and does not wait for it: it is seen, and answers for it are taken, where tasks are. */
async function submit(client: Client, params: Record<string, unknown>, signal: AbortSignal): Promise<Result> {
  const { task } = await client.request({ method: 'tools/call', params: { ...params, task: {} } }, created, {
    signal,
  });
  return { content: [{ type: 'text', text: `Task ${task.taskId}` }] };
}

/** The client knows no tasks; what it gets is looked at here. */
const created: StandardSchemaV1<unknown, { readonly task: { readonly taskId: string } }> = {
  '~standard': {
    version: 1,
    vendor: 'portico',
    validate: (value: unknown) => {
      const { task } = value as { readonly task?: { readonly taskId?: unknown } };
      if (typeof task?.taskId === 'string') return { value: { task: { taskId: task.taskId } } };
      return { issues: [{ message: 'The server made no task.' }] };
    },
  },
};

type Result = { readonly [key: string]: unknown };
