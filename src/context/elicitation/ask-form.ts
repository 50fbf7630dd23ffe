import { errorId } from '../../common/ids.js';
import { formatProblems, type SchemaProblem } from '../../schema/index.js';
import type { Exchange } from '../exchange.js';
import { ElicitAnswerError } from './elicit-answer-error.js';
import type { ElicitationAnswer } from './elicitation-answer.js';
import type { FormPlan } from './form-plan/form-plan.js';
import { readAnswer } from './read-answer.js';

/** How often a question is put before its answer is given up. */
const ROUNDS = 3;

/**
 * Asks for a form until the answer fits, the person declines, or the last round is over.
 *
 * @throws ElicitAnswerError when the last answer did not fit either, or was no answer
 */
export async function askForm(
  exchange: Exchange,
  message: string,
  plan: FormPlan,
  key: string | undefined,
): Promise<ElicitationAnswer<unknown>> {
  // Named now, in the order of the questions: when a question is put again depends on people.
  const name = key ?? exchange.flow.note('question', errorId);
  let problems: readonly SchemaProblem[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const text = round === 1 ? message : again(message, problems, plan);
    const params = { message: text, requestedSchema: plan.schema };
    const result = await exchange.peer.ask(
      { method: 'elicitation/create', params },
      round === 1 ? key : `${name}#${round}`,
    );
    const { action, content } = readAnswer(result, message);
    if (action !== 'accept') return { action };
    const parsed = await plan.read(content);
    if (parsed.ok) return { action, data: parsed.value };
    problems = parsed.problems;
    exchange.signal.throwIfAborted();
  }
  throw new ElicitAnswerError(
    `No answer to '${message}' could be used in ${ROUNDS} rounds; the last one: ${inWords(problems, plan)}.`,
    problems,
  );
}

function again(message: string, problems: readonly SchemaProblem[], plan: FormPlan): string {
  return `${message}\n\nThe last answer could not be used: ${inWords(problems, plan)}. Please answer again.`;
}

/** With the labels that people see in place of the names of fields. */
function inWords(problems: readonly SchemaProblem[], { labels }: FormPlan): string {
  const labelled = problems.map(({ path, message }) => {
    const field = /^[^.[]*/.exec(path)![0];
    return { path: (labels.get(field) ?? field) + path.slice(field.length), message };
  });
  return formatProblems(labelled).replaceAll('\n', '; ');
}
