/** The client's end of stdio: lines in, lines out. */
import { INITIALIZE, INITIALIZED, SET_LEVEL } from './messages.mjs';

export class Lines {
  #rest = '';
  /** Takes each line. */
  onLine = () => {};

  constructor(child) {
    this.child = child;
    child.stdout.setEncoding('latin1');
    child.stdout.on('data', (chunk) => this.#read(chunk));
    child.stdin.on('error', () => {}); // a server that is gone is told by what does not come
  }

  write(data) {
    this.child.stdin.write(data);
  }

  /** Sends what may be sent by then and waits for the answer. @returns all lines up to it */
  request(bytes, id, ms = 20_000) {
    return new Promise((resolve, reject) => {
      const lines = [];
      const fail = (why) => reject(new Error(`${why} Lines so far: ${lines.join('\n').slice(0, 300)}`));
      const timer = setTimeout(() => fail(`No answer to ${id} within ${ms} ms.`), ms);
      this.child.once('exit', () => fail(`The server ended without an answer to ${id}.`));
      this.onLine = (line) => {
        lines.push(line);
        if (!line.includes(`"id":${id}`)) return;
        clearTimeout(timer);
        resolve(lines.join('\n'));
      };
      this.write(bytes);
    });
  }

  async handshake() {
    const answer = await this.request(`${INITIALIZE}\n`, 1);
    if (!answer.includes('"protocolVersion"'))
      throw new Error(`'initialize' failed: ${answer.slice(0, 300)}`);
    this.write(`${INITIALIZED}\n`);
  }

  async hearLog() {
    await this.request(`${SET_LEVEL}\n`, 2);
  }

  #read(chunk) {
    const text = this.#rest + chunk;
    let from = 0;
    for (let end; (end = text.indexOf('\n', from)) !== -1; from = end + 1) this.onLine(text.slice(from, end));
    this.#rest = text.slice(from);
  }
}
