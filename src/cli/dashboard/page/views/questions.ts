import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Answer, DashboardView, QuestionView } from '../../messages.js';
import type { FieldSchema } from '../forms/field-schema.js';
import { readFields, schemaFields } from '../forms/schema-form.js';
import type { Store } from '../store.js';

interface Open {
  readonly id: string;
  readonly from: string;
  readonly question: QuestionView;
  readonly isTask: boolean;
  readonly reply: (answer: Answer) => void;
}

/** What waits for an answer of whoever sits here: questions of calls the page has made, and of tasks. */
export function questionsView(view: DashboardView, store: Store): TemplateResult {
  const open = [...ofTrials(view, store), ...ofTasks(view, store)];
  return html`<div aria-live="polite">
    ${
      open.length === 0
        ? nothing
        : html`<section class="questions" aria-label="Open questions">
            ${repeat(
              open,
              ({ id }) => id,
              (one) => questionForm(one, store),
            )}
          </section>`
    }
  </div>`;
}

function ofTrials({ questions, calls }: DashboardView, store: Store): Open[] {
  return questions.map((question) => ({
    id: question.id,
    from: calls.find(({ trial }) => trial === question.trial)?.target ?? 'A call of this page',
    question,
    isTask: false,
    reply: (answer) => store.send({ type: 'answer', question: question.id, answer }),
  }));
}

function ofTasks({ tasks }: DashboardView, store: Store): Open[] {
  return tasks.flatMap(({ id: task, name, questions }) =>
    questions.map(({ key, question }) => ({
      id: `${task}-${key}`,
      from: `Task ${name}`,
      question,
      isTask: true,
      reply: (answer: Answer) => store.send({ type: 'answer-task', task, key, answer }),
    })),
  );
}

function questionForm({ id, from, question, isTask, reply }: Open, store: Store): TemplateResult {
  const isForModel = question.method === 'sampling/createMessage';
  const yesNo = yesNoField(question);
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    try {
      const content = isForModel
        ? form.querySelector('textarea')!.value
        : question.schema && readFields(form);
      reply({ action: 'accept', content });
    } catch (error) {
      store.set({ trouble: error instanceof Error ? error.message : String(error) });
    }
  };
  return html`<form
    class="card question"
    @submit=${send}
    aria-label="Question of ${from}"
    data-question=${id}
  >
    <p class="from">${from} ${isForModel ? 'asks for a model' : 'asks'}</p>
    ${isForModel ? html`<pre tabindex="0">${question.message}</pre>` : html`<p class="asked">${question.message}</p>`}
    ${link(question.url)}
    ${isForModel ? modelField(id) : yesNo !== undefined ? nothing : schemaFields(question.schema ?? {}, `answer-${id}`)}
    <div class="buttons">
      ${
        yesNo === undefined
          ? html`<button class="main">${question.url === undefined ? 'Answer' : 'It is done'}</button>`
          : [true, false].map(
              (yes) =>
                html`<button
                  type="button"
                  class="main"
                  @click=${() => reply({ action: 'accept', content: { [yesNo]: yes } })}
                >
                  ${yes ? 'Yes' : 'No'}
                </button>`,
            )
      }
      ${
        isForModel && isTask
          ? nothing
          : html`<button type="button" @click=${() => reply({ action: 'decline' })}>Decline</button>`
      }
      ${
        isForModel
          ? nothing
          : html`<button type="button" @click=${() => reply({ action: 'cancel' })}>Cancel</button>`
      }
    </div>
  </form>`;
}

/** The name of the only field, where it is one to say yes or no to. */
function yesNoField({ schema = {} }: QuestionView): string | undefined {
  const [[name, property] = [], ...others] = Object.entries((schema as FieldSchema).properties ?? {});
  return property?.type === 'boolean' && others.length === 0 ? name : undefined;
}

function modelField(id: string): TemplateResult {
  return html`<div class="field">
    <label for="answer-${id}">What the model says</label>
    <textarea id="answer-${id}" rows="3" required></textarea>
  </div>`;
}

/** Only a web page is opened: an address may hold anything. */
function link(url: string | undefined): TemplateResult | typeof nothing {
  if (url === undefined) return nothing;
  const isWeb = /^https?:\/\//i.test(url);
  return html`<p>
    ${isWeb ? html`<a href=${url} target="_blank" rel="noopener noreferrer">${url}</a>` : html`<code>${url}</code>`}
  </p>`;
}
