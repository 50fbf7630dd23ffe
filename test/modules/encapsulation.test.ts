import { describe, expect, test } from '@jest/globals';
import { Inject, Injectable, Module, PorticoFactory, silentLog, type StartupError } from 'portico';
import { lines, localLines, onePerEra, useLine } from '../support/lines.js';
import { BillingModule, BillingService, CompanyModule, Mailer, MailModule } from './encapsulation.fixture.js';

describe.each(lines)('modules, by $name', (line) => {
  const used = useLine(line, CompanyModule);
  const call = async (name: string) => (await used.client.callTool(name)).structuredContent;

  test('each has its own value for one token; what it exports keeps the exporter’s', async () => {
    expect(await call('billingRegion')).toEqual({ own: 'billing', service: 'billing' });
    expect(await call('shippingRegion')).toEqual({ own: 'shipping', service: 'billing' });
  });

  test('a dynamic module adds to its decorator, and may be passed on', async () => {
    expect(await call('mail')).toEqual({
      from: 'office@example.org',
      mailer: 'office@example.org',
      retries: 3,
    });
  });

  test('one module with other options is another', async () => {
    expect((await used.client.callTool('nightMail')).content).toEqual([
      { type: 'text', text: 'night@example.org' },
    ]);
  });

  test('the components of imported modules come first', async () => {
    const names = (await used.client.listTools()).map(({ name }) => name);
    expect(names).toEqual(['billingRegion', 'shippingRegion', 'nightMail', 'mail']);
  });
});

describe.each(onePerEra(localLines))('an application, by $name', (line) => {
  const used = useLine(line, CompanyModule);

  test('gives what its root module may use, and nothing else', () => {
    const { app } = used.server;
    expect(app.get(Mailer).from).toBe('office@example.org');
    expect(app.get(BillingService)).toBe(app.get(BillingService));
    expect(() => app.get('REGION')).toThrow(/'REGION' is not provided in CompanyModule/);
    expect(() => app.get('MAIL_RETRIES')).toThrow(
      expect.objectContaining({ code: 'PORTICO_UNKNOWN_PROVIDER' }),
    );
  });
});

describe('what a module does not export', () => {
  async function problemsOf(module: new () => object) {
    const options = { name: 'test', version: '1.0.0', log: silentLog };
    const error: unknown = await PorticoFactory.create(module, options).catch((error: unknown) => error);
    return (error as StartupError).problems;
  }

  test('cannot be used by those who import it; the error names the module that has it', async () => {
    @Injectable()
    class Reader {
      constructor(@Inject('REGION') readonly region: string) {}
    }
    @Module({ imports: [BillingModule], providers: [Reader] })
    class AppModule {}
    expect(await problemsOf(AppModule)).toEqual([
      {
        code: 'PORTICO_UNKNOWN_PROVIDER',
        where: 'Reader, constructor parameter 1',
        problem: "'REGION' is not provided in AppModule; BillingModule provides it",
        cure: "Add 'REGION' to the exports of BillingModule and BillingModule to the imports of AppModule.",
      },
    ]);
  });

  test('an import is not passed on by itself', async () => {
    @Module({ imports: [BillingModule] })
    class MiddleModule {}
    @Injectable()
    class Reader {
      constructor(readonly billing: BillingService) {}
    }
    @Module({ imports: [MiddleModule], providers: [Reader] })
    class AppModule {}
    expect(await problemsOf(AppModule)).toEqual([
      expect.objectContaining({
        code: 'PORTICO_UNKNOWN_PROVIDER',
        problem: 'BillingService is not provided in AppModule; BillingModule provides it',
      }),
    ]);
  });

  test('a dynamic module without its options is told what it lacks', async () => {
    @Module({ imports: [MailModule] })
    class AppModule {}
    expect(await problemsOf(AppModule)).toEqual([
      expect.objectContaining({
        code: 'PORTICO_UNKNOWN_PROVIDER',
        where: 'Mailer, constructor parameter 1',
        problem: "'MAIL_FROM' is not provided in MailModule",
      }),
    ]);
  });
});
