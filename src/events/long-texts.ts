import type { Pool } from 'pg';
import { ensureSchema } from '../storage/postgres.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS portico_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    text text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
  )`;

/** Texts that are too long for a notification. The table is made when the first one is sent. */
export class LongTexts {
  private ready: Promise<void> | undefined;

  constructor(private readonly pool: Pool) {}

  /** @returns the number under which others find it for a minute */
  async put(text: string): Promise<string> {
    await (this.ready ??= ensureSchema(this.pool, SCHEMA).catch((error: unknown) => {
      this.ready = undefined;
      throw error;
    }));
    await this.pool.query(`DELETE FROM portico_events WHERE at < now() - interval '1 minute'`);
    const { rows } = await this.pool.query<{ id: string }>(
      'INSERT INTO portico_events (text) VALUES ($1) RETURNING id',
      [text],
    );
    return rows[0]!.id;
  }

  async take(id: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ text: string }>(
      'SELECT text FROM portico_events WHERE id = $1',
      [id],
    );
    return rows[0]?.text;
  }
}
