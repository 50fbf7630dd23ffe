import { ToolResult } from '../../common/content/tool-result.js';
import type { Eventually } from '../../common/eventually.js';
import { unguessableId } from '../../common/ids.js';
import { DerivedExchange } from '../../context/derived-exchange.js';
import { DerivedPeer } from '../../context/derived-peer.js';
import type { Exchange } from '../../context/exchange.js';
import { clientCan } from '../../context/missing-capability-error.js';
import type { ComponentGateway } from '../../context/resources/component-gateway.js';
import { InvalidFlowState, type Attempt, type FlowRunner } from '../../interaction/flow-runner.js';
import type { FlowStore } from '../../interaction/flow-store.js';
import { isForm } from '../../interaction/suspendable-flow.js';
import type { Registry } from '../../pipeline/registry.js';
import { formatProblems } from '../../schema/index.js';
import { flowFault, inputRequired } from '../stateless/run-flow.js';
import { ANSWER_TOOL, type AnswerInput } from './answer-tool.js';
import { questionText } from './question-text.js';

export interface ThroughModelParts {
  readonly runner: FlowRunner;
  readonly store: FlowStore;
  /** How long a question may stay open, in ms. */
  readonly ttl: number;
  readonly gateway: ComponentGateway;
  readonly registry: () => Registry;
}

/** A call that ended with questions. */
interface UnfinishedCall {
  readonly state: string;
  readonly params: { readonly name: string; readonly arguments: unknown };
}

/** One text whatever the reason, as for every state that is refused. */
const GONE =
  'No question waits under this id: it has expired, or was never asked of you. Call the tool that asked again.';

/**
 * Asks users through the model, where their client cannot show forms: the call of a tool ends with the questions as text,
 * and a second tool goes on with it. What travels to the model is an id; the sealed state stays in the store.
 */
export class ThroughModel {
  constructor(private readonly parts: ThroughModelParts) {}

  /** Whether a request is a call that may ask so, or brings the answers to one. */
  concerns(exchange: Exchange): boolean {
    if (exchange.method !== 'tools/call') return false;
    return exchange.params['name'] === ANSWER_TOOL || !clientCan(exchange, 'elicitation.form');
  }

  /**
   * Handles such a request.
   *
   * @param attempt what it brings of the stateless revision's own way to ask, which stays open for other questions
   */
  async run(
    exchange: Exchange,
    attempt: Attempt,
    handle: (exchange: Exchange) => Eventually<unknown>,
  ): Promise<unknown> {
    try {
      return exchange.params['name'] === ANSWER_TOOL
        ? await this.takeAnswers(exchange, attempt, handle)
        : await this.goOn(exchange, attempt, handle);
    } catch (error) {
      throw flowFault(error);
    }
  }

  private async takeAnswers(
    exchange: Exchange,
    attempt: Attempt,
    handle: (exchange: Exchange) => Eventually<unknown>,
  ): Promise<unknown> {
    const tool = this.parts.registry().tools.get(ANSWER_TOOL)!;
    const parsed = await tool.input.parse(exchange.params['arguments'] ?? {});
    if (!parsed.ok) return failure(formatProblems(parsed.problems));
    const { call, answers } = parsed.value as AnswerInput;
    const kept = await this.parts.store.get(place(call));
    if (kept === undefined) return failure(GONE);
    const { state, params } = JSON.parse(kept) as UnfinishedCall;
    const first = attempt.state === undefined ? { state, answers } : attempt;
    try {
      return await this.goOn(new DerivedExchange(exchange, { params: { ...params } }), first, handle);
    } catch (error) {
      if (error instanceof InvalidFlowState) return failure(GONE);
      throw error;
    }
  }

  private async goOn(
    exchange: Exchange,
    attempt: Attempt,
    handle: (exchange: Exchange) => Eventually<unknown>,
  ): Promise<unknown> {
    const { runner, gateway } = this.parts;
    const peer = new ModelPeer(exchange.peer);
    const permits = (asking: Exchange) => gateway.permits(asking);
    const run = await runner.run(new DerivedExchange(exchange, { peer }), attempt, handle, permits);
    if (run.kind === 'done') return run.result;
    const others = Object.entries(run.questions).filter(([, question]) => !isForm(question));
    // What the client itself answers comes first; the forms are still open when it comes back.
    if (others.length > 0) return inputRequired(Object.fromEntries(others), run.state);
    const call = unguessableId();
    const { name, arguments: args } = exchange.params;
    const unfinished = { state: run.state, params: { name: String(name), arguments: args ?? {} } };
    await this.parts.store.put(
      place(call),
      JSON.stringify(unfinished satisfies UnfinishedCall),
      this.parts.ttl,
    );
    const text = questionText(call, run.questions);
    // Clients refuse a result without structure from a tool that promises one, unless it is an error.
    return this.promisesStructure(String(name)) ? failure(text) : new ToolResult([{ type: 'text', text }]);
  }

  private promisesStructure(name: string): boolean {
    return this.parts.registry().tools.get(name)?.entry.outputSchema !== undefined;
  }
}

/** A peer whose forms are asked for through the model. */
class ModelPeer extends DerivedPeer {
  override get asksThroughModel(): boolean {
    return true;
  }
}

function place(call: string): string {
  return `asked:${call}`;
}

function failure(text: string): ToolResult {
  return new ToolResult([{ type: 'text', text }], { isError: true });
}
