import type { Redactor } from '../../../common/redaction/redactor.js';
import type { JobsRuntime } from '../../../jobs/jobs-runtime.js';
import type { DeskTask } from '../../../jobs/tasks/task-desk.js';
import type { Report, TaskView } from '../messages.js';
import { questionView } from './question-view.js';
import { resultText } from './result-text.js';
import { cut } from './texts.js';

/** How many tasks are shown. */
const SHOWN = 100;
/** How much of what a task came to, in characters. */
const MAX_RESULT = 2_000;

/** Looks at the tasks, and tells when they are not as they were. */
export class TaskWatch {
  private last = '[]';

  constructor(
    private readonly jobs: JobsRuntime,
    private readonly redactor: Redactor,
    private readonly tell: (report: Report) => void,
  ) {}

  async look(): Promise<void> {
    const desk = await this.jobs.desk();
    const found = desk ? await desk.latest(SHOWN) : [];
    const tasks = found.map((task) => this.view(task)).sort((a, b) => b.created - a.created);
    const text = JSON.stringify(tasks);
    if (text === this.last) return;
    this.last = text;
    this.tell({ type: 'tasks', tasks });
  }

  private view(task: DeskTask): TaskView {
    const { id, kind, name, status, place, due, attempt, progress, questions, created, updated } = task;
    return {
      id,
      kind,
      name,
      status,
      place,
      due: place === 'queued' ? due : undefined,
      attempt,
      progress: progress && (this.redactor.value(progress) as typeof progress),
      questions: Object.entries(questions).map(([key, asked]) => ({ key, question: questionView(asked) })),
      result:
        task.result === undefined ? undefined : cut(resultText(this.redactor.value(task.result)), MAX_RESULT),
      error: task.error && cut(this.redactor.text(`${task.error.code}: ${task.error.message}`), MAX_RESULT),
      created,
      updated,
    };
  }
}
