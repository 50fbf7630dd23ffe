import 'reflect-metadata';
import { container as root, instanceCachingFactory } from 'tsyringe';
import type { Container } from './container.js';

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
