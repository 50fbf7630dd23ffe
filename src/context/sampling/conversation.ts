import { textOf, toolUsesOf } from './messages/blocks.js';
import type { SamplingMessage, ToolUseContent } from './messages/sampling-message.js';
import type { ModelRoute } from './model-route.js';
import { createRequest, type RequestFrame } from './create-request.js';
import type { SamplingAnswer } from './sampling-answer.js';
import type { SamplingRequest } from './sampling-request.js';

/** What one turn of a model said. */
export interface Turn {
  readonly answer: SamplingAnswer;
  readonly text: string;
  readonly toolUses: readonly ToolUseContent[];
}

/** A conversation that grows turn by turn. Each turn is a question with a name of its own, the same in every run. */
export class Conversation {
  private turns = 0;

  /**
   * @param name of the first question
   * @param run names the conversation within the handler's run, where the first question may not be the only one of its name
   */
  constructor(
    private readonly route: ModelRoute,
    private readonly frame: RequestFrame,
    private readonly messages: SamplingMessage[],
    private readonly name: string,
    private readonly run: string,
  ) {}

  /** Names something that is done in the current turn. */
  nameOf(part: string): string {
    return `${this.run}.${this.turns}.${part}`;
  }

  get history(): readonly SamplingMessage[] {
    return [...this.messages];
  }

  /** Asks the model for its next turn. */
  async next(offer: Pick<SamplingRequest, 'tools' | 'toolChoice'>): Promise<Turn> {
    this.turns++;
    const request = createRequest(this.frame, this.messages, offer);
    const key = this.turns === 1 ? this.name : `${this.name}.${this.turns}`;
    const answer = await this.route.ask(request, key, this.nameOf('provider'));
    this.messages.push({ role: 'assistant', content: answer.content });
    return { answer, text: textOf(answer), toolUses: toolUsesOf(answer) };
  }

  say(message: SamplingMessage): void {
    this.messages.push(message);
  }
}
