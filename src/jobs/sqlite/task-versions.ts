import type { SqliteDatabase, SqliteStatement, SqliteValue } from '../../storage/sqlite.js';
import { taskOfTopic } from '../signals/topics.js';

/** How many tasks one query looks up. */
const BATCH = 100;

/** Finds out which of the watched tasks were changed by another process: a file tells that it was written, not what. */
export class TaskVersions {
  private known = new Map<string, SqliteValue | undefined>();
  private readonly statements = new Map<number, SqliteStatement>();

  constructor(
    private readonly database: SqliteDatabase,
    private readonly prefix: string,
  ) {}

  /** Of some topics, those about which there may be news: changed tasks, and all that is no task. */
  readonly changed = (topics: Iterable<string>): string[] => {
    const news: string[] = [];
    const ids: string[] = [];
    for (const topic of topics) {
      const id = taskOfTopic(topic);
      if (id === undefined) news.push(topic);
      else ids.push(id);
    }
    const versions = this.read(ids);
    for (const id of ids) if (versions.get(id) !== this.known.get(id)) news.push(`task:${id}`);
    this.known = versions;
    return news;
  };

  private read(ids: readonly string[]): Map<string, SqliteValue | undefined> {
    const versions = new Map<string, SqliteValue | undefined>();
    for (let from = 0; from < ids.length; from += BATCH) {
      const batch = ids.slice(from, from + BATCH);
      for (const { id, version } of this.statement(batch.length).all(...batch))
        versions.set(id as string, version);
    }
    return versions;
  }

  private statement(count: number): SqliteStatement {
    let statement = this.statements.get(count);
    if (!statement) {
      const places = Array.from({ length: count }, () => '?').join(', ');
      statement = this.database.prepare(
        `SELECT id, version FROM ${this.prefix}_task WHERE id IN (${places})`,
      );
      this.statements.set(count, statement);
    }
    return statement;
  }
}
