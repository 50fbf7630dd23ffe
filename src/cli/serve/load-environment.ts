import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Project } from '../project/find-project.js';

/** Takes the variables of a project's `.env` file; what is set already stays as it is. */
export function loadEnvironment({ folder }: Project): void {
  const file = path.join(folder, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}
