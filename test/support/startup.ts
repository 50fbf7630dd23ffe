import {
  PorticoFactory,
  StartupError,
  type DynamicModule,
  type PorticoOptions,
  type StartupProblem,
} from 'portico';
import { RecordedLog } from './recorded-log.js';

type Root = (new (...args: never[]) => object) | DynamicModule;

/** What keeps a module from starting; nothing where it starts. */
export async function problemsOf(
  root: Root,
  options: Partial<PorticoOptions> = {},
): Promise<readonly StartupProblem[]> {
  try {
    const log = new RecordedLog();
    const app = await PorticoFactory.create(root, { name: 'test', version: '1.0.0', log, ...options });
    await app.close();
    return [];
  } catch (error) {
    if (error instanceof StartupError) return error.problems;
    throw error;
  }
}
