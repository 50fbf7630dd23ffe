import { findProject } from '../project/find-project.js';
import { loadEnvironment } from '../serve/load-environment.js';
import type { Check, Finding } from './check.js';
import { checkEnvironment } from './environment.js';
import { checkPackages } from './packages.js';
import { checkPlatform } from './platform.js';
import { checkStorage } from './storage.js';
import { checkTypescript } from './typescript.js';

const checks: readonly Check[] = [
  checkPlatform,
  checkTypescript,
  checkPackages,
  checkEnvironment,
  checkStorage,
];

export interface Diagnosis {
  readonly text: string;
  readonly isHealthy: boolean;
}

/**
 * Looks at everything around the code that keeps a server from working, and says the cure of each. Nothing is changed.
 *
 * @throws PorticoError `PORTICO_NO_PROJECT`
 */
export async function doctor(json: boolean): Promise<Diagnosis> {
  const project = findProject();
  loadEnvironment(project);
  const findings = (await Promise.all(checks.map(async (check) => check(project)))).flat();
  return {
    text: json ? `${JSON.stringify(findings, undefined, 2)}\n` : findings.map(line).join(''),
    isHealthy: findings.every(({ level }) => level !== 'problem'),
  };
}

const marks = { ok: '✓', warning: '!', problem: '✗' } as const;

function line({ level, what, cure }: Finding): string {
  return `${marks[level]} ${what}\n${cure ? `  → ${cure}\n` : ''}`;
}
