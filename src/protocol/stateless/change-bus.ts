import type { ServerEvent, ServerEventBus } from '@modelcontextprotocol/server';
import type { Change } from '../../context/changes/change.js';
import type { ChangeHub } from '../../events/change-hub.js';
import { hearing } from './listener.js';

/** The application's changes as the engine's listen streams want them. */
export class ChangeBus implements ServerEventBus {
  constructor(private readonly hub: ChangeHub) {}

  publish(event: ServerEvent): void {
    this.hub.publish(toChange(event));
  }

  subscribe(listener: (event: ServerEvent) => void): () => void {
    return this.hub.subscribe((change) => listener(toEvent(change)), hearing());
  }
}

function toEvent(change: Change): ServerEvent {
  if (change.kind === 'resource') return { kind: 'resource_updated', uri: change.uri };
  return { kind: `${change.kind}_list_changed` };
}

function toChange(event: ServerEvent): Change {
  switch (event.kind) {
    case 'resource_updated':
      return { kind: 'resource', uri: event.uri };
    case 'tools_list_changed':
      return { kind: 'tools' };
    case 'resources_list_changed':
      return { kind: 'resources' };
    case 'prompts_list_changed':
      return { kind: 'prompts' };
  }
}
