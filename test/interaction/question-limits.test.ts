import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Context,
  Injectable,
  isPorticoError,
  Module,
  PorticoFactory,
  Tool,
  type InteractionOptions,
  type PorticoApp,
} from 'portico';
import { accept, createTestClient, onBothEras, type TestClientOptions } from 'portico/testing';
import { problemsOf } from '../support/startup.js';
import { RecordedLog } from '../support/recorded-log.js';
import { RawClient } from './raw-client.js';

const refusedBySession =
  'Too many questions wait for an answer: at most 2 of one session at a time (interaction.questionsPerSession). Answer some of them, then call again.';
const refusedByCaller = refusedBySession
  .replace('one session', 'one caller')
  .replace('questionsPerSession', 'questionsPerCaller');

@Injectable()
class CuriousTools {
  @Tool('Asks three things at once')
  async three(ctx: Context) {
    const questions = ['One?', 'Two?', 'Three?'].map((question) => ctx.ask(question).catch(messageOf));
    return { said: await Promise.all(questions) };
  }

  @Tool({ description: 'Asks three things at once, in the background', task: 'required' })
  later(ctx: Context) {
    return this.three(ctx);
  }

  @Tool('Asks the model three things at once')
  async think(ctx: Context) {
    const questions = ['One?', 'Two?', 'Three?'].map((question) =>
      ctx.sample(question).then(({ text }) => text, messageOf),
    );
    return { said: await Promise.all(questions) };
  }

  @Tool('Asks, and lets every error through')
  async plain(ctx: Context) {
    return ctx.ask('Well?');
  }
}

function messageOf(error: unknown): string {
  if (isPorticoError(error, 'PORTICO_QUESTION_LIMIT')) return error.message;
  throw error;
}

@Module({ providers: [CuriousTools] })
class CuriousModule {}

const apps: PorticoApp[] = [];
async function start(interaction: InteractionOptions): Promise<PorticoApp> {
  const options = { name: 'curious', version: '1.0.0', log: new RecordedLog(), jobs: { url: 'memory:' } };
  const app = await PorticoFactory.create(CuriousModule, { ...options, interaction });
  apps.push(app);
  return app;
}
afterEach(async () => void (await Promise.all(apps.splice(0).map((app) => app.close()))));

/** Answers with yes, once it is let. */
function patientPerson() {
  let answer!: () => void;
  const gate = new Promise<void>((resolve) => (answer = resolve));
  return { answer, onElicit: () => gate.then(() => accept('yes')) };
}

onBothEras(describe)('questions that wait for an answer', (era) => {
  const open = (app: PorticoApp, options: TestClientOptions) => createTestClient(app, { era, ...options });

  it.each([
    ['questionsPerSession', undefined, refusedBySession],
    ['questionsPerCaller', { subject: 'ada' }, refusedByCaller],
  ] as const)(
    'are refused above %s, and what is open is answered all the same',
    async (limit, principal, told) => {
      const app = await start({ [limit]: 2 });
      const client = await open(app, { onElicit: () => accept('yes'), ...(principal && { principal }) });
      for (let round = 0; round < 2; round++)
        expect(await client.call(CuriousTools, 'three')).toEqual({ said: ['yes', 'yes', told] });
      await client.close();
    },
  );

  it('are refused for the model of the client too', async () => {
    const app = await start({ questionsPerSession: 2 });
    const client = await open(app, { onSample: () => 'so so' });
    expect(await client.call(CuriousTools, 'think')).toEqual({ said: ['so so', 'so so', refusedBySession] });
    await client.close();
  });

  it('are refused in background tasks', async () => {
    const app = await start({ questionsPerCaller: 2 });
    const client = await open(app, { onElicit: () => accept('yes'), principal: { subject: 'ada' } });
    const task = await client.startTask(CuriousTools, 'later');
    expect(await task.result()).toEqual({ said: ['yes', 'yes', refusedByCaller] });
    await client.close();
  });

  it('of one client take no place from those of another', async () => {
    const app = await start({ questionsPerSession: 2, questionsPerCaller: 4 });
    const slow = patientPerson();
    const ada = await open(app, { onElicit: slow.onElicit, principal: { subject: 'ada' } });
    const eve = await open(app, { onElicit: () => accept('yes'), principal: { subject: 'eve' } });
    const waiting = ada.call(CuriousTools, 'three');
    await ada.until(() => ada.questions.length > 0);
    expect(await eve.call(CuriousTools, 'three')).toEqual({ said: ['yes', 'yes', refusedBySession] });
    slow.answer();
    expect(await waiting).toEqual({ said: ['yes', 'yes', refusedBySession] });
    await ada.close();
    await eve.close();
  });
});

