/** Load over stdio: so many requests are under way at a time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Tally } from './http-load.mjs';
import { Lines } from './lines.mjs';
import { FIRST_ID, faultOf, lineTemplate } from './messages.mjs';

export class LineLoad {
  #nextId = FIRST_ID;

  constructor(server) {
    this.lines = new Lines(server.child);
  }

  async open() {
    await this.lines.handshake();
    await this.lines.hearLog();
  }

  once(operation) {
    const id = this.#nextId++;
    return this.lines.request(lineTemplate(operation).withId(id), id);
  }

  /** See `HttpLoad`. */
  async during(operation, width, measure) {
    const template = lineTemplate(operation);
    const tally = new Tally(operation);
    const begun = new Map();
    const ask = () => {
      const id = this.#nextId++;
      begun.set(id, performance.now());
      this.lines.write(template.withId(id));
    };
    const answered = new Promise((resolve, reject) => {
      this.lines.onLine = (line) => {
        const id = idOf(line, begun);
        if (id === undefined) return void tally.all.events++;
        const latency = performance.now() - begun.get(id);
        begun.delete(id);
        const fault = faultOf(operation, line);
        if (fault) return reject(new Error(`A wrong answer: ${fault}: ${line.slice(0, 600)}`));
        tally.add(latency);
        if (!tally.isOver) ask();
        else if (begun.size === 0) resolve();
      };
    });
    this.lines.child.stdin.cork();
    for (let i = 0; i < width; i++) ask();
    this.lines.child.stdin.uncork();
    await Promise.race([measure(tally), answered]);
    tally.isOver = true;
    const late = sleep(5_000, undefined, { ref: false }).then(() => {
      throw new Error(`${begun.size} calls were not answered within 5 s.`);
    });
    await Promise.race([answered, late]);
  }
}

/** The id stands last or first, and what a tool gives back may have an `id` of its own. */
function idOf(line, known) {
  for (const at of [line.lastIndexOf('"id":'), line.indexOf('"id":')]) {
    const id = at === -1 ? NaN : Number.parseInt(line.slice(at + 5, at + 16), 10);
    if (known.has(id)) return id;
  }
  return undefined;
}
