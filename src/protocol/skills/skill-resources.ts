import type { Class } from '../../common/class.js';
import { ResourceResult } from '../../common/content/resource-result.js';
import type { CacheHint } from '../../metadata/records.js';
import { Param } from '../../metadata/parameters.js';
import { Resource } from '../../metadata/resource.js';
import type { Skills } from './skill-catalog.js';

const BASE = 'skill://';

/** A class whose resources are the files of the skills: each SKILL.md is listed, the others are found by it. */
export function skillResources(skills: Skills, cache: CacheHint | undefined): Class {
  const read = async (uri: string | undefined) => {
    if (uri === undefined) return undefined;
    const [content] = await skills.read(uri);
    const data = 'text' in content! ? content.text : Buffer.from(content!.blob, 'base64');
    return new ResourceResult([
      { uri, data, ...(content!.mimeType !== undefined && { mimeType: content!.mimeType }) },
    ]);
  };
  const files = skills.entries.flatMap(({ uri, resources }) => [
    uri,
    ...(Array.isArray(resources) ? resources.map((file) => file.uri) : []),
  ]);
  const byPath = new Map(files.map((uri) => [decodeURIComponent(uri.slice(BASE.length)), uri]));
  const shared = cache ? { cache } : {};

  class SkillResources {
    @Resource(`${BASE}{+path}`, { name: 'skills', description: 'Files of the skills', ...shared })
    file(@Param('path') path: string) {
      return read(byPath.get(path));
    }
  }
  for (const { uri, frontmatter } of skills.entries) {
    const value = () => read(uri);
    const descriptor = { value, writable: true, configurable: true };
    Object.defineProperty(SkillResources.prototype, uri, descriptor);
    const { name, description } = frontmatter;
    Resource(uri, { name, description, mimeType: 'text/markdown', ...shared })(
      SkillResources.prototype,
      uri,
      descriptor,
    );
  }
  return SkillResources;
}
