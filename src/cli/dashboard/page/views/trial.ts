import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { ComponentView, DashboardView, Trial } from '../../messages.js';
import { shown } from '../forms/field-schema.js';
import { readFields, schemaFields } from '../forms/schema-form.js';
import type { Store } from '../store.js';
import { callCard } from './call-card.js';

const VERBS = { tool: 'Call', prompt: 'Get', resource: 'Read', 'resource-template': 'Read' } as const;

/** A form to call a component by a real client, and what came of it. */
export function trialView(component: ComponentView, view: DashboardView, store: Store): TemplateResult {
  const { kind, name, input = {}, flags } = component;
  const id = store.state.trials[keyOf(component)];
  const ended = view.trials.find((trial) => trial.id === id);
  const isRunning = id !== undefined && !ended;
  const call = id === undefined ? undefined : view.calls.findLast(({ trial }) => trial === id);
  const mayBeTask = flags.some((flag) => flag.startsWith('task:'));
  const isAlwaysTask = flags.includes('task: required');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    start(component, event.currentTarget as HTMLFormElement, store);
  };
  return html`<form class="trial card" @submit=${submit} novalidate aria-label="Try ${name}">
      <h3>Try it</h3>
      ${schemaFields(input, `try-${kind}-${name}`)}
      <details class="raw more">
        <summary>More</summary>
        <div class="field">
          <label for="try-era">Protocol</label>
          <select id="try-era">
            <option value="stateless">2026-07-28, without sessions</option>
            <option value="session">2025-11-25, with a session</option>
          </select>
        </div>
        ${
          view.application?.hasAuth
            ? html`<div class="field">
                  <label for="try-subject">As (subject)</label>
                  <input id="try-subject" autocomplete="off" placeholder="nobody" />
                </div>
                <div class="field">
                  <label for="try-scopes">Scopes, separated by blanks</label>
                  <input id="try-scopes" autocomplete="off" />
                </div>`
            : nothing
        }
      </details>
      <div class="buttons">
        <button class="main" ?disabled=${isRunning}>${VERBS[kind]}</button>
        ${
          mayBeTask
            ? html`<label class="toggle"
                ><input type="checkbox" id="try-task" ?checked=${isAlwaysTask} ?disabled=${isAlwaysTask} /> as
                a background task</label
              >`
            : nothing
        }
        ${
          isRunning
            ? html`<button type="button" @click=${() => store.send({ type: 'stop', trial: id })}>
                Stop
              </button>`
            : nothing
        }
      </div>
      ${
        ended
          ? html`<output class=${ended.isError ? 'bad' : 'good'}>
              <h4>${ended.isError ? 'It failed' : 'Result'}</h4>
              <pre tabindex="0">${ended.text}</pre>
            </output>`
          : nothing
      }
    </form>
    ${
      call
        ? repeat(
            [call],
            ({ id: one }) => one,
            (one) => callCard(one, true),
          )
        : nothing
    }`;
}

function keyOf({ kind, name }: ComponentView): string {
  return `${kind} ${name}`;
}

function start(component: ComponentView, form: HTMLFormElement, store: Store): void {
  const { kind, name } = component;
  const value = (id: string): string =>
    form.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`)?.value.trim() ?? '';
  try {
    const given = readFields(form);
    const subject = value('try-subject');
    const trial: Trial = {
      id: crypto.randomUUID(),
      kind,
      name: kind === 'resource-template' ? expand(name, given) : name,
      arguments: kind === 'resource-template' ? {} : given,
      era: value('try-era') === 'session' ? 'session' : 'stateless',
      asTask: form.querySelector<HTMLInputElement>('#try-task')?.checked ?? false,
      ...(subject !== '' && {
        principal: { subject, scopes: value('try-scopes').split(/\s+/).filter(Boolean) },
      }),
    };
    store.set({ trials: { ...store.state.trials, [keyOf(component)]: trial.id } });
    store.send({ type: 'try', trial });
  } catch (error) {
    store.set({ trouble: error instanceof Error ? error.message : String(error) });
  }
}

/** A URI from its template; `{path*}` and `{+path}` keep their slashes. */
function expand(template: string, values: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{(\+?)([\w.]+)(\*?)\}/g, (_, plus: string, name: string, star: string) => {
    const text = shown(values[name] ?? '');
    return plus || star ? text.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(text);
  });
}
