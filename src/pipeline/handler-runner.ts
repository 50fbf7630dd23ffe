import { UserError } from '../common/user-error.js';
import type { Disposal } from '../container/disposal.js';
import { Scope } from '../container/scope.js';
import { runInContext } from '../context/ambient.js';
import { Context } from '../context/context.js';
import type { ContextServices } from '../context/context-services.js';
import { deriveExchange } from '../context/derive-exchange.js';
import type { Exchange } from '../context/exchange.js';
import type { Call } from './call.js';
import type { Component } from './component.js';

/** Runs code of the application for one request: in a scope and a context of its own, which end with it. */
export class HandlerRunner {
  constructor(
    private readonly services: () => ContextServices,
    private readonly disposal: Disposal,
  ) {}

  /** Runs a component's handler, within its time limit if it has one. */
  run(
    component: Component,
    exchange: Exchange,
    input: unknown,
    variables: Readonly<Record<string, string>>,
  ): Promise<unknown> {
    const invoke = (call: Call): Promise<unknown> => component.handler.invoke(call);
    if (component.timeout === undefined) return this.enter(exchange, input, variables, invoke);
    return this.runInTime(component, exchange, component.timeout, (limited) =>
      this.enter(limited, input, variables, invoke),
    );
  }

  /** Calls a function in a fresh scope and context, and ends the scope when it is done. */
  async enter<T>(
    exchange: Exchange,
    input: unknown,
    variables: Readonly<Record<string, string>>,
    fn: (call: Call) => Promise<T>,
  ): Promise<T> {
    const services = this.services();
    const context = new Context({ exchange, services });
    const scope = new Scope(context);
    try {
      return await runInContext(context, () => fn({ exchange, context, scope, input, variables }));
    } finally {
      await scope.end(this.disposal);
      await services.progress.flush(exchange);
    }
  }

  /** When the time is over the signal is aborted and the caller is told; the handler should stop by the signal. */
  private async runInTime(
    { where }: Component,
    exchange: Exchange,
    limit: number,
    run: (exchange: Exchange) => Promise<unknown>,
  ): Promise<unknown> {
    const controller = new AbortController();
    const overtime = new UserError(`The call took longer than ${limit} ms and was stopped.`, {
      code: 'PORTICO_TIMEOUT',
    });
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        controller.abort(new Error(`${where} took longer than ${limit} ms`));
        reject(overtime);
      }, limit);
    });
    const signal = AbortSignal.any([exchange.signal, controller.signal]);
    try {
      return await Promise.race([run(deriveExchange(exchange, { signal })), deadline]);
    } finally {
      clearTimeout(timer);
    }
  }
}
