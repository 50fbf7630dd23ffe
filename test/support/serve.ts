import 'reflect-metadata';
import { PorticoFactory, type ListenOptions, type PorticoOptions } from 'portico';

/** Serves a fixture: `node serve.js <file> <class> <options as JSON> <listen options as JSON>`. */
const [file, name, options, listen] = process.argv.slice(2) as [string, string, string, string];
const fixture = ((await import(file)) as Record<string, new () => object>)[name]!;
const app = await PorticoFactory.create(fixture, JSON.parse(options) as PorticoOptions);
await app.listen(JSON.parse(listen) as ListenOptions);
