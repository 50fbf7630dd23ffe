import type { PorticoError } from '../../common/portico-error.js';
import type { AskedSample, ClientAnswers } from './client-answers.js';
import type { AskedForm } from './form-answers.js';
import { Script } from './script.js';

export type AnswerFunction = (params: never) => Promise<object>;

/** Answers for a client, and remembers what it was asked. */
export class Answering {
  readonly questions: AskedForm[] = [];
  readonly samples: AskedSample[] = [];
  readonly capabilities: Readonly<Record<string, unknown>>;
  private readonly scripts: readonly Script<never, unknown>[];
  private readonly elicit: ((asked: AskedForm) => unknown) | undefined;
  private readonly sample: ((asked: AskedSample) => unknown) | undefined;

  /** @param onAsked told of every question */
  constructor(
    private readonly answers: ClientAnswers,
    private readonly onAsked: () => void,
  ) {
    const { onElicit, onSample, roots, capabilities } = answers;
    this.capabilities = capabilities ?? {
      ...(onElicit && { elicitation: { form: {}, url: {} } }),
      ...(onSample && { sampling: { tools: {} } }),
      ...(roots && { roots: {} }),
    };
    const forms =
      typeof onElicit === 'object' ? new Script(onElicit, 'question', ({ message }) => message) : undefined;
    const samples =
      typeof onSample === 'object'
        ? new Script(onSample, 'sampling request', ({ messages }) => JSON.stringify(messages))
        : undefined;
    this.elicit = forms ? (asked) => forms.answer(asked) : (onElicit as typeof this.elicit);
    this.sample = samples ? (asked) => samples.answer(asked) : (onSample as typeof this.sample);
    this.scripts = [forms, samples].filter((script) => script !== undefined);
  }

  /** Who answers, by the method of the question. */
  get functions(): ReadonlyMap<string, AnswerFunction> {
    const { roots } = this.answers;
    const all: readonly [string, string, AnswerFunction | undefined | false][] = [
      ['elicitation', 'elicitation/create', this.elicit && ((asked: AskedForm) => this.fillIn(asked))],
      ['sampling', 'sampling/createMessage', this.sample && ((asked: AskedSample) => this.say(asked))],
      ['roots', 'roots/list', roots && (() => Promise.resolve({ roots: roots.map((uri) => ({ uri })) }))],
    ];
    // The official clients refuse to answer what they do not declare.
    return new Map(
      all.flatMap(([capability, method, answer]) =>
        answer && capability in this.capabilities ? [[method, answer]] : [],
      ),
    );
  }

  /** Throws what a script could not answer: the server saw only a client that refused. */
  throwProblem(): void {
    const problem: PorticoError | undefined = this.scripts.find((script) => script.problem)?.problem;
    if (problem) throw problem;
  }

  private async fillIn(asked: AskedForm): Promise<object> {
    this.questions.push(asked);
    this.onAsked();
    return { ...((await this.elicit!(asked)) as object) };
  }

  private async say(asked: AskedSample): Promise<object> {
    this.samples.push(asked);
    this.onAsked();
    const said = await this.sample!(asked);
    return typeof said === 'string'
      ? { model: 'test', role: 'assistant', stopReason: 'endTurn', content: { type: 'text', text: said } }
      : (said as object);
  }
}
