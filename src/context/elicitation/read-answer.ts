import { ElicitAnswerError } from './elicit-answer-error.js';

/** What a client answered, before its content was judged. */
export interface RawAnswer {
  readonly action: 'accept' | 'decline' | 'cancel';
  readonly content: Readonly<Record<string, unknown>>;
}

/**
 * Reads the protocol's ElicitResult.
 *
 * @param question what was asked, for the message
 * @throws ElicitAnswerError when it is none
 */
export function readAnswer(result: unknown, question: string): RawAnswer {
  const { action, content } = isRecord(result) ? result : {};
  if (action !== 'accept' && action !== 'decline' && action !== 'cancel')
    throw malformed(question, `its action is ${inWords(action)}, which is not accept, decline or cancel`);
  // A form that may stay empty is accepted without content by some clients.
  if (action !== 'accept' || content === undefined || content === null) return { action, content: {} };
  if (!isRecord(content)) throw malformed(question, 'its content is no object');
  return { action, content };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inWords(value: unknown): string {
  return value === undefined ? 'missing' : (JSON.stringify(value) ?? typeof value).slice(0, 40);
}

function malformed(question: string, problem: string): ElicitAnswerError {
  return new ElicitAnswerError(`The client's answer to '${question}' cannot be read: ${problem}.`);
}
