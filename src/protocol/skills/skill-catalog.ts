import { ProtocolError, type McpServer, type ReadResourceResult } from '@modelcontextprotocol/server';
import { SKILLS_EXTENSION_ID, type Skill, type SkillCatalog } from '@modelcontextprotocol/server/ext/skills';
import { loadSkills } from '@modelcontextprotocol/server/ext/skills/node';
import { PorticoError } from '../../common/portico-error.js';
import type { ExtensionMethod, ProtocolExtension } from '../../metadata/extension.js';
import { RequestFault } from '../../pipeline/request-fault.js';

type Answer = (params: unknown, context: unknown) => Promise<object>;

/**
 * Stands where the engine's catalog expects a server, and keeps what it registers: the pipeline answers with it, so that
 * guards and filters stand around skills as around everything else.
 */
class Registrations {
  readonly methods = new Map<string, Answer>();
  settings: Readonly<Record<string, unknown>> = {};
  read!: (uri: URL) => Promise<ReadResourceResult>;
  readonly server = {
    assertCanSetRequestHandler: () => {},
    getNegotiatedProtocolVersion: () => this.revision,
    setRequestHandler: (method: string, _schemas: unknown, answer: Answer) =>
      this.methods.set(method, answer),
    registerCapabilities: ({ extensions }: { extensions: Record<string, Record<string, unknown>> }) =>
      (this.settings = extensions[SKILLS_EXTENSION_ID] ?? {}),
  };

  constructor(private readonly revision: string) {}

  isConnected(): boolean {
    return false;
  }

  registerResource(_name: string, _template: unknown, _config: unknown, read: Registrations['read']): void {
    this.read = read;
  }
}

/** The skills of a folder: what is said of each, their files, and the methods by which clients find them. */
export class Skills {
  readonly entries: readonly Skill[];
  readonly extension: ProtocolExtension;
  private readonly stateless = new Registrations('2026-07-28');

  private constructor(catalog: SkillCatalog) {
    const session = new Registrations('2025-11-25');
    for (const era of [session, this.stateless]) catalog.attach(era as unknown as McpServer);
    this.entries = catalog.entries;
    const answer = (method: string): ExtensionMethod => {
      const eras = { session: session.methods.get(method)!, stateless: this.stateless.methods.get(method)! };
      return async (params, era) => eras[era](params, undefined).catch(toFault);
    };
    const methods = Array.from(session.methods.keys(), (method) => [method, answer(method)] as const);
    this.extension = {
      id: SKILLS_EXTENSION_ID,
      settings: session.settings,
      methods: Object.fromEntries(methods),
    };
  }

  /** @throws PorticoError `PORTICO_SKILLS` for a folder that cannot be read, or with a skill that is not in order */
  static async load(folder: string, options: Parameters<typeof loadSkills>[1]): Promise<Skills> {
    try {
      return new Skills(await loadSkills(folder, { strict: true, ...options }));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new PorticoError('PORTICO_SKILLS', `The skills in '${folder}' cannot be served: ${message}`, {
        cause: error,
      });
    }
  }

  /** What a file of a skill holds; it is checked against what was published of it. */
  async read(uri: string): Promise<ReadResourceResult['contents']> {
    return (await this.stateless.read(new URL(uri))).contents;
  }
}

function toFault(error: unknown): never {
  if (error instanceof ProtocolError && error.code === -32_602)
    throw new RequestFault('invalid-params', error.message);
  throw error;
}
