import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Principal } from '../identity/principal.js';

/** Who sent an HTTP request, once that was looked at. */
export interface HttpCaller {
  /** Absent for those who are let in without credentials. */
  readonly principal: Principal | undefined;
  /** Headers that handlers do not see. */
  readonly secretHeaders: ReadonlySet<string>;
}

/** By identity: what a host puts on its requests in the same place is never taken for one of ours. */
const callers = new WeakMap<AuthInfo, HttpCaller>();

/** A caller in the form in which the engine passes it along from the transport to the handlers; without the token. */
export function toAuthInfo(caller: HttpCaller): AuthInfo {
  const { clientId = '', scopes = [] } = caller.principal ?? {};
  const info: AuthInfo = { token: '', clientId, scopes: [...scopes] };
  callers.set(info, caller);
  return info;
}

/** The caller that {@link toAuthInfo} was given; `undefined` where nobody asked who is calling. */
export function callerOf(info: AuthInfo | undefined): HttpCaller | undefined {
  return info && callers.get(info);
}
