import { html, type TemplateResult } from 'lit-html';
import type { Store } from '../store.js';

/** Where the developer says what is to be seen. */
export function filterField(store: Store, what: string): TemplateResult {
  return html`<input
    class="filter"
    type="search"
    placeholder="Filter ${what}"
    aria-label="Filter ${what}"
    .value=${store.state.filter}
    @input=${(event: Event) => store.set({ filter: (event.target as HTMLInputElement).value })}
  />`;
}

/** Whether any of the texts has the filter in it. */
export function passes({ state }: Store, ...texts: readonly (string | undefined)[]): boolean {
  const wanted = state.filter.trim().toLowerCase();
  return wanted === '' || texts.some((text) => text?.toLowerCase().includes(wanted));
}
