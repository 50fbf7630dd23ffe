import { html, nothing, type TemplateResult } from 'lit-html';
import type { DashboardView, ServerView } from '../../messages.js';
import type { Store } from '../store.js';
import { counted } from '../words.js';
import { callsView } from './calls.js';
import { componentsView } from './components.js';
import { modulesView } from './modules.js';
import { questionsView } from './questions.js';
import { tasksView } from './tasks.js';

/** The whole page. */
export function page(store: Store): TemplateResult {
  const { view, line } = store.state;
  if (line === 'refused') return refused();
  return html`<a class="skip" href="#main" @click=${skip}>Skip to what is shown</a>
    ${view ? head(view, store) : nothing}
    <main id="main" tabindex="-1">
      ${view ? body(view, store) : html`<p class="empty">Connecting …</p>`}
    </main>`;
}

function refused(): TemplateResult {
  return html`<main class="lonely">
    <h1>Portico</h1>
    <p>
      This page needs the key of the server that runs now. Open the address that <code>portico dev</code> has
      printed.
    </p>
  </main>`;
}

/** The fragment of the address is the page's own. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function head({ application, server, calls, tasks }: DashboardView, store: Store): TemplateResult {
  const running = calls.filter(({ ended }) => ended === undefined).length;
  const unfinished = tasks.filter(({ place }) => place !== 'ended').length;
  return html`<header>
    <div class="name">
      <img src="/page/icon.svg" alt="" width="28" height="28" />
      <h1>${application?.name ?? 'Portico'} <small>${application?.version}</small></h1>
    </div>
    <div class="standing" role="status">${standing(server, store)}</div>
    <nav aria-label="What is shown">
      ${tab(store, 'calls', 'Calls', running, 'running')}
      ${tab(store, 'components', 'Components', application?.components.length, 'in all')}
      ${tab(store, 'modules', 'Modules', application?.modules.length, 'in all')}
      ${tab(store, 'tasks', 'Tasks', unfinished, 'not ended')}
    </nav>
  </header>`;
}

function tab(
  store: Store,
  name: string,
  text: string,
  count: number | undefined,
  what: string,
): TemplateResult {
  const isHere = store.state.route[0] === name;
  return html`<a href="#/${name}" aria-current=${isHere ? 'page' : 'false'}
    >${text}${count ? html` <span class="count" title="${count} ${what}">${count}</span>` : nothing}</a
  >`;
}

function standing(server: ServerView, { state }: Store): TemplateResult {
  const { status, errors, starts, address, exit } = server;
  const [tone, text] =
    state.line === 'lost'
      ? ['bad', 'portico dev does not answer; trying again']
      : status === 'running'
        ? ['good', 'running']
        : status === 'stopped'
          ? ['bad', exit === undefined ? 'stopped' : `stopped, ${exit}`]
          : ['busy', status];
  return html`<span class="dot ${tone}"></span>
    <span data-status=${status}>${text}</span>
    ${address === undefined ? nothing : html`<code class="address">${address}</code>`}
    ${starts > 1 ? html`<span class="quiet">restarted ${starts - 1}×</span>` : nothing}
    ${
      errors > 0
        ? html`<span class="chip bad">${counted(errors, 'compile error')}; what ran before goes on</span>`
        : nothing
    }`;
}

function body(view: DashboardView, store: Store): TemplateResult {
  const [place] = store.state.route;
  // What is gone is `null` in what the dev process tells.
  const trouble = store.state.trouble ?? view.trouble ?? '';
  return html`${trouble === '' ? nothing : html`<p class="notice bad" role="alert">${trouble}</p>`}
  ${questionsView(view, store)}
  ${
    place === 'components'
      ? componentsView(view, store)
      : place === 'modules'
        ? modulesView(view, store)
        : place === 'tasks'
          ? tasksView(view, store)
          : callsView(view, store)
  }`;
}
