import { componentDecorator, type ComponentDecorator } from './component-decorator.js';
import type { ToolOptions } from './records.js';

/**
 * Makes a method a tool, or a class whose `execute` is the tool.
 *
 * @param options what clients and models read; a string is the description
 * @example
 * ```ts
 * @Injectable()
 * export class OrderTools {
 *   constructor(private readonly orders: OrderService) {}
 *
 *   @Tool('Find an order by its number')
 *   findOrder(input: FindOrderInput) { return this.orders.find(input.number); }
 * }
 *
 * @Tool({ description: 'Cancel an order', annotations: { destructiveHint: true } })
 * export class CancelOrderTool {
 *   constructor(private readonly orders: OrderService) {}
 *   execute(@Args() input: CancelOrderInput) { return this.orders.cancel(input.number); }
 * }
 * ```
 * @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools
 */
export function Tool(options: ToolOptions | string = {}): ComponentDecorator<'execute'> {
  return componentDecorator({ kind: 'tool', options: typeof options === 'string' ? { description: options } : options });
}
