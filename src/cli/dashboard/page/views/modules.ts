import { html, nothing, type TemplateResult } from 'lit-html';
import type { DashboardView, ModuleView } from '../../messages.js';
import type { Store } from '../store.js';
import { counted } from '../words.js';
import { moduleGraph } from './module-graph.js';

/** The modules as a picture, and one of them in words. */
export function modulesView({ application }: DashboardView, { state }: Store): TemplateResult {
  const modules = application?.modules ?? [];
  if (modules.length === 0) return html`<p class="empty">No application has started yet.</p>`;
  const chosen = modules.find(({ name }) => name === state.route[1]) ?? modules.at(-1);
  return html`<section aria-labelledby="modules-title">
    <h2 id="modules-title">Modules</h2>
    <div class="picture">${moduleGraph(modules, chosen, hrefOf)}</div>
    <div class="modules">
      ${[...modules].reverse().map((module) => moduleCard(module, modules, module === chosen))}
    </div>
  </section>`;
}

function hrefOf({ name }: ModuleView): string {
  return `#/modules/${encodeURIComponent(name)}`;
}

function moduleCard(module: ModuleView, modules: readonly ModuleView[], isChosen: boolean): TemplateResult {
  const { name, imports, providers, components, jobs } = module;
  const imported = imports
    .map((id) => modules.find((one) => one.id === id))
    .filter((one) => one !== undefined);
  return html`<article class="card ${isChosen ? 'chosen' : ''}">
    <h3><a href=${hrefOf(module)}>${name}</a></h3>
    <p class="quiet">${counted(components.length, 'component')}, ${counted(providers.length, 'provider')}</p>
    <dl>
      ${row(
        'Imports',
        imported.map((one) => one.name),
      )}
      ${row('Components', components)} ${row('Jobs', jobs)}
      ${row(
        'Providers',
        providers.map(({ name: provider, scope, isExported }) =>
          [provider, scope === 'singleton' ? '' : ` (${scope})`, isExported ? ' · exported' : ''].join(''),
        ),
      )}
    </dl>
  </article>`;
}

function row(title: string, texts: readonly string[]): TemplateResult | typeof nothing {
  if (texts.length === 0) return nothing;
  return html`<dt>${title}</dt>
    <dd>${texts.map((text) => html`<code>${text}</code> `)}</dd>`;
}
