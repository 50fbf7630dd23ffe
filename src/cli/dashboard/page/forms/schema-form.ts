import { html, nothing, type TemplateResult } from 'lit-html';
import {
  fieldOf,
  resolve,
  shown,
  typeText,
  type Choice,
  type Field,
  type FieldSchema,
} from './field-schema.js';

/** The fields for an object that fits a schema. What is filled in stays in the page's inputs, and is read when it is sent. */
export function schemaFields(schema: FieldSchema, id: string): TemplateResult[] {
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const found = resolve(property, schema);
    const field = fieldOf(property, schema);
    const input = `${id}-${name}`;
    const isRequired = schema.required?.includes(name) ?? false;
    const hint = `${input}-hint`;
    return html`<div class="field">
      <label for=${input}
        >${found.title ?? name}${isRequired ? html`<b aria-hidden="true"> *</b>` : nothing}</label
      >
      ${inputOf(field, found, { id: input, name, isRequired, hint })}
      <small id=${hint}>
        ${found.description ? html`${found.description} · ` : nothing}<code
          >${typeText(property, schema)}</code
        >
      </small>
    </div>`;
  });
}

interface Input {
  readonly id: string;
  readonly name: string;
  readonly isRequired: boolean;
  readonly hint: string;
}

const YES_OR_NO = [
  { value: true, label: 'yes' },
  { value: false, label: 'no' },
];

/** One of several values; none, where it may be left out. */
function select(choices: readonly Choice[], schema: FieldSchema, { id, name, isRequired, hint }: Input) {
  return html`<select id=${id} name=${name} data-kind="json" ?required=${isRequired} aria-describedby=${hint}>
    <option value="">–</option>
    ${choices.map(
      ({ value, label }) =>
        html`<option value=${JSON.stringify(value)} ?selected=${schema.default === value}>${label}</option>`,
    )}
  </select>`;
}

function inputOf(field: Field, schema: FieldSchema, input: Input): TemplateResult {
  const { id, name, isRequired, hint } = input;
  const initial = schema.default === undefined ? '' : shown(schema.default);
  switch (field.kind) {
    case 'boolean':
      return select(YES_OR_NO, schema, input);
    case 'choice':
      return select(field.choices, schema, input);
    case 'choices':
      return html`<select id=${id} name=${name} data-kind="list" multiple aria-describedby=${hint}>
        ${field.choices.map(({ value, label }) => html`<option value=${JSON.stringify(value)}>${label}</option>`)}
      </select>`;
    case 'number':
      return html`<input
        id=${id}
        name=${name}
        data-kind="json"
        type="number"
        step="any"
        value=${initial}
        ?required=${isRequired}
        aria-describedby=${hint}
      />`;
    case 'text':
      return html`<input
        id=${id}
        name=${name}
        data-kind="text"
        value=${initial}
        ?required=${isRequired}
        autocomplete="off"
        spellcheck="false"
        aria-describedby=${hint}
      />`;
    case 'json':
      return html`<textarea
        id=${id}
        name=${name}
        data-kind="json"
        rows="2"
        placeholder="JSON"
        ?required=${isRequired}
        spellcheck="false"
        aria-describedby=${hint}
        .defaultValue=${initial}
      ></textarea>`;
  }
}

/**
 * What was filled in; what was left empty is left out.
 *
 * @throws SyntaxError where JSON was meant and is none
 */
export function readFields(form: HTMLFormElement): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const input of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>('[data-kind]')) {
    const { name, value } = input;
    const { kind } = input.dataset;
    if (kind === 'list') {
      const chosen = [...(input as HTMLSelectElement).selectedOptions];
      values[name] = chosen.map((option) => JSON.parse(option.value) as unknown);
    } else if (value !== '') values[name] = kind === 'json' ? parse(name, value) : value;
  }
  return values;
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SyntaxError(`${name}: ${reason}`, { cause: error });
  }
}
