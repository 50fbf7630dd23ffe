import { PorticoError } from '../../common/portico-error.js';
import type { Exchange } from '../../context/exchange.js';
import { compose } from '../compose.js';
import type { PromptComponent, ResourceTemplateComponent } from '../component.js';
import type { HandlerRunner } from '../handler-runner.js';
import type { Registry } from '../registry.js';
import { RequestFault } from '../request-fault.js';
import { toCompletionOutcome, type CompletionOutcome } from './completion-outcome.js';

interface CompleteParams {
  readonly ref?: { readonly type?: string; readonly name?: string; readonly uri?: string };
  readonly argument?: { readonly name?: string; readonly value?: string };
  readonly context?: { readonly arguments?: Readonly<Record<string, string>> };
}

/**
 * Suggests values for an argument; none where nothing was declared for it.
 *
 * @throws RequestFault for a reference that leads nowhere
 */
export async function complete(
  registry: Registry,
  runner: HandlerRunner,
  exchange: Exchange,
): Promise<CompletionOutcome> {
  const { ref, argument, context } = exchange.params as CompleteParams;
  const component = find(registry, ref);
  const name = argument?.name ?? '';
  if (!argumentNames(component).includes(name))
    throw new RequestFault('invalid-params', `${component.entry.name} has no argument '${name}'`);
  const completer = component.completers.get(name);
  if (!completer) return toCompletionOutcome([]);
  const suggest = compose(component.steps, (call) =>
    completer.suggest(call, argument?.value ?? '', context?.arguments ?? {}),
  );
  const suggested = await runner.enter(exchange, { component, arguments: argument }, suggest);
  if (Array.isArray(suggested)) return toCompletionOutcome(suggested as string[]);
  throw new PorticoError(
    'PORTICO_RESULT_VALUE',
    `A filter or an interceptor of ${component.where} answered ${exchange.method} with something else than a list of suggestions. Look at the method of the call, and return what next() gives or throw.`,
  );
}

function find(registry: Registry, ref: CompleteParams['ref']): PromptComponent | ResourceTemplateComponent {
  if (ref?.type === 'ref/prompt') {
    const prompt = registry.prompts.get(ref.name ?? '');
    if (prompt) return prompt;
    throw new RequestFault('invalid-params', `Unknown prompt: ${String(ref.name)}`);
  }
  const template = registry.templates.find(({ entry }) => entry.uriTemplate === ref?.uri);
  if (template) return template;
  throw new RequestFault('invalid-params', `Unknown resource template: ${String(ref?.uri)}`);
}

function argumentNames(component: PromptComponent | ResourceTemplateComponent): readonly string[] {
  if (component.kind === 'resource-template') return component.template.variables;
  return (component.entry.arguments ?? []).map(({ name }) => name);
}
