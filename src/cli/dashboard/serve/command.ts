import type { IncomingMessage } from 'node:http';
import type { Command } from '../messages.js';

/** How large a command may be, in bytes. */
const MAX_BYTES = 1_048_576;

export interface BadCommand {
  readonly status: 400 | 413 | 415;
  readonly problem: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads what a page asks for. Only what a command consists of is taken, and each part of it looked at. */
export async function readCommand(request: IncomingMessage): Promise<Command | BadCommand> {
  if (!/^application\/json(;|$)/.test(request.headers['content-type'] ?? ''))
    return { status: 415, problem: 'A command is sent as application/json.' };
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) return { status: 413, problem: `A command has ${MAX_BYTES} bytes at most.` };
    chunks.push(chunk);
  }
  return commandOf(parse(Buffer.concat(chunks))) ?? { status: 400, problem: 'This is no command.' };
}

function commandOf(value: Fields): Command | undefined {
  const { type, trial, question, task, key } = value;
  const answer = isFields(value['answer']) ? answerOf(value['answer']) : undefined;
  switch (type) {
    case 'try':
      return isFields(trial) ? trialCommand(trial) : undefined;
    case 'stop':
      return isText(trial) ? { type, trial } : undefined;
    case 'answer':
      return isText(question) && answer ? { type, question, answer } : undefined;
    case 'answer-task':
      return isText(task) && isText(key) && answer ? { type, task, key, answer } : undefined;
    case 'cancel-task':
      return isText(task) ? { type, task } : undefined;
    default:
      return undefined;
  }
}

function trialCommand(trial: Fields): Command | undefined {
  const { id, name, kind, era } = trial;
  const args = trial['arguments'];
  if (!isText(id) || !isText(name) || !isFields(args)) return undefined;
  if (!isOneOf(kind, ['tool', 'resource', 'resource-template', 'prompt'])) return undefined;
  if (!isOneOf(era, ['session', 'stateless'])) return undefined;
  const principal = isFields(trial['principal']) ? principalOf(trial['principal']) : undefined;
  const asTask = trial['asTask'] === true;
  return {
    type: 'try',
    trial: { id, kind, name, arguments: args, era, asTask, ...(principal && { principal }) },
  };
}

function principalOf({ subject, scopes }: Fields): { subject: string; scopes: string[] } | undefined {
  if (!isText(subject) || !Array.isArray(scopes)) return undefined;
  return { subject, scopes: scopes.filter(isText) };
}

function answerOf({ action, content }: Fields) {
  if (!isOneOf(action, ['accept', 'decline', 'cancel'])) return undefined;
  return { action, ...(content !== undefined && { content }) };
}

function isOneOf<T extends string>(value: unknown, allowed: readonly T[]): value is T {
  return (allowed as readonly unknown[]).includes(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(body: Buffer): Fields {
  try {
    const value: unknown = JSON.parse(body.toString());
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}
