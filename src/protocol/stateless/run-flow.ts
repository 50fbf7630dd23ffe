import type { InputRequiredResult } from '@modelcontextprotocol/server';
import { after, caught, type Eventually } from '../../common/eventually.js';
import { isPorticoError } from '../../common/portico-error.js';
import type { Exchange } from '../../context/exchange.js';
import type { ComponentGateway } from '../../context/resources/component-gateway.js';
import { InvalidFlowState, type Attempt, type FlowRunner } from '../../interaction/flow-runner.js';
import { RequestFault } from '../../pipeline/request-fault.js';

/** The answer to a request that needs something of the client first. */
export function inputRequired(questions: object, requestState: string): InputRequiredResult {
  return { resultType: 'input_required', inputRequests: questions, requestState } as InputRequiredResult;
}

/**
 * Handles a request whose handler may ask the client: answers with the questions, and goes on when it comes again with
 * the answers.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/mrtr
 */
export function runFlow<T>(
  flows: FlowRunner,
  gateway: ComponentGateway,
  exchange: Exchange,
  attempt: Attempt,
  handle: (exchange: Exchange) => Eventually<T>,
): Eventually<T | InputRequiredResult> {
  return caught(
    () =>
      after(
        flows.run(exchange, attempt, handle, (asking) => gateway.permits(asking)),
        (run): T | InputRequiredResult =>
          run.kind === 'done' ? run.result : inputRequired(run.questions, run.state),
      ),
    (error) => {
      throw flowFault(error);
    },
  );
}

/** What a client learns of a flow that could not go on or end. */
export function flowFault(error: unknown): unknown {
  if (error instanceof InvalidFlowState)
    return new RequestFault('invalid-params', error.message, { reason: 'invalid_request_state' });
  if (isPorticoError(error, 'PORTICO_OPEN_QUESTION')) return new RequestFault('internal', error.message);
  return error;
}
