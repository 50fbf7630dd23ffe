import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { statSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.js';
import { DevProcess } from '../dev-process.js';
import { complaintsOf, launch, picture, pictures } from './browser.js';

/*
 * The page of `portico dev` as a developer has it: the built command, a project in a folder of its own, Chromium.
 */

let dev: DevProcess;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  dev = new DevProcess(['--http', '--port', '0', '--dashboard-port', '0']);
  [browser] = await Promise.all([launch(), dev.start()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await dev?.stop();
  process.stderr.write(`pictures: ${pictures()}\n`);
});

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 820 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  complaints = complaintsOf(page, dev.door.base);
  await page.goto(dev.page);
  await page.getByText('running', { exact: true }).first().waitFor();
});

afterEach(async () => {
  const isHostile = await page
    .locator('img:not(header img), script:not(head script), svg:not(.graph)')
    .count();
  await context.close();
  expect({ complaints, isHostile }).toEqual({ complaints: [], isHostile: 0 });
});

const go = (name: string) => page.getByRole('link', { name, exact: false }).first().click();
const open = (target: string) => page.locator(`details.call[data-target="${target}"]`).first();

async function choose(component: string): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Components/ })
    .click();
  await page.locator('.list').getByRole('link', { name: component }).first().click();
}

describe('the page', () => {
  test('takes the key out of the address, and shows nothing to whoever has none', async () => {
    expect(page.url()).toBe(`${dev.door.base}/#/calls`);
    await page.reload();
    await page.getByText('running', { exact: true }).first().waitFor();
    const stranger = await context.newPage();
    await stranger.goto(dev.door.base);
    await stranger.getByText('needs the key').waitFor();
  });

  test('shows what the application offers, with schema, module and source', async () => {
    await choose('checkout');
    const detail = page.locator('.detail');
    await expect(detail.locator('dl').innerText()).resolves.toMatch(
      /OrderTools\.checkout[^]*OrdersModule[^]*src\/orders\.module\.ts:\d+/,
    );
    await expect(detail.getByRole('table').innerText()).resolves.toMatch(
      /order \*\s+string, 1…40 characters/,
    );
    await page.locator('.list').getByRole('link', { name: 'orders://{id}' }).click();
    await detail.getByText('OrderTools.order', { exact: true }).waitFor();
    await picture(page, 'components');
  });

  test('draws the modules', async () => {
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /^Modules/ })
      .click();
    const graph = page.locator('svg.graph');
    await graph.locator('.box').first().waitFor();
    await expect(graph.locator('.box').count()).resolves.toBe(4);
    await expect(graph.locator('.edge').count()).resolves.toBe(4);
    const box = await graph.boundingBox();
    expect(box!.width).toBeGreaterThan(200);
    expect(box!.height).toBeGreaterThan(150);
    await graph.getByText('StorageModule').click();
    await page.locator('article.chosen', { hasText: 'OrderStore · exported' }).waitFor();
    await picture(page, 'modules');
  });

  test('shows the call of another client as it happens, with its log and progress', async () => {
    await dev.call('checkout', { order: 'o-17' });
    const call = open('checkout');
    await call.locator('summary').click();
    await call.getByText('neighbour 3.0.0').waitFor();
    const words = await call.innerText();
    expect(words).toContain('{ "order": "o-17" }');
    expect(words).toContain('checking out {"order":"o-17"}');
    expect(words).toContain('Charge order o-17?');
    expect(words).toContain('1 / 2');
    expect(words).toContain('Nothing was charged.');
    await picture(page, 'calls');
  });

  test('shows hostile text as text', async () => {
    await dev.call('hostile');
    const call = open('hostile');
    await call.locator('summary').click();
    await call
      .locator('.said')
      .getByText('<img src=x onerror="document.title=\'owned\'"> {"<b>":"<svg onload=alert(3)>"}')
      .waitFor();
    await call.getByText('"><img src=x onerror=alert(4)>').waitFor();
    await choose('hostile');
    await page.locator('.detail').getByText('<script>alert(2)</script><b>bold</b>').waitFor();
    await page.locator('.detail').getByText('<img src=x onerror=alert(1)>').waitFor();
    expect(await page.title()).toBe('workshop · dashboard');
  });

  test.each([
    ['without sessions', 'stateless'],
    ['with a session', 'session'],
  ])('calls a tool that asks, and ends with the answer, %s', async (_name, era) => {
    await choose('checkout');
    const form = page.getByRole('form', { name: 'Try checkout' });
    await form.getByLabel('order').fill('o-18');
    await form.getByLabel('tip').fill('5');
    await form.getByText('More').click();
    await form.getByLabel('Protocol').selectOption(era);
    await form.getByRole('button', { name: 'Call' }).click();
    const question = page.getByRole('form', { name: 'Question of checkout' });
    await question.getByText('Charge order o-18?').waitFor();
    await picture(page, `question-${era}`);
    await question.getByRole('button', { name: 'Yes' }).click();
    await form.locator('output').getByText('"charged": 12').waitFor();
    await expect(question.count()).resolves.toBe(0);
    await picture(page, `answered-${era}`);
  });

  test('declines a question, and answers for a model', async () => {
    await choose('checkout');
    await page.getByLabel('order').fill('o-18');
    await page.getByRole('button', { name: 'Call' }).click();
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.locator('output').getByText('Nothing was charged.').waitFor();
    await choose('poem');
    await page.getByRole('button', { name: 'Call' }).click();
    await page
      .getByRole('form', { name: 'Question of poem' })
      .getByText('user: Write a line about orders.')
      .waitFor();
    await page.getByLabel('What the model says').fill('Orders come and go.');
    await page.getByRole('button', { name: 'Answer' }).click();
    await page.locator('output').getByText('Orders come and go.').waitFor();
  });

  test('tells what is wrong with the input, in the words of the server', async () => {
    await choose('greet');
    await page.getByRole('button', { name: 'Call' }).click();
    await page.locator('output.bad').getByText(/guest/).waitFor();
  });

  test('follows a task, answers its question, and sees its end', async () => {
    await choose('export');
    const form = page.getByRole('form', { name: 'Try export' });
    await form.getByLabel('pages').fill('12');
    await form.getByText('as a background task').click();
    await form.getByRole('button', { name: 'Call' }).click();
    await form
      .locator('output')
      .getByText(/^Task /)
      .waitFor();
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /^Tasks/ })
      .click();
    const task = page.locator('details.task', { hasText: 'export' }).first();
    await task.getByText('asking', { exact: true }).waitFor();
    await task.locator('summary').first().click();
    await task.getByText('all pages are written').waitFor();
    await page.getByRole('textbox', { name: 'Answer' }).fill('orders.csv');
    await picture(page, 'task');
    await page.getByRole('button', { name: 'Answer' }).click();
    await task.getByText('completed', { exact: true }).waitFor();
    await task.getByText('orders.csv').first().waitFor();
  });

  test('shows a job that was queued, and cancels a task', async () => {
    await choose('mail');
    await page.getByRole('textbox', { name: 'to' }).fill('ada@example.org');
    await page.getByRole('button', { name: 'Call' }).click();
    await go('Tasks');
    await page
      .locator('details.task', { hasText: 'send-mail' })
      .getByText('completed', { exact: true })
      .waitFor();
    await choose('export');
    await page.getByText('as a background task').click();
    await page.getByLabel('pages').fill('1000');
    await page.getByRole('button', { name: 'Call' }).click();
    await go('Tasks');
    const task = page.locator('details.task', { hasText: 'export' }).first();
    await task.getByText('running', { exact: true }).first().waitFor();
    await task.locator('summary').first().click();
    await task.getByRole('button', { name: 'Cancel this task' }).click();
    await task.getByText('cancelled', { exact: true }).first().waitFor();
  });

  test('stays while the server is started again after a save, and shows what is new', async () => {
    await dev.call('greet', { guest: 'Ada' });
    await open('greet').waitFor();
    const before = dev.mcpUrl;
    dev.edit('booking.module.ts', (text) => text.replace('Greet a guest', 'Greet a dear guest'));
    await page.getByText(/restarted \d+×/).waitFor({ timeout: 40_000 });
    await eventually(() => expect(dev.mcpUrl).not.toBe(before), 40_000);
    await choose('greet');
    await page.locator('.detail').getByText('Greet a dear guest').waitFor();
    await go('Calls');
    await open('greet').waitFor();
    await dev.call('greet', { guest: 'Grace' });
    const call = page.locator('details.call', { hasText: 'Hello Grace' });
    await call.locator('summary').click();
    await call.getByText('Hello Grace').waitFor();
  });

  test('tells of a mistake in the sources, and of its end', async () => {
    dev.edit('booking.module.ts', (text) => `${text}\nconst wrong: number = 'text';\n`);
    await page.getByText('1 compile error; what ran before goes on').waitFor({ timeout: 40_000 });
    dev.edit('booking.module.ts', (text) => text.replace(/\nconst wrong.*\n/, ''));
    await page.getByText('compile error').waitFor({ state: 'detached', timeout: 40_000 });
    await page.getByText('running', { exact: true }).first().waitFor();
  });
});

test('fits a narrow window, and a dark one, and is used by keyboard', async () => {
  await dev.call('checkout', { order: 'o-17' });
  await page.setViewportSize({ width: 380, height: 760 });
  for (const place of ['calls', 'components', 'modules', 'tasks']) {
    await page.goto(`${dev.door.base}/#/${place}`);
    await page.locator('h2').first().waitFor();
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect({ place, overflow }).toEqual({ place, overflow: 0 });
    await picture(page, `narrow-${place}`);
  }
  await page.setViewportSize({ width: 1280, height: 820 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`${dev.door.base}/#/calls`);
  await open('checkout').waitFor();
  const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor');
  expect(ground).toBe('rgb(22, 25, 27)');
  const file = await picture(page, 'dark');
  expect(statSync(file).size).toBeGreaterThan(10_000);
  await page.keyboard.press('Tab');
  await expect(page.evaluate('document.activeElement.className')).resolves.toBe('skip');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('#components-title').waitFor();
});
