import type { ProtocolExtension } from '../../metadata/extension.js';
import type { Registry } from '../../pipeline/registry.js';
import { declareCapabilities } from '../capabilities.js';
import { toImplementation, type ServerIdentity } from '../server-identity.js';
import { ordinaryOpening, type Introduction } from '../session/ordinary-opening.js';

export interface HandshakeParts {
  readonly identity: ServerIdentity;
  readonly extensions: readonly ProtocolExtension[];
  readonly registry: () => Registry;
}

/** A session that has been opened. */
export interface Opened extends Introduction {
  /** What the client is answered. */
  readonly result: Readonly<Record<string, unknown>>;
}

/** Opens sessions (up to 2025-11-25) past the engine, on whatever transport they come. */
export class Handshake {
  private readonly written = new WeakMap<Registry, object>();

  constructor(private readonly parts: HandshakeParts) {}

  /**
   * Opens a session, where the engine surely would; `undefined` means: ask the engine.
   *
   * @param params of `initialize`, in a message of the ordinary shape
   */
  open(params: Readonly<Record<string, unknown>> | undefined): Opened | undefined {
    const introduction = ordinaryOpening(params);
    if (!introduction) return undefined;
    const { protocolVersion } = introduction.party;
    return { ...introduction, result: { protocolVersion, ...this.server } };
  }

  /** What the server says of itself, the same to everyone. */
  private get server(): object {
    const { registry, identity, extensions } = this.parts;
    const offered = registry();
    let said = this.written.get(offered);
    if (!said) {
      const { instructions } = identity;
      said = {
        capabilities: declareCapabilities(offered, extensions, { era: 'session' }),
        serverInfo: toImplementation(identity),
        ...(instructions && { instructions }),
      };
      this.written.set(offered, said);
    }
    return said;
  }
}
