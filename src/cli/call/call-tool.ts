import { PorticoError } from '../../common/portico-error.js';
import { nearest } from '../../common/nearest.js';
import type { Era } from '../../context/exchange.js';
import { isRoundOfQuestions } from '../../protocol/stateless/client-progress.js';
import { ensureBuilt } from '../project/ensure-built.js';
import { findProject } from '../project/find-project.js';
import { loadEnvironment } from '../serve/load-environment.js';
import { askFields } from './answer.js';
import { callAsTask } from './call-as-task.js';
import { connect, logMeta, type Target } from './connect.js';
import { connectionError } from './connection-error.js';
import { GivenAnswers } from './given-answers.js';
import { logText } from './log-text.js';
import { ProgressLine } from './progress-line.js';
import { readArguments, type ArgumentSchema } from './read-arguments.js';
import { textOf } from './text-of.js';

export interface CallOptions {
  readonly era?: Era;
  /** A server that runs already; default: the project's, started for this call. */
  readonly url?: string;
  readonly header: readonly string[];
  readonly answer: readonly string[];
  /** Call it as a background task. */
  readonly task: boolean;
  /** Print the whole result as JSON. */
  readonly json: boolean;
  /** In seconds, without a sign of life. */
  readonly timeout: number;
}

/** What came of a call. */
export interface CallOutcome {
  readonly text: string;
  readonly isError: boolean;
}

/**
 * Calls a tool by a real client. Log messages and progress go to stderr.
 *
 * @param words the arguments, as `key=value`; at a terminal the required ones that are missing are asked for
 * @throws PorticoError `PORTICO_CLI_USAGE` for a tool that is not there, `PORTICO_NO_PROJECT`, `PORTICO_BUILD`,
 * `PORTICO_CLI_CANCELLED`, `PORTICO_CLI_CONNECTION`
 */
export async function callTool(
  name: string,
  words: readonly string[],
  options: CallOptions,
): Promise<CallOutcome> {
  const answers = new GivenAnswers(options.answer);
  const target = targetOf(options);
  try {
    return await call(target, name, words, options, answers);
  } catch (error) {
    throw connectionError(error, 'url' in target ? target.url : undefined);
  } finally {
    for (const word of answers.left) process.stderr.write(`--answer ${word}: no question was left for it.\n`);
  }
}

async function call(
  target: Target,
  name: string,
  words: readonly string[],
  { era, task: isTask, json, timeout }: CallOptions,
  answers: GivenAnswers,
): Promise<CallOutcome> {
  const line = new ProgressLine();
  const client = await connect(target, {
    answers,
    ...(era && { era }),
    onLog: (level, data) => {
      line.clear();
      process.stderr.write(`${level}: ${logText(data)}\n`);
    },
  });
  try {
    const { tools } = await client.listTools();
    const tool = tools.find((each) => each.name === name);
    if (!tool) throw unknownTool(name, tools);
    const schema = tool.inputSchema as ArgumentSchema;
    const args = await complete(readArguments(words, schema), schema);
    const result = isTask
      ? await callAsTask(client, answers, name, args, (task) => line.tell(task))
      : await client.callTool(
          { name, arguments: args, _meta: logMeta(client) },
          {
            timeout: timeout * 1_000,
            resetTimeoutOnProgress: true,
            onprogress: (progress) => {
              if (!isRoundOfQuestions(progress)) line.show(progress);
            },
          },
        );
    line.clear();
    const text = json ? JSON.stringify(result, undefined, 2) : textOf(result);
    return { text: `${text}\n`, isError: result.isError === true };
  } finally {
    line.clear();
    await client.close();
  }
}

function targetOf({ url, header }: CallOptions): Target {
  if (url !== undefined) {
    if (!URL.canParse(url)) throw new PorticoError('PORTICO_CLI_USAGE', `'${url}' is no URL.`);
    return { url: new URL(url), headers: Object.fromEntries(header.map(readHeader)) };
  }
  const project = findProject();
  ensureBuilt(project);
  loadEnvironment(project);
  return { command: process.execPath, args: [project.entry, '--stdio'], cwd: project.folder };
}

function readHeader(text: string): [string, string] {
  const at = text.indexOf(':');
  if (at < 1) throw new PorticoError('PORTICO_CLI_USAGE', `'${text}' is no header. Use 'name: value'.`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function unknownTool(name: string, tools: readonly { name: string }[]): PorticoError {
  const names = tools.map((tool) => tool.name);
  const [near] = nearest(name, names);
  const hint = near ? ` Did you mean '${near}'?` : '';
  return new PorticoError(
    'PORTICO_CLI_USAGE',
    `There is no tool '${name}'.${hint} There is: ${names.join(', ') || 'none'}.`,
  );
}

/** At a terminal, what is required and missing is asked for. */
async function complete(
  args: Record<string, unknown>,
  { properties = {}, required = [] }: ArgumentSchema,
): Promise<Record<string, unknown>> {
  const missing = required.filter((key) => !Object.hasOwn(args, key));
  if (missing.length === 0 || !process.stdin.isTTY) return args;
  const wanted = Object.fromEntries(missing.map((key) => [key, properties[key]]));
  const asked = await askFields({ properties: wanted, required: missing });
  if (!asked) throw new PorticoError('PORTICO_CLI_CANCELLED', 'Nothing was called.');
  return { ...args, ...asked };
}
