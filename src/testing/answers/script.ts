import { PorticoError } from '../../common/portico-error.js';

/** Answers in the order of the questions: each as it is, or from a function that is told the question. */
export type Scripted<Asked, Answer> = readonly (Answer | ((asked: Asked) => Answer | Promise<Answer>))[];

/** One answer for each question, and an error where there is no answer left. */
export class Script<Asked, Answer> {
  /** What could not be answered. */
  problem: PorticoError | undefined;
  private next = 0;

  /**
   * @param what is answered, such as `question`
   * @param words of a question, to tell which it was
   */
  constructor(
    private readonly answers: Scripted<Asked, Answer>,
    private readonly what: string,
    private readonly words: (asked: Asked) => string,
  ) {}

  async answer(asked: Asked): Promise<Answer> {
    const answer = this.answers[this.next++];
    if (answer === undefined) {
      this.problem ??= new PorticoError(
        'PORTICO_TEST_CLIENT',
        `The test client has answers for ${this.answers.length} ${this.what}${this.answers.length === 1 ? '' : 's'}, and was asked number ${this.next}: ${this.words(asked)}`,
      );
      throw this.problem;
    }
    return typeof answer === 'function'
      ? (answer as (asked: Asked) => Answer | Promise<Answer>)(asked)
      : answer;
  }
}
