import { afterAll, beforeAll } from '@jest/globals';
import { PorticoFactory, type ListenOptions, type PorticoApp, type PorticoOptions } from 'portico';
import { RecordedLog } from '../../support/recorded-log.js';

/** A server in this process, for the tests of a file or block. */
export interface Served {
  readonly app: PorticoApp;
  readonly url: URL;
  readonly log: RecordedLog;
}

/** Serves a module within the process and over HTTP, before the tests that follow, and ends it after them. */
export function serve(
  module: new () => object,
  options: Partial<PorticoOptions> = {},
  listen: ListenOptions = {},
): Served {
  const served: { app?: PorticoApp; url?: URL; log: RecordedLog } = { log: new RecordedLog() };
  beforeAll(async () => {
    const identity = { name: 'obligations', version: '1.0.0', log: served.log };
    served.app = await PorticoFactory.create(module, { ...identity, ...options });
    const { address } = await served.app.listen({ ...listen, transport: 'http', port: 0, signals: false });
    served.url = new URL(address);
  });
  afterAll(() => served.app?.close());
  return served as Served;
}
