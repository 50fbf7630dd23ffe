import { PorticoError } from '../../common/portico-error.js';
import { typesOf, type ArgumentSchema } from './read-arguments.js';

/** Answers from the command line, as `key=value`: each is for one question, in their order. What makes a list goes together. */
export class GivenAnswers {
  private words: readonly string[];

  /** @throws PorticoError `PORTICO_CLI_USAGE` for a word without `=` */
  constructor(words: readonly string[]) {
    const wrong = words.find((word) => word.indexOf('=') < 1);
    if (wrong !== undefined)
      throw new PorticoError(
        'PORTICO_CLI_USAGE',
        `--answer ${wrong}: write it as key=value. A question for a single value has the key 'value'.`,
      );
    this.words = words;
  }

  /** What is given for a question; it is not given again. */
  take({ properties = {} }: ArgumentSchema = {}): readonly string[] {
    const taken = Object.entries(properties).flatMap(([key, property]) => {
      const own = this.words.filter((word) => word.startsWith(`${key}=`));
      return typesOf(property).includes('array') ? own : own.slice(0, 1);
    });
    const rest = [...this.words];
    for (const word of taken) rest.splice(rest.indexOf(word), 1);
    this.words = rest;
    return taken;
  }

  /** What answered nothing. */
  get left(): readonly string[] {
    return this.words;
  }
}
