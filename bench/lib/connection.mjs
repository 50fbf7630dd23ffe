/** A client of HTTP/1.1 on a bare socket that stays open, one request at a time: for load, not for general use. */
import net from 'node:net';
import { INITIALIZE, INITIALIZED, SET_LEVEL, httpRequest, sessionHeaders } from './messages.mjs';

const LAST_CHUNK = '0\r\n\r\n';

export class Connection {
  #socket;
  #waits;
  #text = '';
  #head = -1;
  #length = -1;

  constructor(port) {
    this.port = port;
  }

  open() {
    return new Promise((resolve, reject) => {
      this.#socket = net.connect({ port: this.port, host: '127.0.0.1', noDelay: true });
      this.#socket.once('connect', () => resolve(this));
      this.#socket.once('error', (error) => {
        reject(error);
        this.#end(error);
      });
      this.#socket.once('close', () => this.#end(new Error('The server closed the connection.')));
      this.#socket.on('data', (chunk) => this.#read(chunk));
    });
  }

  /** @param done gets an error, or the status and the whole text of the response */
  send(bytes, done) {
    this.#waits = done;
    this.#socket.write(bytes);
  }

  request(bytes) {
    return new Promise((resolve, reject) =>
      this.send(bytes, (error, status, text) => (error ? reject(error) : resolve({ status, text }))),
    );
  }

  /** Opens a session. @returns its id */
  async openSession() {
    const opened = await this.#post(INITIALIZE);
    const session = /^mcp-session-id:\s*(.*?)\r?$/im.exec(opened.text)?.[1];
    if (opened.status !== 200 || !opened.text.includes('"protocolVersion"') || !session)
      throw new Error(`No session was opened: ${opened.text.slice(0, 300)}`);
    const told = await this.#post(INITIALIZED, session);
    if (told.status !== 202) throw new Error(`'initialized' was answered ${told.status}.`);
    return session;
  }

  /** Asks for the log of a session. */
  async hearLog(session) {
    const { status } = await this.#post(SET_LEVEL, session);
    if (status !== 200) throw new Error(`'logging/setLevel' was answered ${status}.`);
  }

  async closeSession(session) {
    const request = httpRequest(this.port, { method: 'DELETE', headers: sessionHeaders(session) });
    const { status } = await this.request(Buffer.from(request));
    if (status >= 300) throw new Error(`Closing a session was answered ${status}.`);
  }

  close() {
    this.#waits = undefined;
    this.#socket?.destroy();
  }

  #post(payload, session) {
    const headers = session === undefined ? {} : sessionHeaders(session);
    return this.request(Buffer.from(httpRequest(this.port, { payload, headers })));
  }

  #end(error) {
    const done = this.#waits;
    this.#waits = undefined;
    done?.(error);
  }

  #read(chunk) {
    this.#text += chunk.latin1Slice();
    const text = this.#text;
    if (this.#head === -1) {
      this.#head = text.indexOf('\r\n\r\n');
      if (this.#head === -1) return;
      this.#length = lengthOf(text.slice(0, this.#head).toLowerCase());
    }
    const isWhole =
      this.#length === undefined ? text.endsWith(LAST_CHUNK) : text.length >= this.#head + 4 + this.#length;
    if (!isWhole) return;
    const done = this.#waits;
    this.#waits = undefined;
    this.#text = '';
    this.#head = -1;
    done?.(undefined, Number(text.slice(9, 12)), text);
  }
}

/** @returns the length of a body; `undefined` where it comes in chunks */
function lengthOf(head) {
  const at = head.indexOf('\r\ncontent-length:');
  if (at !== -1) return Number.parseInt(head.slice(at + 17), 10);
  return head.includes('\r\ntransfer-encoding: chunked') ? undefined : 0;
}
