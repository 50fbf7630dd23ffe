import type { Class } from '../../common/class.js';
import { UserError } from '../../common/user-error.js';
import { forgetDecorated } from '../../metadata/decorated-classes.js';
import { Args } from '../../metadata/parameters.js';
import { Tool } from '../../metadata/tool.js';

/** The tool through which a model gives what the user answered. */
export const ANSWER_TOOL = 'answer_questions';

/** What the tool is called with. */
export interface AnswerInput {
  readonly call: string;
  readonly answers: Readonly<Record<string, unknown>>;
}

const input = {
  type: 'object',
  properties: {
    call: { type: 'string', description: 'The id of the unfinished call, as its result gave it' },
    answers: {
      type: 'object',
      description: 'What the user said, by the name of the question',
      additionalProperties: {
        type: 'object',
        properties: {
          action: {
            enum: ['accept', 'decline', 'cancel'],
            description: 'accept: the user answered; decline: refused; cancel: did not want to decide',
          },
          content: { type: 'object', description: 'With accept: the answer, in the form the question gave' },
        },
        required: ['action'],
      },
    },
  },
  required: ['call', 'answers'],
  additionalProperties: false,
};

/** The class that offers the tool. Its calls never reach it: they go on with the call that asked. */
export function answerTool(): Class {
  class QuestionsThroughModel {
    @Tool({
      name: ANSWER_TOOL,
      description:
        'Goes on with a call of another tool that ended with questions to the user. Ask the user first; never answer in their place.',
      input,
    })
    answer(@Args() _input: unknown): never {
      throw new UserError(`${ANSWER_TOOL} is for the model of a client; a handler asks by ctx.elicit.`);
    }
  }
  forgetDecorated(QuestionsThroughModel);
  return QuestionsThroughModel;
}
