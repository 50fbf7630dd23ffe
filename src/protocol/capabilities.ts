import type { ServerCapabilities } from '@modelcontextprotocol/server';
import type { ProtocolExtension } from '../metadata/extension.js';
import type { Registry } from '../pipeline/registry.js';
import type { Line } from './line.js';
import { taskCapabilities, TASKS_EXTENSION } from './tasks/extension.js';

/** A capability is declared where there is something behind it. */
export function declareCapabilities(
  { tools, resources, templates, prompts, components, hasTasks }: Registry,
  extensions: readonly ProtocolExtension[],
  line: Pick<Line, 'era' | 'isIsolated'>,
): ServerCapabilities {
  const hasResources = resources.size + templates.length > 0;
  const completes = components.some(({ completers }) => completers.size > 0);
  const isExtended = hasTasks && line.era === 'stateless';
  const all = isExtended ? [...extensions, { id: TASKS_EXTENSION, settings: {} }] : extensions;
  return {
    logging: {},
    ...(tools.size > 0 && { tools: { listChanged: true } }),
    ...(hasResources && { resources: { listChanged: true, subscribe: true } }),
    ...(prompts.size > 0 && { prompts: { listChanged: true } }),
    ...(completes && { completions: {} }),
    ...(hasTasks && line.era === 'session' && { tasks: taskCapabilities(line) }),
    ...(all.length > 0 && { extensions: settingsOf(all) }),
  };
}

function settingsOf(
  extensions: readonly Pick<ProtocolExtension, 'id' | 'settings'>[],
): NonNullable<ServerCapabilities['extensions']> {
  return Object.fromEntries(extensions.map(({ id, settings }) => [id, settings])) as NonNullable<
    ServerCapabilities['extensions']
  >;
}
