import { Tally } from '../common/tally.js';
import { UserError } from '../common/user-error.js';
import type { Exchange } from '../context/exchange.js';

/** How many questions may wait for an answer in this process at a time. */
export interface QuestionLimits {
  readonly questionsPerSession: number;
  readonly questionsPerCaller: number;
}

/** Who is asked. */
export type Asked = Pick<Exchange, 'principal' | 'session' | 'http'>;

type Limit = keyof QuestionLimits;

const whose: Readonly<Record<Limit, string>> = {
  questionsPerSession: 'of one session',
  questionsPerCaller: 'of one caller',
};

/**
 * The questions that hold something here until they are answered: a handler that waits, and its way to the client. Counted for
 * each session and each caller, and refused above: what is open stays so.
 */
export class QuestionPlaces {
  private readonly taken = new Tally<string>();

  constructor(private readonly limits: QuestionLimits) {}

  /**
   * Takes a place for a question.
   *
   * @returns how to give it back; safe to call more than once
   * @throws UserError `PORTICO_QUESTION_LIMIT`
   */
  take(asked: Asked): () => void {
    const places = placesOf(asked);
    for (const [limit, place] of places)
      if (this.taken.of(place) >= this.limits[limit]) throw tooMany(limit, this.limits[limit]);
    for (const [, place] of places) this.taken.add(place);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      for (const [, place] of places) this.taken.remove(place);
    };
  }
}

/** Who has no name is told apart by address; where there is neither, nor a session, all count as one. */
function placesOf(asked: Asked): (readonly [Limit, string])[] {
  const caller = callerOf(asked);
  const session = asked.session && (['questionsPerSession', `session ${asked.session.id}`] as const);
  if (caller === undefined && session) return [session];
  const own = ['questionsPerCaller', `caller ${caller ?? ''}`] as const;
  return session ? [session, own] : [own];
}

/** A caller among others; absent on a line that has one client only, and nobody to tell apart. */
export function callerOf({ principal, http }: Omit<Asked, 'session'>): string | undefined {
  return principal ? JSON.stringify([principal.issuer, principal.subject]) : http?.address;
}

function tooMany(limit: Limit, max: number): UserError {
  return new UserError(
    `Too many questions wait for an answer: at most ${max} ${whose[limit]} at a time (interaction.${limit}). Answer some of them, then call again.`,
    { code: 'PORTICO_QUESTION_LIMIT' },
  );
}
