import { ForbiddenError } from '../../common/user-error.js';
import { whyRefused, type Access } from '../../identity/access.js';
import type { GuardFunction } from '../guard.js';

/** The guard behind `@RequireScopes` and `@RequireRoles`. */
export function accessGuard(access: Access): GuardFunction {
  return ({ context, component }) => {
    const reason = whyRefused(context.principal, access);
    if (reason === undefined) return true;
    throw new ForbiddenError(`You may not use '${component?.entry.name}': ${reason}.`);
  };
}
