import { after, finished, type Eventually } from '../common/eventually.js';
import type { Disposal } from '../container/disposal.js';
import { Scope } from '../container/scope.js';
import { runInContext } from '../context/ambient.js';
import { Context } from '../context/context.js';
import type { ContextServices } from '../context/context-services.js';
import type { Exchange } from '../context/exchange.js';
import type { Component } from './component.js';
import type { Core } from './compose.js';
import { watchQuestions } from './questions/question-watch.js';
import { withinTime } from './time-limit.js';

/** What a call is about, beside its exchange. */
export interface CallSubject {
  readonly component?: Component;
  readonly arguments?: unknown;
  readonly variables?: Readonly<Record<string, string>>;
}

const none: Readonly<Record<string, string>> = {};

/** Runs code of the application for one request: in a scope and a context of its own, which end with it. */
export class HandlerRunner {
  constructor(
    private readonly services: () => ContextServices,
    private readonly disposal: Disposal,
  ) {}

  /** Runs a component with its steps, within its time limit if it has one. */
  run(component: Component, exchange: Exchange, subject: CallSubject): Eventually<unknown> {
    const { timeout, where, execute } = component;
    const { arguments: args, variables = none } = subject;
    const call = { component, arguments: args, variables };
    const outcome =
      timeout === undefined
        ? this.enter(exchange, call, execute)
        : withinTime(timeout, where, exchange, (limited) => this.enter(limited, call, execute));
    return after(outcome, (result) => {
      exchange.flow.handled(where);
      return result;
    });
  }

  /** Calls a function in a fresh scope and context, and ends the scope when it is done. */
  enter(
    given: Exchange,
    { component, arguments: args, variables = none }: CallSubject,
    fn: Core,
  ): Eventually<unknown> {
    const exchange = component?.watchesQuestions ? watchQuestions(given) : given;
    const services = this.services();
    const context = new Context({ exchange, services });
    const scope = new Scope(context);
    const { method } = exchange;
    const call = {
      exchange,
      context,
      scope,
      method,
      component,
      arguments: args,
      variables,
      input: undefined,
    };
    return finished(
      () => runInContext(context, () => fn(call)),
      () => after(scope.end(this.disposal), () => services.progress.flush(exchange)),
    );
  }
}
