import 'reflect-metadata';
import { PorticoFactory, type PorticoOptions } from 'portico';

/** Serves a fixture on stdin and stdout: `node serve-stdio.js <file> <class> <options as JSON>`. */
const [file, name, options] = process.argv.slice(2) as [string, string, string];
const fixture = ((await import(file)) as Record<string, new () => object>)[name]!;
const app = await PorticoFactory.create(fixture, JSON.parse(options) as PorticoOptions);
await app.listen({ transport: 'stdio' });
