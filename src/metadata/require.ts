import type { AbstractClass } from '../common/class.js';
import { MetadataKey } from '../common/metadata-key.js';
import { joinAccess, type Access } from '../identity/access.js';

/** A decorator for a module, a class with components, or one method. */
export type RequireDecorator = (target: AbstractClass | object, method?: string) => void;

const onClass = new MetadataKey<Access>('class-access');
const onMethod = new MetadataKey<Access>('method-access');

/**
 * Only for callers who were granted every one of these scopes, and those that the class and the module ask for. Over HTTP
 * others are answered 403 with what they lack, so that clients can ask for it and come again; elsewhere the call is
 * refused. It is judged before all guards, again whenever a call goes on, and for calls within the server too.
 *
 * @example
 * ```ts
 * @RequireScopes('orders:write')
 * @Tool('Cancel an order')
 * cancel(input: CancelInput) {}
 * ```
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization
 */
export function RequireScopes(...scopes: readonly string[]): RequireDecorator {
  return decorator({ scopes, roles: [] });
}

/**
 * Only for callers with one of these roles; where method, class and module each ask, with one of each. A verifier says who
 * has which.
 *
 * @example
 * ```ts
 * @RequireRoles('admin', 'support')
 * export class CustomerTools {}
 * ```
 */
export function RequireRoles(...roles: readonly string[]): RequireDecorator {
  return decorator({ scopes: [], roles: [roles] });
}

function decorator(access: Access): RequireDecorator {
  return (target, method) => {
    if (method === undefined) onClass.set(target, joinAccess([access, onClass.own(target)])!);
    else onMethod.set(target, joinAccess([access, onMethod.own(target, method)])!, method);
  };
}

/** What a component asks for by its module, its class and its method. */
export function requiredAccess(module: object, type: AbstractClass, method: string): Access | undefined {
  return joinAccess([onClass.get(module), onClass.get(type), onMethod.get(type.prototype as object, method)]);
}
