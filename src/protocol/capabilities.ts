import type { ServerCapabilities } from '@modelcontextprotocol/server';
import type { ProtocolExtension } from '../metadata/extension.js';
import type { Registry } from '../pipeline/registry.js';

/** A capability is declared where there is something behind it. */
export function declareCapabilities(
  { tools, resources, templates, prompts, components }: Registry,
  extensions: readonly ProtocolExtension[],
): ServerCapabilities {
  const hasResources = resources.size + templates.length > 0;
  const completes = components.some(({ completers }) => completers.size > 0);
  return {
    logging: {},
    ...(tools.size > 0 && { tools: { listChanged: true } }),
    ...(hasResources && { resources: { listChanged: true, subscribe: true } }),
    ...(prompts.size > 0 && { prompts: { listChanged: true } }),
    ...(completes && { completions: {} }),
    ...(extensions.length > 0 && { extensions: settingsOf(extensions) }),
  };
}

function settingsOf(extensions: readonly ProtocolExtension[]): NonNullable<ServerCapabilities['extensions']> {
  return Object.fromEntries(extensions.map(({ id, settings }) => [id, settings])) as NonNullable<
    ServerCapabilities['extensions']
  >;
}
