import type { Clock } from '../../common/clock.js';
import type { SqliteDatabase } from '../../storage/sqlite.js';
import type { Claim, FlowStore } from '../flow-store.js';
import { SqliteFlowTable } from './sqlite-flow-table.js';

/** Keeps flows in a file, for the processes of one machine. */
export class SqliteFlowStore implements FlowStore {
  private readonly table: SqliteFlowTable;

  constructor(
    private readonly database: SqliteDatabase,
    clock?: Clock,
  ) {
    this.table = new SqliteFlowTable(database, clock);
  }

  async claim(id: string, ttl: number): Promise<Claim> {
    return this.table.claim(id, ttl);
  }

  async prolong(id: string, ttl: number): Promise<void> {
    this.table.prolong(id, ttl);
  }

  async settle(id: string, result: string, ttl: number): Promise<string> {
    return this.table.settle(id, result, ttl);
  }

  async release(id: string): Promise<void> {
    this.table.release(id);
  }

  async put(id: string, value: string, ttl: number): Promise<void> {
    this.table.put(id, value, ttl);
  }

  async get(id: string): Promise<string | undefined> {
    return this.table.get(id);
  }

  async close(): Promise<void> {
    this.database.close();
  }
}
