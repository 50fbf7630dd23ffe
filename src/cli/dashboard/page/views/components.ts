import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { ComponentView, DashboardView } from '../../messages.js';
import { typeText, type FieldSchema } from '../forms/field-schema.js';
import type { Store } from '../store.js';
import { filterField, passes } from './filter.js';
import { trialView } from './trial.js';

const KINDS = [
  ['tool', 'Tools'],
  ['resource', 'Resources'],
  ['resource-template', 'Resource templates'],
  ['prompt', 'Prompts'],
] as const;

/** What clients can call, read and get; one of it in full, with a form to try it. */
export function componentsView({ application, ...view }: DashboardView, store: Store): TemplateResult {
  const { components = [] } = application ?? {};
  const [, kind, name] = store.state.route;
  const chosen = components.find((one) => one.kind === kind && one.name === name) ?? components[0];
  const wanted = components.filter((one) => passes(store, one.name, one.title, one.description, one.where));
  if (components.length === 0)
    return html`<p class="empty">
      ${application ? 'The application offers nothing.' : 'No application has started yet.'}
    </p>`;
  return html`<section class="two" aria-labelledby="components-title">
    <div class="list">
      <h2 id="components-title">Components</h2>
      ${filterField(store, 'components')}
      ${KINDS.map(([of, title]) =>
        group(
          title,
          wanted.filter((one) => one.kind === of),
          chosen,
        ),
      )}
    </div>
    ${
      chosen
        ? repeat(
            [chosen],
            (one) => `${one.kind} ${one.name}`,
            (one) => detail(one, { application, ...view }, store),
          )
        : nothing
    }
  </section>`;
}

function group(
  title: string,
  components: readonly ComponentView[],
  chosen: ComponentView | undefined,
): TemplateResult | typeof nothing {
  if (components.length === 0) return nothing;
  return html`<h3>${title}</h3>
    <ul>
      ${components.map(
        (one) =>
          html`<li>
            <a href=${hrefOf(one)} aria-current=${one === chosen ? 'true' : 'false'}>
              <span>${one.name}</span><small>${one.title ?? one.description}</small>
            </a>
          </li>`,
      )}
    </ul>`;
}

/** Where a component is shown in full. */
export function hrefOf({ kind, name }: Pick<ComponentView, 'kind' | 'name'>): string {
  return `#/components/${kind}/${encodeURIComponent(name)}`;
}

function detail(component: ComponentView, view: DashboardView, store: Store): TemplateResult {
  const { kind, name, title, description, where, module, source, scope, flags, input, output } = component;
  return html`<article class="detail" aria-labelledby="component-title">
    <h2 id="component-title">${name} <small>${title ?? kind.replace('-', ' ')}</small></h2>
    ${description === undefined ? nothing : html`<p class="description">${description}</p>`}
    ${flags.length > 0 ? html`<p>${flags.map((flag) => html`<span class="chip off">${flag}</span> `)}</p>` : nothing}
    <dl>
      <dt>Handler</dt>
      <dd><code>${where}</code> <span class="quiet">${scope}</span></dd>
      <dt>Module</dt>
      <dd>
        ${
          module === undefined
            ? 'added while it runs'
            : html`<a href="#/modules/${encodeURIComponent(module)}">${module}</a>`
        }
      </dd>
      ${
        source === undefined
          ? nothing
          : html`<dt>Source</dt>
              <dd><code class="source">${source}</code></dd>`
      }
    </dl>
    ${trialView(component, view, store)} ${input && hasFields(input) ? schemaView('Input', input) : nothing}
    ${output ? schemaView('Output', output) : nothing}
  </article>`;
}

export function hasFields(schema: object): boolean {
  return Object.keys((schema as FieldSchema).properties ?? {}).length > 0;
}

function schemaView(title: string, schema: FieldSchema): TemplateResult {
  return html`<h3>${title}</h3>
    ${
      hasFields(schema)
        ? html`<div class="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Type</th>
                  <th scope="col">Description</th>
                </tr>
              </thead>
              <tbody>
                ${Object.entries(schema.properties ?? {}).map(
                  ([name, property]) =>
                    html`<tr>
                      <th scope="row">
                        <code>${name}</code>${schema.required?.includes(name) ? ' *' : nothing}
                      </th>
                      <td><code>${typeText(property, schema)}</code></td>
                      <td>${property.description ?? property.title}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
        : nothing
    }
    <details class="raw">
      <summary>JSON Schema</summary>
      <pre tabindex="0">${JSON.stringify(schema, undefined, 2)}</pre>
    </details>`;
}
