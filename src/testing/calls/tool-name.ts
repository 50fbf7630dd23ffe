import type { Class } from '../../common/class.js';
import { PorticoError } from '../../common/portico-error.js';
import { componentsOf } from '../../metadata/component-store.js';
import { componentName } from '../../scanner/component-name.js';

/**
 * The name clients know a tool by.
 *
 * @param method `undefined` for a class that is a tool itself
 * @throws PorticoError `PORTICO_TEST_CLIENT` for what is no tool
 */
export function toolName(type: Class, method: string | undefined): string {
  const tools = componentsOf(type).filter(({ component }) => component.kind === 'tool');
  const found = tools.find(({ method: own, isOnClass = false }) =>
    method === undefined ? isOnClass : own === method && !isOnClass,
  );
  if (found) return componentName(type, found);
  const known = tools.map((tool) => (tool.isOnClass ? `call(${type.name}, …)` : `'${tool.method}'`));
  throw new PorticoError(
    'PORTICO_TEST_CLIENT',
    `${method === undefined ? type.name : `${type.name}.${method}`} is no tool: it has no @Tool.${known.length > 0 ? ` ${type.name} has ${known.join(', ')}.` : ''}`,
  );
}
