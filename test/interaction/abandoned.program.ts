import 'reflect-metadata';
import { Context, Injectable, Module, PorticoFactory, silentLog, Tool } from 'portico';
import { eventually } from '../support/eventually.js';
import { RawClient } from './raw-client.js';

/** Asks many questions that nobody answers, and prints what is left of them: `node --expose-gc … <mode> <count>`. */
const [mode, count] = [process.argv[2] as 'park' | 'replay', Number(process.argv[3])];

let started = 0;
let finished = 0;
let mostWaiting = 0;

@Injectable()
class PatientTools {
  @Tool() async waits(ctx: Context) {
    const held = Array.from({ length: 1_000 }, () => ctx.requestId);
    mostWaiting = Math.max(mostWaiting, ++started - finished);
    try {
      return `${await ctx.ask('Is anybody there?')} ${held.length}`;
    } finally {
      finished++;
    }
  }
}

@Module({ providers: [PatientTools] })
class PatientModule {}

const app = await PorticoFactory.create(PatientModule, {
  name: 'patient',
  version: '1.0.0',
  log: silentLog,
  interaction: { keys: ['k'.repeat(40)], mode, ttl: '2s', maxParked: 500 },
});
const client = new RawClient(app);

async function abandon(questions: number): Promise<void> {
  for (let i = 0; i < questions; i += 100)
    await Promise.all(Array.from({ length: 100 }, () => client.call('waits', {})));
  await eventually(() => {
    if (finished < started) throw new Error(`${started - finished} of ${started} still wait`);
  }, 60_000);
}

function heap(): number {
  for (let i = 0; i < 3; i++) globalThis.gc!();
  return process.memoryUsage().heapUsed;
}

await abandon(1_000);
const before = heap();
await abandon(count);
const grown = heap() - before;
console.log(JSON.stringify({ started, finished, mostWaiting, grown }));
await app.close();
