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
   * @param key of the first question, where its author gave one
   * @param name of the conversation within the handler's run
   */
  constructor(
    private readonly route: ModelRoute,
    private readonly frame: RequestFrame,
    private readonly messages: SamplingMessage[],
    private readonly key: string | undefined,
    private readonly name: string,
  ) {}

  /** Names the current turn. */
  get turnName(): string {
    return `${this.name}.${this.turns}`;
  }

  get history(): readonly SamplingMessage[] {
    return [...this.messages];
  }

  /** Asks the model for its next turn. */
  async next(offer: Pick<SamplingRequest, 'tools' | 'toolChoice'>): Promise<Turn> {
    this.turns++;
    const key = this.turns === 1 ? this.key : this.turnName;
    const answer = await this.route.ask(createRequest(this.frame, this.messages, offer), key, this.turnName);
    this.messages.push({ role: 'assistant', content: answer.content });
    return { answer, text: textOf(answer), toolUses: toolUsesOf(answer) };
  }

  say(message: SamplingMessage): void {
    this.messages.push(message);
  }
}
