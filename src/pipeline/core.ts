import { formatProblems, type CompiledSchema } from '../schema/index.js';
import type { Component } from './component.js';
import type { Core } from './compose.js';
import { toPromptOutcome } from './output/prompt-output.js';
import { toResourceResult } from './output/read-output.js';
import { toToolResult } from './output/tool-output.js';
import { RequestFault } from './request-fault.js';

/** A component whose steps are known and stand around what is made here. */
export type Unwrapped<C> = C extends unknown ? Omit<C, 'execute'> : never;

/** What is within all steps: validates the arguments, runs the handler, turns what it returns into a result. */
export function coreOf(component: Unwrapped<Component>): Core {
  const { handler } = component;
  switch (component.kind) {
    case 'tool':
      return async (call) => {
        call.input = await parse(component.input, call.arguments);
        return toToolResult(component, await handler.invoke(call));
      };
    case 'resource':
    case 'resource-template':
      return async (call) => {
        call.input = component.input ? await parse(component.input, call.variables) : call.variables;
        return toResourceResult(component, String(call.exchange.params['uri']), await handler.invoke(call));
      };
    case 'prompt':
      return async (call) => {
        const missing = component.required.find((name) => call.variables[name] === undefined);
        if (missing !== undefined) throw new RequestFault('invalid-params', `${missing}: is required`);
        call.input = component.input ? await parse(component.input, call.variables) : call.variables;
        return toPromptOutcome(component, await handler.invoke(call));
      };
  }
}

async function parse(schema: CompiledSchema, value: unknown): Promise<unknown> {
  const parsed = await schema.parse(value);
  if (parsed.ok) return parsed.value;
  throw new RequestFault('invalid-params', formatProblems(parsed.problems));
}
