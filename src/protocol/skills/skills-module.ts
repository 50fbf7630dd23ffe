import { fileURLToPath } from 'node:url';
import { Module, type DynamicModule } from '../../metadata/module.js';
import type { CacheHint } from '../../metadata/records.js';
import { wireHint } from '../stateless/cache-hints.js';
import { Skills } from './skill-catalog.js';
import { skillResources } from './skill-resources.js';

export interface SkillsOptions {
  /** A folder of folders, each with a `SKILL.md`. */
  readonly folder: string | URL;
  /** Whose skills they are: `acme` serves `skill://acme/<skill>/…`. */
  readonly prefix?: string;
  /** What clients of the stateless revision may do with skills. Default: keep nothing. */
  readonly cache?: CacheHint;
}

/**
 * Serves skills: instructions with the files they need, which a model reads when it needs them.
 *
 * @example
 * ```ts
 * import { SkillsModule } from 'portico/skills';
 *
 * @Module({ imports: [await SkillsModule.forRoot({ folder: new URL('../skills', import.meta.url) })] })
 * export class AppModule {}
 * ```
 * @see SEP-2640, the extension `io.modelcontextprotocol/skills`
 */
@Module()
export class SkillsModule {
  /**
   * Reads the folder once, with the digests of all files.
   *
   * @throws PorticoError `PORTICO_SKILLS` for a folder that cannot be read, or with a skill that is not in order
   */
  static async forRoot({ folder, prefix, cache }: SkillsOptions): Promise<DynamicModule> {
    const skills = await Skills.load(folder instanceof URL ? fileURLToPath(folder) : folder, {
      ...(prefix !== undefined && { prefix }),
      ...(cache && { cacheHint: wireHint(cache) }),
    });
    return {
      module: SkillsModule,
      providers: [skillResources(skills, cache)],
      extensions: [skills.extension],
    };
  }
}
