import type { ContextServices } from '../../context/context-services.js';
import type { Step } from '../../pipeline/compose.js';
import { Registry } from '../../pipeline/registry.js';

/**
 * What exists only after the start, for parts that are made before it: they look here when a call comes, and none comes
 * earlier.
 */
export class Runtime {
  registry: Registry;
  /** What stands around every call, lists included. */
  steps: readonly Step[] = [];
  private started: ContextServices | undefined;

  constructor(version: string) {
    this.registry = new Registry([], version);
  }

  get services(): ContextServices {
    return this.started!;
  }

  set services(services: ContextServices) {
    this.started = services;
  }
}
