/** Loaded into servers whose memory is measured: collects garbage when it is asked to, and says what is left. */
import { setTimeout as sleep } from 'node:timers/promises';

process.on('message', () => void answer());
process.channel.unref();

async function answer() {
  for (let i = 0; i < 3; i++) {
    global.gc();
    await sleep(30);
  }
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  process.send({ heap: heapUsed + external + arrayBuffers, rss });
}
