import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { CallView, DashboardView, JobView, TaskView } from '../../messages.js';
import type { Store } from '../store.js';
import { clock, duration } from '../words.js';
import { callCard, progressBar } from './call-card.js';
import { filterField, passes } from './filter.js';

/** Background work: what waits, what runs, what has ended; and the jobs there are. */
export function tasksView({ application, tasks, calls }: DashboardView, store: Store): TemplateResult {
  const jobs = application?.jobs ?? [];
  const wanted = tasks.filter(({ name, id, status }) => passes(store, name, id, status));
  return html`<section aria-labelledby="tasks-title">
    <div class="bar">
      <h2 id="tasks-title">Tasks</h2>
      ${filterField(store, 'tasks')}
    </div>
    ${queue(tasks)}
    ${
      wanted.length === 0
        ? html`<p class="empty">No background work${tasks.length > 0 ? ' is like that' : ' yet'}.</p>`
        : html`<div class="cards">
            ${repeat(
              wanted,
              ({ id }) => id,
              (task) =>
                taskCard(
                  task,
                  calls.filter((call) => call.task === task.id),
                  store,
                ),
            )}
          </div>`
    }
    ${jobs.length > 0 ? jobTable(jobs) : nothing}
  </section>`;
}

const PLACES = [
  ['queued', 'waiting'],
  ['held', 'running'],
  ['asking', 'asking'],
  ['ended', 'ended'],
] as const;

function queue(tasks: readonly TaskView[]): TemplateResult {
  return html`<dl class="figures" aria-label="Queue, of the latest 100 tasks">
    ${PLACES.map(([place, words]) => {
      const count = tasks.filter((task) => task.place === place).length;
      return html`<div>
        <dd>${count}</dd>
        <dt>${words}</dt>
      </div>`;
    })}
  </dl>`;
}

function taskCard(task: TaskView, calls: readonly CallView[], store: Store): TemplateResult {
  const { id, kind, name, status, place, due, attempt, progress, result, error, created, updated } = task;
  const waits = place === 'queued' && due !== undefined ? due - Date.now() : 0;
  const words = waits > 1_000 ? `in ${duration(waits)}` : place === 'ended' ? status : wordOf(place);
  return html`<details class="card task" data-task=${id}>
    <summary>
      <span class="chip ${toneOf(task)}">${words}</span>
      <span class="what"><strong>${name}</strong> <span class="quiet">${kind}</span></span>
      ${progress && place !== 'ended' ? progressBar(progress) : nothing}
      ${attempt > 1 ? html`<span class="quiet">attempt ${attempt}</span>` : nothing}
      <time class="quiet" datetime=${new Date(created).toISOString()}>${clock(created)}</time>
      <span class="took">${place === 'ended' ? duration(updated - created) : nothing}</span>
    </summary>
    <div class="inside">
      <p class="facts">
        <span>id <code>${id}</code></span>
      </p>
      ${
        progress
          ? html`<h4>Progress</h4>
              ${progressBar(progress)}`
          : nothing
      }
      ${
        result === undefined
          ? nothing
          : html`<h4>Result</h4>
              <pre tabindex="0">${result}</pre>`
      }
      ${
        error === undefined
          ? nothing
          : html`<h4>Error</h4>
              <pre tabindex="0">${error}</pre>`
      }
      ${
        calls.length > 0
          ? html`<h4>Runs here</h4>
              ${calls.map((call) => callCard(call, true))}`
          : nothing
      }
      ${
        place === 'ended'
          ? nothing
          : html`<div class="buttons">
              <button @click=${() => store.send({ type: 'cancel-task', task: id })}>Cancel this task</button>
            </div>`
      }
    </div>
  </details>`;
}

function wordOf(place: TaskView['place']): string {
  return PLACES.find(([one]) => one === place)![1];
}

function toneOf({ place, status }: TaskView): string {
  if (place !== 'ended') return { queued: 'off', held: 'busy', asking: 'ask' }[place];
  return { completed: 'good', failed: 'bad' }[status] ?? 'off';
}

function jobTable(jobs: readonly JobView[]): TemplateResult {
  return html`<h3>Jobs of this application</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Handler</th>
            <th scope="col">When</th>
            <th scope="col">Retries</th>
            <th scope="col">Source</th>
          </tr>
        </thead>
        <tbody>
          ${jobs.map(
            ({ name, where, schedules, retries, source }) =>
              html`<tr>
                <th scope="row"><code>${name}</code></th>
                <td><code>${where}</code></td>
                <td>${schedules.join(', ') || 'when queued'}</td>
                <td>${retries}</td>
                <td><code>${source ?? ''}</code></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
