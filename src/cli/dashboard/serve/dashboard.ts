import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageFolder } from '../../package-info.js';
import type { Attention, Command, Report } from '../messages.js';
import { DashboardBook } from './dashboard-book.js';
import { DashboardServer } from './dashboard-server.js';

/** Where the page is served unless something else is there. */
export const DEFAULT_PORT = 6280;

/** The module a server program loads first, so that it can be watched; it is told which process may watch. */
export const ATTACHMENT = `${pathToFileURL(path.join(packageFolder, 'dist/cli/dashboard/watch/attach.js')).href}?dev=${process.pid}`;

/** The page of `portico dev`: it lives as long as the command, and sees one server program after the other. */
export class Dashboard {
  readonly book = new DashboardBook();
  private child: ChildProcess | undefined;
  private isWatched = false;
  private server!: DashboardServer;

  private constructor() {}

  /** @param port another one is taken where it is not free */
  static async open(port: number): Promise<Dashboard> {
    const dashboard = new Dashboard();
    dashboard.server = await DashboardServer.open(port, {
      book: dashboard.book,
      obey: (command) => dashboard.obey(command),
      onAttention: (isWatched) => {
        dashboard.isWatched = isWatched;
        dashboard.send({ type: 'attention', isWatched });
      },
    });
    return dashboard;
  }

  get url(): string {
    return this.server.url;
  }

  /** Sees a server program that has just been started, with a channel for messages. */
  attach(child: ChildProcess): void {
    this.child = child;
    this.book.starting();
    child.on('message', (message: { readonly portico?: readonly Report[] } | null) => {
      for (const report of message?.portico ?? []) if (child === this.child) this.book.note(report);
    });
    child.once('exit', (code, signal) => {
      if (child !== this.child) return;
      this.child = undefined;
      this.book.stopped(signal ?? (code ? `exit code ${code}` : undefined));
    });
    this.send({ type: 'attention', isWatched: this.isWatched });
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private obey(command: Command): void {
    this.book.asked(command);
    if (this.child?.connected) this.send(command);
    else this.book.refused(command, 'The server does not run.');
  }

  private send(portico: Command | Attention): void {
    // A process that has just ended is told of as ended.
    if (this.child?.connected) this.child.send({ portico }, () => {});
  }
}
