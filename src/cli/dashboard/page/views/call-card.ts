import { html, nothing, type TemplateResult } from 'lit-html';
import type { CallEntry, CallView, ProgressView } from '../../messages.js';
import { clock, duration } from '../words.js';

/**
 * A call with everything that happened in it.
 *
 * @param isOpen whether it shows that from the start; the developer opens and closes it then
 */
export function callCard(call: CallView, isOpen = false): TemplateResult {
  const { method, target, client, began, ended, progress, entries } = call;
  const latest = entries.at(-1);
  const isMoving = progress !== undefined && ended === undefined;
  const waits =
    ended === undefined && entries.some((entry) => entry.kind === 'question' && entry.answer === undefined);
  return html`<details class="card call" ?open=${isOpen} data-call=${call.id} data-target=${target ?? ''}>
    <summary>
      ${outcomeChip(call, waits)}
      <span class="what"
        ><strong>${target ?? method}</strong> <span class="quiet">${target && method}</span></span
      >
      ${isMoving ? progressBar(progress) : nothing}
      ${latest && !isMoving ? html`<span class="quiet latest">${latest.text}</span>` : nothing}
      <span class="quiet who">${client ?? (method === 'portico/job' ? 'job' : 'unnamed client')}</span>
      <time class="quiet" datetime=${new Date(began).toISOString()}>${clock(began)}</time>
      <span class="took">${duration((ended ?? Date.now()) - began)}</span>
    </summary>
    <div class="inside">
      ${facts(call)} ${call.arguments === undefined ? nothing : text('Arguments', call.arguments)}
      ${
        progress
          ? html`<h4>Progress</h4>
              ${progressBar(progress)}`
          : nothing
      }
      ${entries.length > 0 ? timeline(call) : nothing}
      ${
        call.result === undefined || call.result === '' || call.outcome === 'suspended'
          ? nothing
          : text(call.outcome === 'ok' ? 'Result' : 'What the client was told', call.result)
      }
    </div>
  </details>`;
}

function outcomeChip({ ended, outcome, code }: CallView, waits: boolean): TemplateResult {
  if (ended === undefined)
    return waits ? html`<span class="chip ask">asks</span>` : html`<span class="chip busy">running</span>`;
  const tone =
    outcome === 'ok' ? 'good' : outcome === 'suspended' ? 'ask' : outcome === 'failed' ? 'bad' : 'off';
  const words = outcome === 'suspended' ? 'asks' : outcome;
  return html`<span class="chip ${tone}" title=${code ?? ''}>${words}</span>`;
}

function facts({ era, transport, principal, task, mark, code, outcome }: CallView): TemplateResult {
  return html`<p class="facts">
    <span>${era}, ${transport}</span>
    ${principal === undefined ? nothing : html`<span>as <b>${principal}</b></span>`}
    ${task === undefined ? nothing : html`<span>task <code>${task.slice(0, 8)}</code></span>`}
    <span>log mark <code>${mark}</code></span>
    ${code === undefined ? nothing : html`<span class="code"><code>${code}</code></span>`}
    ${outcome === 'lost' ? html`<span>its process ended before it did</span>` : nothing}
  </p>`;
}

function text(title: string, content: string): TemplateResult {
  return html`<h4>${title}</h4>
    <pre tabindex="0">${content}</pre>`;
}

export function progressBar({ done, total, message }: ProgressView): TemplateResult {
  const words = total === undefined ? String(done) : `${done} / ${total}`;
  return html`<span class="progress">
    ${
      total === undefined
        ? html`<progress aria-label="Progress"></progress>`
        : html`<progress max=${total} .value=${done} aria-label="Progress"></progress>`
    }
    <span>${words}${message === undefined ? nothing : html` <span class="quiet">${message}</span>`}</span>
  </span>`;
}

function timeline({ entries, left, ended }: CallView): TemplateResult {
  return html`<h4>Log</h4>
    ${left > 0 ? html`<p class="quiet">${left} earlier entries are not kept.</p>` : nothing}
    <ol class="log">
      ${entries.map((entry) => html`<li>${entryView(entry, ended !== undefined)}</li>`)}
    </ol>`;
}

function entryView(entry: CallEntry, isOver: boolean): TemplateResult {
  const time = html`<time class="quiet">${clock(entry.time)}</time>`;
  if (entry.kind === 'log')
    return html`${time} <span class="level ${entry.level}">${entry.level}</span>
      <span class="said">${entry.text}</span>`;
  const answer = entry.answer ?? (isOver ? 'no answer' : 'waiting for the answer …');
  return html`${time} <span class="level question">asks</span>
    <span class="said">${entry.text} <span class="answer">${answer}</span></span>`;
}
