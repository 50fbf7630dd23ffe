import type { Class } from '../common/class.js';
import type { StartupProblem, StartupProblems } from '../common/startup-problem.js';
import { componentsOf, isOnClass } from './component-store.js';
import { constructorTypes, hasMethodTypes } from './design-types.js';
import { injectableOptions } from './injectable.js';

const CODE = 'PORTICO_NO_METADATA';

/**
 * Reports that a type is not known at run time. Where the class carries a decorator in the right place, the compiler has
 * emitted nothing for it, and does so for no other class either: then that is told, once.
 */
export function reportNoMetadata(
  type: Class,
  problems: StartupProblems,
  { where, problem, cure }: Omit<StartupProblem, 'code'>,
): void {
  problems.add(CODE, where, problem, cure);
  if (!compiledWithout(type)) return;
  problems.addCause(
    CODE,
    type.name,
    'your compiler emits no decorator metadata, so that no type is known at run time, here or in any other class',
    'Compile with tsc or swc, with "experimentalDecorators" and "emitDecoratorMetadata" on in tsconfig.json. tsx and esbuild emit none, whatever stands there.',
  );
}

function compiledWithout(type: Class): boolean {
  const methods = componentsOf(type).filter(({ isOnClass: atClass }) => !atClass);
  if (methods.some(({ method }) => !hasMethodTypes(type.prototype as object, method))) return true;
  const isDecorated = injectableOptions(type) !== undefined || isOnClass(type);
  return isDecorated && type.length > 0 && constructorTypes(type) === undefined;
}
