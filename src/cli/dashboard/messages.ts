/*
 * What the server program, the dev process and the page tell each other: plain JSON. Whatever comes from the server
 * program is text to be shown, and never more than that.
 */

/** Something clients can call, read or get. */
export interface ComponentView {
  readonly kind: 'tool' | 'resource' | 'resource-template' | 'prompt';
  /** By which it is called: a name, a URI, or a template of URIs. */
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  /** Class and method. */
  readonly where: string;
  /** Absent for what was added while the application runs. */
  readonly module?: string | undefined;
  /** File and line of its class, as a developer opens it. */
  readonly source?: string | undefined;
  readonly scope: string;
  /** What is worth knowing at a glance: `read-only`, `task`, `30 s`. */
  readonly flags: readonly string[];
  readonly input?: object | undefined;
  readonly output?: object | undefined;
}

export interface ModuleView {
  readonly id: number;
  readonly name: string;
  /** Ids of the modules it imports. */
  readonly imports: readonly number[];
  readonly providers: readonly {
    readonly name: string;
    readonly scope: string;
    readonly isExported: boolean;
  }[];
  /** Names of its components. */
  readonly components: readonly string[];
  readonly jobs: readonly string[];
}

export interface JobView {
  readonly name: string;
  readonly where: string;
  readonly source?: string | undefined;
  readonly schedules: readonly string[];
  readonly retries: number;
  readonly concurrency?: number | undefined;
}

/** What an application is made of. */
export interface ApplicationView {
  readonly name: string;
  readonly version: string;
  readonly node: string;
  /** Whether it asks who is calling. */
  readonly hasAuth: boolean;
  readonly components: readonly ComponentView[];
  readonly modules: readonly ModuleView[];
  readonly jobs: readonly JobView[];
}

/** How the work on a call ended; `lost` when its process ended before it. */
export type Outcome = 'ok' | 'refused' | 'failed' | 'cancelled' | 'suspended' | 'lost';

export interface ProgressView {
  readonly done: number;
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}

/** One thing that happened in a call. Times in ms since 1970. */
export type CallEntry =
  | { readonly kind: 'log'; readonly time: number; readonly level: string; readonly text: string }
  | {
      readonly kind: 'question';
      readonly time: number;
      /** Names it within the call. */
      readonly id: number;
      readonly text: string;
      readonly answer?: string | undefined;
    };

/** What is known of a call when it begins. */
export interface CallHead {
  /** The same for all requests a call takes. */
  readonly id: string;
  readonly method: string;
  /** What was called, read or got. */
  readonly target?: string | undefined;
  readonly client?: string | undefined;
  readonly era: string;
  readonly transport: string;
  readonly principal?: string | undefined;
  /** The background task it runs in. */
  readonly task?: string | undefined;
  /** The trial of the page it belongs to. */
  readonly trial?: string | undefined;
  /** By which its lines are found in the server's log. */
  readonly mark: string;
  readonly began: number;
  readonly arguments?: string | undefined;
}

/** A request of a client, or a job, with everything that came of it. */
export interface CallView extends CallHead {
  /** Counts the server's starts. */
  readonly start: number;
  readonly ended?: number | undefined;
  readonly outcome?: Outcome | undefined;
  /** The code of the error. */
  readonly code?: string | undefined;
  /** What the client was answered. */
  readonly result?: string | undefined;
  readonly progress?: ProgressView | undefined;
  readonly entries: readonly CallEntry[];
  /** How many entries are not shown any more. */
  readonly left: number;
}

export interface TaskView {
  readonly id: string;
  readonly kind: 'tool' | 'job';
  readonly name: string;
  readonly status: string;
  readonly place: 'queued' | 'held' | 'asking' | 'ended';
  readonly due?: number | undefined;
  readonly attempt: number;
  readonly progress?: ProgressView | undefined;
  readonly questions: readonly { readonly key: string; readonly question: QuestionView }[];
  readonly result?: string | undefined;
  readonly error?: string | undefined;
  readonly created: number;
  readonly updated: number;
}

/** What a person is asked, or a model. */
export interface QuestionView {
  readonly method: string;
  readonly message: string;
  /** A page to open. */
  readonly url?: string | undefined;
  readonly schema?: object | undefined;
}

/** A question of a call that was made by the page. */
export interface OpenQuestion extends QuestionView {
  readonly id: string;
  readonly trial: string;
}

/** How a question is answered. */
export interface Answer {
  readonly action: 'accept' | 'decline' | 'cancel';
  readonly content?: unknown;
}

/** A call that the page makes by a real client. */
export interface Trial {
  readonly id: string;
  readonly kind: ComponentView['kind'];
  /** Of the tool or the prompt, or the URI of the resource. */
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly era: 'session' | 'stateless';
  /** Have it made into a background task, and do not wait for it. */
  readonly asTask: boolean;
  /** As whom; absent: nobody is known. */
  readonly principal?: { readonly subject: string; readonly scopes: readonly string[] } | undefined;
}

/** What came of a trial. */
export interface TrialEnd {
  readonly id: string;
  readonly isError: boolean;
  readonly text: string;
}

/** From the server program to the dev process. */
export type Report =
  | { readonly type: 'application'; readonly application: ApplicationView }
  | { readonly type: 'listening'; readonly address: string }
  | { readonly type: 'began'; readonly call: CallHead }
  | { readonly type: 'entry'; readonly call: string; readonly entry: CallEntry }
  | {
      readonly type: 'answered';
      readonly call: string;
      readonly question: number;
      readonly answer: string;
    }
  | { readonly type: 'progress'; readonly call: string; readonly progress: ProgressView }
  | {
      readonly type: 'ended';
      readonly call: string;
      readonly time: number;
      readonly outcome: Outcome;
      readonly code?: string | undefined;
      readonly result?: string | undefined;
    }
  | { readonly type: 'tasks'; readonly tasks: readonly TaskView[] }
  | { readonly type: 'questions'; readonly questions: readonly OpenQuestion[] }
  | { readonly type: 'trial'; readonly trial: TrialEnd }
  | { readonly type: 'skipped'; readonly calls: number; readonly entries: number }
  | { readonly type: 'trouble'; readonly text: string };

/** From the page, through the dev process, to the server program. */
export type Command =
  | { readonly type: 'try'; readonly trial: Trial }
  | { readonly type: 'stop'; readonly trial: string }
  | { readonly type: 'answer'; readonly question: string; readonly answer: Answer }
  | { readonly type: 'answer-task'; readonly task: string; readonly key: string; readonly answer: Answer }
  | { readonly type: 'cancel-task'; readonly task: string };

/** From the dev process itself. */
export type Attention = { readonly type: 'attention'; readonly isWatched: boolean };

/** How the server program stands. */
export interface ServerView {
  readonly status: 'compiling' | 'starting' | 'running' | 'stopped';
  /** How many errors the compiler found the last time. */
  readonly errors: number;
  readonly starts: number;
  /** When it came to this status. */
  readonly since: number;
  readonly address?: string | undefined;
  readonly exit?: string | undefined;
}

/** Everything the page shows, or what of it has changed: calls are those that have. */
export interface DashboardView {
  readonly server: ServerView;
  readonly application: ApplicationView | undefined;
  readonly calls: readonly CallView[];
  readonly tasks: readonly TaskView[];
  readonly questions: readonly OpenQuestion[];
  readonly trials: readonly TrialEnd[];
  /** How many calls, and how many reports of log and progress of others, came too fast to be told. */
  readonly skipped: { readonly calls: number; readonly entries: number };
  /** What the page asked for last and could not be done. */
  readonly trouble: string | undefined;
}
