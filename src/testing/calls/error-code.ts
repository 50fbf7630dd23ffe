import type { ToolOutcome } from '../../common/content/content.js';
import { ERROR_CODE_META_KEY } from '../../pipeline/errors-to-clients.js';

const codes = new WeakMap<object, string>();

/** Takes the code out of a result that came from an application made for a test: clients do not see it. */
export function takeErrorCode(outcome: ToolOutcome): ToolOutcome {
  const { _meta: meta, ...rest } = outcome;
  const { [ERROR_CODE_META_KEY]: code, ...others } = meta ?? {};
  if (typeof code !== 'string') return outcome;
  const seen = { ...rest, ...(Object.keys(others).length > 0 && { _meta: others }) };
  codes.set(seen, code);
  return seen;
}

/** The code of the error behind a result that a test client gave. */
export function errorCodeIn(outcome: object): string | undefined {
  return codes.get(outcome);
}
