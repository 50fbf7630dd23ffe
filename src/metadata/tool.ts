import type { AbstractClass, Class } from '../common/class.js';
import type { StandardSchemaV1 } from '../schema/index.js';
import { componentDecorator, type ComponentDecorator } from './component-decorator.js';
import type { ToolOptions } from './records.js';

/** A decorator for a method (or a class with such an `execute`) whose first parameter takes what the schema gives. */
export interface TypedToolDecorator<I> {
  <T extends AbstractClass<{ execute(input: I, ...rest: never[]): unknown }>>(target: T): void;
  <F extends (input: I, ...rest: never[]) => unknown>(
    target: object,
    method: string,
    descriptor: TypedPropertyDescriptor<F>,
  ): void;
}

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
 *
 *   @Tool({ description: 'Count orders', input: z.object({ year: z.number().int() }) })
 *   countOrders({ year }: { year: number }) { return this.orders.count(year); }
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
export function Tool<S extends StandardSchemaV1>(
  options: ToolOptions & { readonly input: S },
): TypedToolDecorator<NonNullable<S['~standard']['types']>['output']>;
export function Tool<T extends object>(
  options: ToolOptions & { readonly input: Class<T> },
): TypedToolDecorator<T>;
export function Tool(options?: ToolOptions | string): ComponentDecorator<'execute'>;
export function Tool(options: ToolOptions | string = {}): ComponentDecorator<'execute'> {
  return componentDecorator({
    kind: 'tool',
    options: typeof options === 'string' ? { description: options } : options,
  });
}
