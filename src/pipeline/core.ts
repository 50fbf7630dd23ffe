import { after, type Eventually } from '../common/eventually.js';
import { formatProblems, type CompiledSchema, type ParseResult } from '../schema/index.js';
import type { Component } from './component.js';
import type { Call } from './call.js';
import { compose, type Core } from './compose.js';
import { isOutcome } from './output/is-outcome.js';
import { toPromptOutcome } from './output/prompt-output.js';
import { toResourceResult } from './output/read-output.js';
import { toToolResult } from './output/tool-output.js';
import { RequestFault } from './request-fault.js';

/** A component whose steps are known and stand around what is made here. */
export type Unwrapped<C> = C extends unknown ? Omit<C, 'execute' | 'admission'> : never;

/** What is within all steps: validates the arguments, runs the handler, turns what it returns into a result. */
export function coreOf(component: Unwrapped<Component>): Core {
  const { handler } = component;
  const toResult = resultOf(component);
  const run = (call: Call, input: unknown): Eventually<unknown> => {
    call.input = input;
    return after(handler.invoke(call), (returned) => toResult(call, returned));
  };
  switch (component.kind) {
    case 'tool':
      return (call) => after(component.input.parse(call.arguments), (parsed) => run(call, valueOf(parsed)));
    case 'resource':
    case 'resource-template':
      return (call) => after(variablesOf(component, call), (variables) => run(call, variables));
    case 'prompt':
      return (call) => {
        const missing = component.required.find((name) => call.variables[name] === undefined);
        if (missing !== undefined) throw new RequestFault('invalid-params', `${missing}: is required`);
        return after(variablesOf(component, call), (variables) => run(call, variables));
      };
  }
}

/**
 * Guards, interceptors and filters around a core. What they answer instead of the handler may be as plain as what a
 * handler returns; a result stays what it is. Without steps the core itself.
 */
export function withSteps(component: Unwrapped<Component>, core: Core): Core {
  const { steps } = component;
  if (steps.length === 0) return core;
  const composed = compose(steps, core);
  const toResult = resultOf(component);
  return async (call) => {
    const left = await composed(call);
    return isOutcome(component.kind, left) ? left : toResult(call, left);
  };
}

/** How what a handler or a step returned becomes a result. */
export function resultOf(component: Unwrapped<Component>): (call: Call, returned: unknown) => unknown {
  switch (component.kind) {
    case 'tool':
      return (_, returned) => toToolResult(component, returned);
    case 'resource':
    case 'resource-template':
      return ({ exchange }, returned) =>
        toResourceResult(component, String(exchange.params['uri']), returned);
    case 'prompt':
      return (_, returned) => toPromptOutcome(component, returned);
  }
}

function variablesOf(
  { input }: { readonly input?: CompiledSchema | undefined },
  { variables }: Call,
): unknown {
  return input ? after(input.parse(variables), valueOf) : variables;
}

/** @throws RequestFault `invalid-params` that says what does not fit */
export async function parse(schema: CompiledSchema, value: unknown): Promise<unknown> {
  return valueOf(await schema.parse(value));
}

function valueOf(parsed: ParseResult<unknown>): unknown {
  if (parsed.ok) return parsed.value;
  throw new RequestFault('invalid-params', formatProblems(parsed.problems));
}
