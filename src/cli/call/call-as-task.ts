import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  type CallToolResult,
  type Client,
} from '@modelcontextprotocol/client';
import { PorticoError } from '../../common/portico-error.js';
import { SessionTaskClient } from '../../protocol/task-client/session-task-client.js';
import { RequestRefused, SideChannel } from '../../protocol/task-client/side-channel.js';
import { StatelessTaskClient } from '../../protocol/task-client/stateless-task-client.js';
import { onNews, type TaskClient, type TaskSnapshot } from '../../protocol/task-client/task-client.js';
import { TASKS_EXTENSION } from '../../protocol/tasks/extension.js';
import { packageVersion } from '../package-info.js';
import { answer, type Question } from './answer.js';
import { CLIENT_NAME, logMeta } from './connect.js';
import type { GivenAnswers } from './given-answers.js';
import { CAPABILITIES } from './open-client.js';

/** Between two looks at a task, in ms. */
const LOOK_EVERY = 250;

/**
 * Calls a tool as a background task, and waits for its end.
 *
 * @param tell told where the task stands, whenever that is news
 * @throws PorticoError `PORTICO_CLI_USAGE` where the tool runs as no task
 */
export async function callAsTask(
  client: Client,
  answers: GivenAnswers,
  tool: string,
  args: Readonly<Record<string, unknown>>,
  tell: (task: TaskSnapshot) => void,
): Promise<CallToolResult> {
  const tasks = taskClient(client, answers);
  try {
    const started = await tasks.start(tool, args);
    if (started.kind === 'done' && started.outcome.isError) return started.outcome as CallToolResult;
    if (started.kind === 'done')
      throw new PorticoError(
        'PORTICO_CLI_USAGE',
        `'${tool}' has run, but not as a task. Call it without --task.`,
      );
    const tellNews = onNews(tell);
    tellNews(started.task);
    return (await tasks.result(started.task.id, tellNews)) as CallToolResult;
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    throw new PorticoError('PORTICO_CLI_USAGE', `'${tool}' as a task: ${error.message}`, { cause: error });
  }
}

function taskClient(client: Client, answers: GivenAnswers): TaskClient {
  const channel = new SideChannel(client.transport!);
  if (client.getProtocolEra() === 'legacy') return new SessionTaskClient(channel, LOOK_EVERY);
  const meta = {
    ...logMeta(client),
    [PROTOCOL_VERSION_META_KEY]: client.getNegotiatedProtocolVersion(),
    [CLIENT_INFO_META_KEY]: { name: CLIENT_NAME, version: packageVersion() },
    [CLIENT_CAPABILITIES_META_KEY]: { ...CAPABILITIES, extensions: { [TASKS_EXTENSION]: {} } },
  };
  return new StatelessTaskClient(channel, LOOK_EVERY, meta, (method, params) =>
    method === 'elicitation/create'
      ? answer(params as unknown as Question, answers)
      : Promise.reject(
          new PorticoError(
            'PORTICO_CLI_USAGE',
            `The task asks for ${method}, which portico call cannot give.`,
          ),
        ),
  );
}
