import type { MethodParameterDecorator } from '../../metadata/parameters.js';
import { createParamDecorator } from '../create-param-decorator.js';
import type { ElicitOptions } from './elicit-options.js';
import type { Form } from './form.js';

interface Question {
  readonly message: string;
  readonly form: Form;
  readonly options: ElicitOptions | undefined;
}

const elicited = createParamDecorator(({ message, form, options }: Question, context) =>
  context.elicitOrThrow(message, form, options),
);

/**
 * Asks the user for the value of a parameter before the handler runs. All that a handler asks for in this way is asked
 * together. The call ends with the reason where the user declines; where that is an answer too, use `ctx.elicit`.
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
export function Elicited(message: string, form: Form, options?: ElicitOptions): MethodParameterDecorator {
  return elicited({ message, form, options });
}
