import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RequestFlow } from '../../src/interaction/request-flow.js';
import { StateService } from '../../src/context/state/state-service.js';
import { handle } from '../../src/context/state/handles/handle-scope.js';
import { callerOf } from '../../src/context/results/caller.js';
import type { Exchange, Session } from '../../src/context/exchange.js';
import { Principal } from '../../src/identity/principal.js';
import { silentLog } from 'portico';
import type { StateAdapter } from '../../src/context/state/stores/state-adapter.js';

/** A request of somebody, over stateless HTTP or in a session. */
function request(principal: Partial<Principal> | undefined, session?: Session): Exchange {
  return {
    protocolVersion: '2026-07-28',
    principal: principal && new Principal({ subject: 'nobody', ...principal }),
    session,
    flow: new RequestFlow('flow'),
  } as unknown as Exchange;
}

const ada = { subject: 'ada', issuer: 'https://one.example' };
const adaElsewhere = { subject: 'ada', issuer: 'https://two.example' };
const bob = { subject: 'bob', issuer: 'https://one.example' };

let state: StateService;
beforeAll(async () => {
  state = new StateService({ settings: { namespace: 'test' }, log: silentLog });
  await state.onModuleInit();
});
afterAll(() => state.onShutdown());

describe('state of a user', () => {
  test('is that of one user of one issuer, whatever the session or the client', async () => {
    await state.set(request({ ...ada, clientId: 'phone' }, { id: 'a' }), 'theme', 'dark', { scope: 'user' });
    const read = (who: Partial<Principal>, session?: Session) =>
      state.get(request(who, session), 'theme', { scope: 'user' });
    expect(await read({ ...ada, clientId: 'desk' })).toBe('dark');
    expect(await read(ada, { id: 'b' })).toBe('dark');
    expect(await read(adaElsewhere)).toBeUndefined();
    expect(await read(bob)).toBeUndefined();
  });

  test('needs somebody', async () => {
    await expect(state.get(request(undefined), 'theme', { scope: 'user' })).rejects.toMatchObject({
      code: 'PORTICO_STATE_NO_USER',
    });
  });
});

describe('state of a session', () => {
  test('is the session of the line, whoever the user is', async () => {
    await state.set(request(ada, { id: 'line' }), 'cart', 1);
    expect(await state.get(request(ada, { id: 'line' }), 'cart')).toBe(1);
    expect(await state.get(request(ada, { id: 'other' }), 'cart')).toBeUndefined();
    expect(await state.get(request(ada), 'cart')).toBeUndefined();
  });

  test('belongs to the user where the line has none, under names of its own', async () => {
    await state.set(request(ada), 'name', 'session');
    await state.set(request(ada), 'name', 'user', { scope: 'user' });
    expect(await state.get(request(ada), 'name')).toBe('session');
    expect(await state.get(request(ada), 'name', { scope: 'user' })).toBe('user');
    expect(await state.get(request(bob), 'name')).toBeUndefined();
    await state.endCurrent(request(ada));
    expect(await state.has(request(ada), 'name')).toBe(false);
    expect(await state.has(request(ada), 'name', { scope: 'user' })).toBe(true);
  });

  test('is refused where there is neither', async () => {
    const code = 'PORTICO_STATE_NO_SESSION';
    for (const use of [
      state.set(request(undefined), 'a', 1),
      state.get(request(undefined), 'a', 0),
      state.clear(request(undefined)),
      state.endCurrent(request(undefined)),
    ])
      await expect(use).rejects.toMatchObject({ code });
  });
});

describe('a session handle', () => {
  test.each([
    ['another user', bob],
    ['a user of the same name elsewhere', adaElsewhere],
    ['nobody', undefined],
  ])('is unknown to %s', async (_who, other) => {
    const { id } = await state.handles.begin(request(ada));
    await state.set(request(ada), 'cart', 1, { scope: handle(id) });
    const code = 'PORTICO_SESSION_UNKNOWN';
    await expect(state.handles.open(request(other), id)).rejects.toMatchObject({ code });
    await expect(state.get(request(other), 'cart', { scope: handle(id) })).rejects.toMatchObject({ code });
    expect(await state.get(request({ ...ada, clientId: 'other' }), 'cart', { scope: handle(id) })).toBe(1);
  });

  test('that began without a user is not one of a user', async () => {
    const { id } = await state.handles.begin(request(undefined));
    await state.handles.open(request(undefined), id);
    await expect(state.handles.open(request(ada), id)).rejects.toMatchObject({
      code: 'PORTICO_SESSION_UNKNOWN',
    });
  });
});

test('no key names a user, a session or a handle', async () => {
  const { id } = await state.handles.begin(request(ada));
  await state.set(request(ada, { id: 'secret-session' }), 'cart', 1);
  await state.set(request(ada, { id, isHandle: true }), 'cart', 1);
  await state.set(request(ada), 'cart', 1);
  await state.set(request(ada), 'cart', 1, { scope: 'user' });
  const { adapter } = state.store as unknown as {
    adapter: StateAdapter & { owners: Map<string, Map<string, unknown>> };
  };
  const keys = [...adapter.owners.values()].flatMap((entries) => [...entries.keys()]);
  expect(keys.length).toBeGreaterThan(4);
  for (const secret of ['ada', 'one.example', 'secret-session', id])
    expect(keys.filter((key) => key.includes(secret))).toEqual([]);
});

test('a private result is for one user with one token, or for one session', () => {
  const of = (principal: Partial<Principal> | undefined, session?: Session) =>
    JSON.stringify(callerOf(request(principal, session)));
  expect(of(ada, { id: 'a' })).toBe(of(ada, { id: 'b' }));
  expect(of({ ...ada, scopes: ['x', 'y'] })).toBe(of({ ...ada, scopes: ['y', 'x'] }));
  const distinct = [
    of(ada),
    of(bob),
    of(adaElsewhere),
    of({ ...ada, scopes: ['admin'] }),
    of({ ...ada, clientId: 'phone' }),
    of(ada, { id: 'h', isHandle: true }),
    of(undefined, { id: 'h' }),
    of(undefined, { id: 'h', isHandle: true }),
    of(undefined),
  ];
  expect(new Set(distinct).size).toBe(distinct.length - 1); // a handle and a session never have one id
  expect(callerOf(request(undefined))).toBeUndefined();
});
