import { describe, expect, test } from '@jest/globals';
import type { ListenOptions } from 'portico';
import { resolveListenOptions } from '../../src/app/resolve-listen-options.js';

describe('what a server listens on', () => {
  test('is stdio where nothing is said; HTTP has safe defaults', () => {
    expect(resolveListenOptions({}, [], {})).toEqual({
      transport: 'stdio',
      signals: true,
      http: {
        host: '127.0.0.1',
        port: 3000,
        path: '/mcp',
        allowedHosts: ['localhost', '127.0.0.1', '[::1]'],
        allowedOrigins: ['localhost', '127.0.0.1', '[::1]'],
        cors: [],
        maxBodySize: 4 * 1024 * 1024,
        sessions: { max: 10_000, idle: 30 * 60_000 },
        maxListenStreams: 1_000,
        keepAlive: 15_000,
        drainTimeout: 1_000,
        hasSessions: true,
        maxHeaderSize: 16 * 1024,
        headersTimeout: 15_000,
        requestTimeout: 60_000,
        keepAliveTimeout: 65_000,
      },
    });
  });

  test('is not HTTP+SSE without sessions', () => {
    expect(() => resolveListenOptions({ legacySse: true, sessions: false }, [], {})).toThrow(
      expect.objectContaining({
        code: 'PORTICO_LISTEN_OPTION',
        message: expect.stringContaining('legacySse needs sessions') as unknown,
      }),
    );
    expect(resolveListenOptions({ sessions: false }, [], {}).http.legacySse).toBeUndefined();
  });

  const env = { PORTICO_TRANSPORT: 'http', PORTICO_PORT: '1', PORTICO_HOST: 'env', PORTICO_PATH: '/env' };
  const argv = ['--transport', 'stdio', '--port', '2', '--host=flag', '--path', '/flag'];
  const options: ListenOptions = { transport: 'http', port: 3, host: 'option', path: '/option' };
  const read = ({ transport, http: { port, host, path } }: ReturnType<typeof resolveListenOptions>) => [
    transport,
    port,
    host,
    path,
  ];

  test('is told by option before flag before environment', () => {
    expect(read(resolveListenOptions({}, [], env))).toEqual(['http', 1, 'env', '/env']);
    expect(read(resolveListenOptions({}, argv, env))).toEqual(['stdio', 2, 'flag', '/flag']);
    expect(read(resolveListenOptions(options, argv, env))).toEqual(['http', 3, 'option', '/option']);
    expect(read(resolveListenOptions({ port: 0 }, argv, env))).toEqual(['stdio', 0, 'flag', '/flag']);
  });

  test.each([
    [['--http'], 'http'],
    [['--stdio'], 'stdio'],
    [['--transport=http'], 'http'],
    [['--verbose', 'file.txt', '--http', '--level', '3', '-p', '--post', '--proxy'], 'http'],
    [['--', '--http'], 'stdio'],
  ])('by flag: %j', (flags, transport) => {
    expect(resolveListenOptions({}, flags, {}).transport).toBe(transport);
  });

  test('flags behind --, and all where the program wants them for itself, are none of ours', () => {
    expect(read(resolveListenOptions({}, ['--http', '--', '--prot', '--port'], {}))[0]).toBe('http');
    expect(read(resolveListenOptions({ flags: false }, ['--prot', '--http', '--port', '1'], {}))).toEqual(
      read(resolveListenOptions({}, [], {})),
    );
  });

  test('other names and origins are allowed beside those of this machine', () => {
    const { http } = resolveListenOptions(
      { allowedHosts: ['mcp.example'], allowedOrigins: ['app.example'] },
      [],
      {},
    );
    expect(http.allowedHosts).toEqual(['localhost', '127.0.0.1', '[::1]', 'mcp.example']);
    expect(http.allowedOrigins).toEqual(['localhost', '127.0.0.1', '[::1]', 'app.example']);
  });

  test('limits of sessions are filled one by one', () => {
    expect(resolveListenOptions({ sessions: { max: 5 } }, [], {}).http.sessions).toEqual({
      max: 5,
      idle: 1_800_000,
    });
    expect(resolveListenOptions({ sessions: { idle: 5 } }, [], {}).http.sessions).toEqual({
      max: 10_000,
      idle: 5,
    });
  });

  test('an empty variable says nothing', () => {
    const empty = { PORTICO_TRANSPORT: '', PORTICO_PORT: '', PORTICO_HOST: '', PORTICO_PATH: '' };
    expect(resolveListenOptions({}, [], empty)).toEqual(resolveListenOptions({}, [], {}));
  });

  test.each<[ListenOptions, string[], Record<string, string>, RegExp]>([
    [{ transport: 'sse' as never }, [], {}, /transport 'sse' is unknown\. Use 'stdio' or 'http'\./],
    [{}, ['--transport', 'tcp'], {}, /transport 'tcp' is unknown/],
    [{}, [], { PORTICO_TRANSPORT: 'HTTP' }, /transport 'HTTP' is unknown/],
    [{ port: -1 }, [], {}, /port '-1' is no port\. Use a number from 0 to 65535\./],
    [{ port: 65_536 }, [], {}, /port '65536' is no port/],
    [{ port: 1.5 }, [], {}, /port '1.5' is no port/],
    [{ port: NaN }, ['--port', '80'], {}, /port 'NaN' is no port/],
    [{}, ['--port', 'http'], {}, /port 'http' is no port/],
    [{}, ['--port', ''], {}, /--port has no value\. Write --port 3000\./],
    [{}, ['--http', '--port'], {}, /--port has no value/],
    [{}, ['--port', '--http'], {}, /--port has no value/],
    [{}, ['--host='], {}, /--host has no value/],
    [{}, ['--http=3000'], {}, /--http takes no value\. Write --http, and --port for the port\./],
    [{}, ['--http', '--stdio'], {}, /--stdio and --http are both given/],
    [{}, ['--prot', '3000'], {}, /--prot is no flag\. Did you mean --port\?/],
    [{}, ['--htttp'], {}, /--htttp is no flag\. Did you mean --http\?/],
    [{}, ['--transprot=http'], {}, /--transprot is no flag\. Did you mean --transport\?/],
    [{}, ['--Port=3000'], {}, /--Port is no flag/],
    [{}, ['--port', '0x50'], {}, /port '0x50' is no port/],
    [{}, ['--port', '1e3'], {}, /port '1e3' is no port/],
    [{}, [], { PORTICO_PORT: '99999' }, /port '99999' is no port/],
    [{}, [], { PORTICO_PORT: ' ' }, /port ' ' is no port/],
    [{ maxBodySize: -1 }, [], {}, /option maxBodySize is -1\. Use a positive number\./],
    [{ sessions: { idle: NaN } }, [], {}, /option sessions\.idle is NaN/],
    [{ keepAlive: -1 }, [], {}, /option keepAlive is -1\. Use a positive number, or 0 for none\./],
    [{ requestTimeout: 0 }, [], {}, /option requestTimeout is 0/],
    [{ resumability: { maxEvents: 0 } }, [], {}, /option resumability\.maxEvents is 0/],
    [{ path: 'mcp' }, [], {}, /path 'mcp' must start with '\/'\. Use '\/mcp'\./],
    [{}, ['--path', 'mcp'], {}, /path 'mcp' must start/],
  ])('%j %j %j is refused', (given, flags, variables, message) => {
    expect(() => resolveListenOptions(given, flags, variables)).toThrow(
      expect.objectContaining({ code: 'PORTICO_LISTEN_OPTION', message: expect.stringMatching(message) }),
    );
  });
});
