import { PorticoError } from '../../common/portico-error.js';
import type { PeerRequest } from '../../context/peer.js';
import type { JournalEntry } from '../../interaction/journal.js';

/** A question of a task, and its answer once it has come. */
export interface TaskQuestion {
  readonly key: string;
  readonly digest: string;
  readonly request: PeerRequest;
  /** Wrapped, because any JSON value is an answer. */
  readonly answer?: { readonly value: unknown };
}

/**
 * Adds what was asked; the same question under its key is there once.
 *
 * @throws PorticoError `PORTICO_NON_DETERMINISTIC` when another question has the key: keys are never used again, since the
 * client may be answering the first one
 */
export function addQuestions(
  asked: readonly TaskQuestion[],
  more: readonly TaskQuestion[],
): readonly TaskQuestion[] {
  const fresh = more.filter((question) => {
    const known = asked.find(({ key }) => key === question.key);
    if (known && known.digest !== question.digest)
      throw new PorticoError(
        'PORTICO_NON_DETERMINISTIC',
        `The question '${question.key}' is not the one that was asked: the handler asked something else when it was run again. Ask the same questions in the same order, give each a key of its own, and take time, random values and results of effects from ctx.now(), ctx.random(), ctx.uuid() and ctx.once().`,
      );
    return !known;
  });
  return fresh.length > 0 ? [...asked, ...fresh] : asked;
}

/** Adds answers to questions that have none; unknown keys and second answers are ignored. */
export function addAnswers(
  asked: readonly TaskQuestion[],
  answers: Readonly<Record<string, unknown>>,
): readonly TaskQuestion[] {
  const takes = ({ key, answer }: TaskQuestion) => !answer && Object.hasOwn(answers, key);
  if (!asked.some(takes)) return asked;
  return asked.map((question) =>
    takes(question) ? { ...question, answer: { value: answers[question.key] } } : question,
  );
}

/** The questions that wait for an answer, by their keys. */
export function openQuestions(asked: readonly TaskQuestion[]): Readonly<Record<string, PeerRequest>> {
  const open = asked.filter(({ answer }) => !answer);
  return Object.fromEntries(open.map(({ key, request }) => [key, request]));
}

/** What the journal of a run has to know. */
export function answerEntries(asked: readonly TaskQuestion[]): JournalEntry[] {
  return asked.flatMap(({ key, digest, answer }) => (answer ? [{ key, digest, answer: answer.value }] : []));
}
