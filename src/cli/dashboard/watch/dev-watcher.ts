import type { ApplicationWatcher, WatchedApplication } from '../../../app/operations/application-watcher.js';
import type { PorticoOptions } from '../../../app/options.js';
import { Redactor } from '../../../common/redaction/redactor.js';
import type { Observer } from '../../../pipeline/observing/observer.js';
import type { Attention, Command } from '../messages.js';
import { answerTo } from './answer-to.js';
import { applicationView, classesOf, type Locate } from './application-view.js';
import { callObserver } from './call-observer.js';
import { DevLine } from './dev-line.js';
import { sourcePlaces } from './source-places.js';
import { TaskWatch } from './task-watch.js';
import type { Trials } from './trials.js';

/** How often tasks and registry are looked at while somebody looks at the page, in ms. */
const PERIOD = 500;

/** What `portico dev` has in the server program: tells of its application, and does what the page asks for. */
export class DevWatcher implements ApplicationWatcher {
  private readonly line = new DevLine((command) => {
    this.obey(command).catch((error: unknown) => this.tellTrouble(error));
  });
  private opened: Promise<Trials> | undefined;
  private watched: WatchedApplication | undefined;
  private tasks: TaskWatch | undefined;
  private locate: Locate = () => undefined;
  private revision: string | undefined;
  private period: NodeJS.Timeout | undefined;
  private isLooking = false;
  /** Why nothing can be seen, told once until it can. */
  private blindness: string | undefined;

  observer({ redact }: PorticoOptions): Observer {
    return callObserver(this.line, new Redactor(redact));
  }

  /** Where there are several applications, the page shows the one that started last. */
  started(watched: WatchedApplication): void {
    this.watched = watched;
    this.tasks = new TaskWatch(watched.jobs, new Redactor(watched.options.redact), (report) =>
      this.line.tell(report),
    );
    try {
      this.locate = sourcePlaces(classesOf(watched));
      this.tellApplication(watched);
    } catch (error) {
      this.tellTrouble(error); // the application runs all the same
    }
  }

  listening(address: string): void {
    this.line.tell({ type: 'listening', address });
  }

  private tellTrouble(error: unknown): void {
    this.line.tell({ type: 'trouble', text: textOf(error) });
  }

  private tellApplication(watched: WatchedApplication): void {
    this.revision = watched.app.registry.revision;
    this.line.tell({ type: 'application', application: applicationView(watched, this.locate) });
  }

  private async obey(command: Command | Attention): Promise<void> {
    const { watched } = this;
    switch (command.type) {
      case 'attention':
        return this.attend(command.isWatched);
      case 'try':
        if (watched) return (await this.trials).run(watched.app, command.trial);
        return this.refuse(command.trial.id, 'The server has not started yet; try again when it has.');
      case 'stop':
        return (await this.trials).stop(command.trial);
      case 'answer':
        return (await this.trials).answer(command.question, command.answer);
      case 'answer-task':
        return this.answerTask(command);
      case 'cancel-task':
        await (await watched?.jobs.desk())?.cancel(command.task);
        return this.look();
    }
  }

  /** The official client is loaded when the page calls something: a restart does not wait for it. */
  private get trials(): Promise<Trials> {
    return (this.opened ??= import('./trials.js').then(
      ({ Trials }) => new Trials((report) => this.line.tell(report)),
    ));
  }

  private refuse(trial: string, text: string): void {
    this.line.tell({ type: 'trial', trial: { id: trial, isError: true, text } });
  }

  private async answerTask({ task, key, answer }: Extract<Command, { type: 'answer-task' }>): Promise<void> {
    const desk = await this.watched?.jobs.desk();
    const asked = (await desk?.find(task))?.questions[key];
    if (asked) await desk?.answer(task, key, answerTo(asked, answer));
    await this.look();
  }

  private attend(isWatched: boolean): void {
    clearInterval(this.period);
    if (!isWatched) return;
    this.period = setInterval(() => void this.look(), PERIOD).unref();
    void this.look();
  }

  private async look(): Promise<void> {
    const { watched, tasks } = this;
    if (!watched || !tasks || this.isLooking || this.line.isBehind) return;
    this.isLooking = true;
    try {
      if (watched.app.registry.revision !== this.revision) this.tellApplication(watched);
      await tasks.look();
      if (this.blindness !== undefined) this.line.tell({ type: 'trouble', text: '' });
      this.blindness = undefined;
    } catch (error) {
      const text = textOf(error);
      if (text !== this.blindness) this.line.tell({ type: 'trouble', text });
      this.blindness = text;
    } finally {
      this.isLooking = false;
    }
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
