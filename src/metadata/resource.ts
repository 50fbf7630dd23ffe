import { componentDecorator, type ComponentDecorator } from './component-decorator.js';
import type { ResourceOptions } from './records.js';

/**
 * Makes a method (or the `read` of a class) a resource. A URI with variables in braces is a resource template;
 * each variable reaches the method by `@Param('name')`.
 *
 * @param uri a URI, or an RFC 6570 template such as `orders://{id}`
 * @example
 * ```ts
 * @Resource('orders://{id}', { mimeType: 'application/json' })
 * order(@Param('id') id: string) { return this.orders.get(id); }
 * ```
 * @see https://modelcontextprotocol.io/specification/2025-11-25/server/resources
 */
export function Resource(uri: string, options: ResourceOptions = {}): ComponentDecorator<'read'> {
  return componentDecorator({ kind: 'resource', uri, options });
}