describe('a question that is pushed to a session', () => {
  it.each([
    ['by name', { principal: { subject: 'ada' } }],
    ['by address', { transport: 'http' }],
  ] as const)('counts for its caller over all sessions, %s, and the client is told', async (_, who) => {
    const app = await start({ questionsPerCaller: 1 });
    const slow = patientPerson();
    const as = ({ onElicit }: TestClientOptions) =>
      createTestClient(app, { era: 'session', onElicit: onElicit!, ...who });
    const [desk, phone] = [await as(slow), await as({ onElicit: () => accept('yes') })];
    const waiting = desk.callTool('plain');
    await desk.until(() => desk.questions.length > 0);
    const refused = await phone.callTool('plain');
    expect(refused).toMatchObject({ isError: true });
    expect(refused.content).toEqual([{ type: 'text', text: refusedByCaller.replace('most 2', 'most 1') }]);
    slow.answer();
    expect((await waiting).content).toEqual([{ type: 'text', text: 'yes' }]);
    expect((await phone.callTool('plain')).content).toEqual([{ type: 'text', text: 'yes' }]);
    await desk.close();
    await phone.close();
  });

  it('gives its place back when its client has gone', async () => {
    const app = await start({ questionsPerCaller: 1 });
    const as = (options: TestClientOptions) =>
      createTestClient(app, { era: 'session', principal: { subject: 'ada' }, ...options });
    const gone = await as({ onElicit: () => new Promise<never>(() => {}) });
    const waiting = gone.callTool('plain').catch(() => {});
    await gone.until(() => gone.questions.length > 0);
    await gone.close();
    await waiting;
    const back = await as({ onElicit: () => accept('yes') });
    expect((await back.callTool('plain')).content).toEqual([{ type: 'text', text: 'yes' }]);
    await back.close();
  });
});

describe('a question that waits at a client of the stateless revision', () => {
  it('counts no more: its handler has a place in memory, or is run again', async () => {
    const app = await start({ questionsPerSession: 1, questionsPerCaller: 1, parkedPerCaller: 1 });
    const client = new RawClient(app, { subject: 'ada' });
    for (let i = 0; i < 3; i++)
      expect((await client.call('plain', {})).result).toMatchObject({ resultType: 'input_required' });
    await client.close();
  });
});

describe('the limits', () => {
  const variable = 'PORTICO_QUESTIONS_PER_SESSION';
  let before: string | undefined;
  beforeEach(() => void (before = process.env[variable]));
  afterEach(() => {
    if (before === undefined) delete process.env[variable];
    else process.env[variable] = before;
  });

  it('may come from the environment', async () => {
    process.env[variable] = '2';
    const client = await createTestClient(await start({}), { onElicit: () => accept('yes') });
    expect(await client.call(CuriousTools, 'three')).toEqual({ said: ['yes', 'yes', refusedBySession] });
    await client.close();
  });

  it('are whole numbers, or the application does not start', async () => {
    process.env[variable] = 'few';
    expect(await problemsOf(CuriousModule)).toEqual([
      expect.objectContaining({
        code: 'PORTICO_INTERACTION_OPTION',
        problem: `interaction.questionsPerSession (or ${variable}) cannot be NaN. Use a whole number from 1 on.`,
      }),
    ]);
    delete process.env[variable];
    await expect(start({ questionsPerCaller: 0 })).rejects.toThrow('interaction.questionsPerCaller');
  });
});
