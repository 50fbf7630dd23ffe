/** Load over HTTP: so many connections, each asks again as soon as it is answered. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from './connection.mjs';
import { FIRST_ID, countEvents, faultOf, httpTemplate } from './messages.mjs';

export class HttpLoad {
  #sessions = [];
  #hearing = new Set();
  #nextId = FIRST_ID;

  constructor(server) {
    this.server = server;
  }

  /** Sends one request. @returns the whole text of the response */
  async once(operation) {
    const [client] = await this.#connect(operation, 1);
    const { text } = await client.connection.request(client.template.withId(this.#nextId++));
    client.connection.close();
    return text;
  }

  /**
   * Keeps `width` connections busy until what is to be measured is over.
   *
   * @param measure gets what counts the calls; the load goes on until it is done
   * @throws Error as soon as an answer is wrong
   */
  async during(operation, width, measure) {
    const clients = await this.#connect(operation, width);
    const tally = new Tally(operation);
    const ended = clients.map((client) => this.#askOn(client, tally));
    try {
      await Promise.race([measure(tally), Promise.all(ended)]);
      tally.isOver = true;
      await Promise.race([Promise.all(ended), sleep(5_000, undefined, { ref: false })]);
    } finally {
      tally.isOver = true;
      for (const { connection } of clients) connection.close();
    }
  }

  #askOn({ connection, template }, tally) {
    const { operation } = tally;
    return new Promise((resolve, reject) => {
      const ask = () => {
        if (tally.isOver) return resolve();
        const begun = performance.now();
        connection.send(template.withId(this.#nextId++), (error, status, text) => {
          if (error) return tally.isOver ? resolve() : reject(error);
          const fault = status === 200 ? faultOf(operation, text) : `its status is ${status}`;
          if (fault) return reject(new Error(`A wrong answer: ${fault}: ${text.slice(0, 600)}`));
          if (operation.hears) tally.all.events += countEvents(text);
          tally.add(performance.now() - begun);
          ask();
        });
      };
      ask();
    });
  }

  #connect(operation, width) {
    const { mode, port } = this.server;
    return Promise.all(
      Array.from({ length: width }, async (_, i) => {
        const connection = await new Connection(port).open();
        const session = mode === 'sessions' ? await this.#session(connection, i, operation) : undefined;
        return { connection, template: httpTemplate(operation, { mode, port, session }) };
      }),
    );
  }

  async #session(connection, i, { hears }) {
    const session = (this.#sessions[i] ??= await connection.openSession());
    if (hears && !this.#hearing.has(session)) {
      await connection.hearLog(session);
      this.#hearing.add(session);
    }
    return session;
  }
}

/** What was answered: all of it, and while it counted. */
export class Tally {
  counts = false;
  isOver = false;
  calls = 0;
  latencies = [];
  all = { calls: 0, events: 0 };

  constructor(operation) {
    this.operation = operation;
  }

  add(latency) {
    this.all.calls++;
    if (!this.counts) return;
    this.calls++;
    this.latencies.push(latency);
  }
}
