import { createRequire } from 'node:module';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SqliteDatabase } from '../../src/storage/sqlite.js';

/** Another program that writes to a file: `node holding-process.js <file> [<ms>]` keeps it to itself for so long, or until its input ends. */
const [file = '', ms] = process.argv.slice(2);
const Database = createRequire(import.meta.url)('libsql') as new (file: string) => SqliteDatabase;
const database = new Database(file);
database.exec('PRAGMA busy_timeout = 5000');
database.exec('BEGIN IMMEDIATE');
database.exec('CREATE TABLE IF NOT EXISTS others (name TEXT)');
process.stdout.write('held\n');
await (ms === undefined ? once(process.stdin.resume(), 'end') : sleep(Number(ms)));
database.exec('COMMIT');
database.close();
