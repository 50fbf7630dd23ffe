import { createRequire } from 'node:module';
import '../common/reflect.js';
import type { Container } from './container.js';

// Required as reflect-metadata is.
const { container: root, instanceCachingFactory } = createRequire(import.meta.url)(
  'tsyringe',
) as typeof import('tsyringe');

/** {@link Container} on tsyringe. Every application has a container of its own, so two never share an instance. */
export class TsyringeContainer implements Container {
  private readonly own = root.createChildContainer();

  register(key: symbol, create: () => unknown): void {
    this.own.register(key, { useFactory: instanceCachingFactory(create) });
  }

  resolve(key: symbol): unknown {
    return this.own.resolve(key);
  }
}
