import type { Exchange } from '../exchange.js';
import { requireClient } from '../missing-capability-error.js';
import { askForm } from './ask-form.js';
import { askUrl, webAddress, type ElicitUrlOptions, type UrlAnswer } from './ask-url.js';
import type { ChooseManyOptions, ElicitOptions } from './elicit-options.js';
import { ElicitRefusedError } from './elicit-refused-error.js';
import type { ElicitationAnswer } from './elicitation-answer.js';
import type { Choices, ChoiceValue, Form, FormValue } from './form.js';
import { planForm } from './form-plan/plan-form.js';

/**
 * Questions to the person behind the client. The members of `Context` lead here, and say what each does.
 *
 * @example
 * ```ts
 * // Every question of the application begins with its name: { provide: ElicitationService, useClass: NamedQuestions }
 * class NamedQuestions extends ElicitationService {
 *   override confirm(...[exchange, message, options]: Parameters<ElicitationService['confirm']>) {
 *     return super.confirm(exchange, `Orders: ${message}`, options);
 *   }
 * }
 * ```
 */
export class ElicitationService {
  elicit<const F extends Form>(
    exchange: Exchange,
    message: string,
    form: F,
    options: ElicitOptions = {},
  ): Promise<ElicitationAnswer<FormValue<F>>> {
    return this.put(exchange, 'ctx.elicit', message, form, options);
  }

  /** @throws ElicitRefusedError when the person declines or closes the question */
  async elicitOrThrow<const F extends Form>(
    exchange: Exchange,
    message: string,
    form: F,
    options: ElicitOptions = {},
  ): Promise<FormValue<F>> {
    const answer = await this.put<FormValue<F>>(exchange, 'ctx.elicitOrThrow', message, form, options);
    if (answer.action === 'accept') return answer.data;
    throw new ElicitRefusedError(answer.action, message);
  }

  async confirm(exchange: Exchange, message: string, options: ElicitOptions = {}): Promise<boolean> {
    return accepted(await this.put(exchange, 'ctx.confirm', message, Boolean, options)) === true;
  }

  async ask(exchange: Exchange, message: string, options: ElicitOptions = {}): Promise<string | undefined> {
    return accepted(await this.put(exchange, 'ctx.ask', message, String, options));
  }

  async choose<const C extends Choices>(
    exchange: Exchange,
    message: string,
    choices: C,
    options: ElicitOptions = {},
  ): Promise<ChoiceValue<C> | undefined> {
    return accepted(await this.put<ChoiceValue<C>>(exchange, 'ctx.choose', message, choices, options));
  }

  async chooseMany<const C extends Choices>(
    exchange: Exchange,
    message: string,
    choices: C,
    options: ChooseManyOptions = {},
  ): Promise<ChoiceValue<C>[] | undefined> {
    return accepted(
      await this.put<ChoiceValue<C>[]>(exchange, 'ctx.chooseMany', message, [choices], options),
    );
  }

  /** @throws PorticoError `PORTICO_ELICIT_URL` for what is no web address */
  async elicitUrl(
    exchange: Exchange,
    message: string,
    url: string | URL,
    options: ElicitUrlOptions = {},
  ): Promise<UrlAnswer> {
    const address = webAddress(url);
    requireClient(exchange, 'elicitation.url', 'ctx.elicitUrl');
    return askUrl(exchange, message, address, options);
  }

  /** A form that cannot be asked for is the author's mistake: it is told before the client is looked at. */
  private async put<T>(
    exchange: Exchange,
    what: string,
    message: string,
    form: Form,
    options: ChooseManyOptions,
  ): Promise<ElicitationAnswer<T>> {
    const plan = planForm(form, options);
    requireClient(exchange, 'elicitation.form', what);
    return (await askForm(exchange, message, plan, options.key)) as ElicitationAnswer<T>;
  }
}

function accepted<T>(answer: ElicitationAnswer<T>): T | undefined {
  return answer.action === 'accept' ? answer.data : undefined;
}
