import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { CallView, DashboardView } from '../../messages.js';
import type { Store } from '../store.js';
import { counted } from '../words.js';
import { callCard } from './call-card.js';
import { filterField, passes } from './filter.js';

/** What calls a component or runs a job; everything else looks. */
const CALLS: ReadonlySet<string> = new Set(['tools/call', 'resources/read', 'prompts/get', 'portico/job']);

/** The calls of all clients, the newest first. */
export function callsView(view: DashboardView, store: Store): TemplateResult {
  const { showsLooks } = store.state;
  const shown = view.calls
    .filter((call) => (showsLooks || CALLS.has(call.method)) && isWanted(call, store))
    .reverse();
  return html`<section aria-labelledby="calls-title">
    <div class="bar">
      <h2 id="calls-title">Calls</h2>
      ${filterField(store, 'calls')}
      <label class="toggle">
        <input
          type="checkbox"
          .checked=${showsLooks}
          @change=${(event: Event) => store.set({ showsLooks: (event.target as HTMLInputElement).checked })}
        />
        lists and polls too
      </label>
    </div>
    ${skippedNote(view.skipped)}
    ${
      shown.length === 0
        ? html`<p class="empty">
            ${
              store.state.filter === ''
                ? html`Nothing has been called yet. Connect a client, or call something from
                    <a href="#/components">Components</a>.`
                : 'No call is like that.'
            }
          </p>`
        : html`<div class="cards">
            ${repeat(
              shown,
              ({ id }) => id,
              (call) => callCard(call),
            )}
          </div>`
    }
  </section>`;
}

function skippedNote({ calls, entries }: DashboardView['skipped']): TemplateResult | typeof nothing {
  if (calls + entries === 0) return nothing;
  const what = [
    ...(calls > 0 ? [counted(calls, 'call')] : []),
    ...(entries > 0 ? [counted(entries, 'log or progress report')] : []),
  ];
  return html`<p class="notice">
    Too fast to be shown here: ${what.join(', ')}. Clients were answered all the same.
  </p>`;
}

function isWanted(call: CallView, store: Store): boolean {
  const { target, method, client, outcome, code, mark } = call;
  return passes(store, target, method, client, outcome, code, mark, ...call.entries.map(({ text }) => text));
}
