import { componentDecorator, type ComponentDecorator } from './component-decorator.js';
import type { PromptOptions } from './records.js';

/**
 * Makes a method (or the `render` of a class) a prompt. Its arguments are the properties of its DTO, or its
 * `@Param('name')` parameters.
 *
 * @param options what clients read; a string is the description
 * @example
 * ```ts
 * @Prompt('Plan a trip by the weather')
 * planTrip(@Param('city') city: string) { return `When should I travel to ${city}?`; }
 * ```
 * @see https://modelcontextprotocol.io/specification/2025-11-25/server/prompts
 */
export function Prompt(options: PromptOptions | string = {}): ComponentDecorator<'render'> {
  return componentDecorator({
    kind: 'prompt',
    options: typeof options === 'string' ? { description: options } : options,
  });
}
