import type { Class } from '../common/class.js';
import type { DynamicModule } from '../metadata/module.js';
import { ordinary } from './assembly/circumstances.js';
import { createApplication } from './create-application.js';
import type { PorticoOptions } from './options.js';
import type { PorticoApp } from './portico-app.js';

/** Builds an application from its root module. */
export const PorticoFactory = {
  /**
   * Reads the modules, checks everything, creates the singletons and awaits their hooks. A start that fails closes what
   * it had opened.
   *
   * @param root the class that carries the root `@Module`
   * @throws StartupError with every mistake that was found, each with its place and its cure
   * @example
   * ```ts
   * const app = await PorticoFactory.create(AppModule, { name: 'orders', version: '1.0.0' });
   * await app.listen();
   * ```
   */
  create(root: Class | DynamicModule, options: PorticoOptions): Promise<PorticoApp> {
    return createApplication(root, options, ordinary);
  },
};
