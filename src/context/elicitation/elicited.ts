import { parameterDecorator, type MethodParameterDecorator } from '../../metadata/parameters.js';
import type { Context } from '../context.js';
import type { ElicitOptions } from './elicit-options.js';
import type { Form } from './form.js';
import { planForm } from './form-plan/plan-form.js';

/**
 * Asks the user for the value of a parameter before the handler runs, and before a call becomes a background task. All
 * that a handler asks for in this way is asked together. The call ends with the reason where the user declines; where
 * that is an answer too, use `ctx.elicit`. A form that cannot be asked for keeps the application from starting.
 *
 * @example
 * ```ts
 * @Tool('Book a table')
 * book(
 *   input: BookInput,
 *   @Elicited('How many people?', Number) people: number,
 *   @Elicited('Where?', ['inside', 'outside']) place: 'inside' | 'outside',
 * ) {
 *   return this.tables.book(input.day, people, place);
 * }
 * ```
 */
export function Elicited(message: string, form: Form, options: ElicitOptions = {}): MethodParameterDecorator {
  return parameterDecorator({
    kind: 'custom',
    data: message,
    factory: (_, context) => (context as Context).elicitOrThrow(message, form, options),
    check: () => void planForm(form, options),
    asksFirst: true,
  });
}
