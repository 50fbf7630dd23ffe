// A client with a session of its own: it scans parcels and delivers them as a task. A call that broke off it makes again.

import { setTimeout } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';

export class Van {
  scanned = [];
  brokenOff = 0;
  #client = new Client({ name: 'van', version: '1.0.0' });
  #task;

  async connect(url) {
    await this.#client.connect(new StreamableHTTPClientTransport(url));
  }

  /** Scans one parcel after the other until told to stop. */
  async scanUntil(signal, first) {
    for (let parcel = first; !signal.aborted; parcel++) {
      await this.#call('scan', { parcel });
      this.scanned.push(parcel);
      await setTimeout(20);
    }
  }

  async parcels() {
    return (await this.#call('van')).parcels;
  }

  /** The server takes the task; the van is free. */
  async beginTour() {
    const call = { name: 'deliver', arguments: { stops: 30 } };
    const stream = this.#client.experimental.tasks.callToolStream(call, undefined, { task: {} });
    const { value } = await stream.next();
    if (value.type !== 'taskCreated') throw value.error ?? new Error(`No task, but ${value.type}`);
    this.#task = value.task.taskId;
    await stream.return();
  }

  async tour() {
    return this.#again(() => this.#client.experimental.tasks.getTask(this.#task));
  }

  async endOfTour() {
    while ((await this.tour()).status === 'working') await setTimeout(200);
    const ended = () => this.#client.experimental.tasks.getTaskResult(this.#task, CallToolResultSchema);
    return (await this.#again(ended)).structuredContent;
  }

  close() {
    return this.#client.close();
  }

  async #call(name, args = {}) {
    const call = () => this.#client.callTool({ name, arguments: args }, undefined, { timeout: 10_000 });
    const { isError, content, structuredContent } = await this.#again(call);
    if (isError) throw new Error(content[0].text);
    return structuredContent;
  }

  async #again(call, triesLeft = 5) {
    try {
      return await call();
    } catch (error) {
      if (triesLeft === 0) throw error;
      this.brokenOff++;
      await setTimeout(200);
      return this.#again(call, triesLeft - 1);
    }
  }
}
