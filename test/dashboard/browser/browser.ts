import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

/** The Chromium of this machine. `PORTICO_TEST_CHROMIUM` names another. */
export function launch(): Promise<Browser> {
  const executablePath =
    process.env['PORTICO_TEST_CHROMIUM'] ?? find(['chromium', 'chromium-browser', 'google-chrome']);
  // Its own sandbox needs rights that a container has not; the page that is opened is our own.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

function find(names: readonly string[]): string {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const found = names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isProgram);
  if (found === undefined)
    throw new Error('There is no Chromium on this machine. On Debian: apt-get install -y chromium');
  return found;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Everything a page complains of: errors, refusals by its policy, and requests to anyone but its server. */
export function complaintsOf(page: Page, base: string): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(base)) complaints.push(`asked elsewhere: ${request.url()}`);
  });
  return complaints;
}

let folder: string | undefined;

/** Where the pictures of this run are, if there are any. */
export function pictures(): string | undefined {
  return folder;
}

/** Takes a picture of the page, into `PORTICO_TEST_PICTURES` or a temporary folder. */
export async function picture(page: Page, name: string): Promise<string> {
  folder ??= process.env['PORTICO_TEST_PICTURES'] ?? mkdtempSync(path.join(tmpdir(), 'portico-pictures-'));
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  return file;
}
