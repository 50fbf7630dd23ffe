import type { ToolResult } from '../../common/content/tool-result.js';
import type { Eventually } from '../../common/eventually.js';
import { DerivedExchange } from '../../context/derived-exchange.js';
import type { Exchange } from '../../context/exchange.js';
import type { SessionHandles } from '../../context/state/handles/session-handles.js';
import type { ToolComponent } from '../component.js';
import { RequestFault } from '../request-fault.js';
import { SESSION_ARGUMENT } from './session-argument.js';
import { withSession } from './session-result.js';

type Arguments = Readonly<Record<string, unknown>>;

/**
 * Runs a tool that has session handles: in the session of the handle it is given; without one in the session of the
 * line; where the line has none, in a new session, whose handle goes out with the result, whatever the result is.
 *
 * @throws UnknownSessionError for a handle that is not the caller's
 */
export async function withSessionHandle(
  tool: ToolComponent,
  exchange: Exchange,
  args: Arguments,
  handles: SessionHandles,
  run: (exchange: Exchange, args: Arguments) => Eventually<unknown>,
): Promise<unknown> {
  const { [SESSION_ARGUMENT]: given, ...rest } = args;
  if (given !== undefined) {
    if (typeof given !== 'string')
      throw new RequestFault('invalid-params', `${SESSION_ARGUMENT}: must be a string`);
    return run(new DerivedExchange(exchange, { session: await handles.open(exchange, given) }), rest);
  }
  if (exchange.session) return run(exchange, rest);
  const session = await handles.begin(exchange);
  const result = await run(new DerivedExchange(exchange, { session }), rest);
  return handles.isEnded(session) ? result : withSession(tool, result as ToolResult, session.id);
}
