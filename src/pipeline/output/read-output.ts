import type { ReadOutcome, ResourceContents } from '../../common/content.js';
import { jsonObstacle } from '../../common/json-value.js';
import { PorticoError } from '../../common/portico-error.js';
import type { ResourceComponent, ResourceTemplateComponent } from '../component.js';
import { RequestFault } from '../request-fault.js';

/**
 * What a resource returned, as contents: text, bytes as base64, everything else as JSON. Nothing means not found.
 *
 * @throws PorticoError `PORTICO_RESULT_VALUE` for a value JSON cannot carry
 */
export function toReadOutcome(
  component: ResourceComponent | ResourceTemplateComponent,
  uri: string,
  returned: unknown,
): ReadOutcome {
  if (returned === undefined || returned === null) throw resourceNotFound(uri);
  return { contents: [toContents(component, uri, returned)] };
}

/** The fault each revision has a code of its own for. */
export function resourceNotFound(uri: string, message = `Resource not found: ${uri}`): RequestFault {
  return new RequestFault('resource-not-found', message, { uri });
}

function toContents(
  { where, entry }: ResourceComponent | ResourceTemplateComponent,
  uri: string,
  returned: unknown,
): ResourceContents {
  const { mimeType } = entry;
  if (typeof returned === 'string') return { uri, mimeType: mimeType ?? 'text/plain', text: returned };
  if (returned instanceof Uint8Array)
    return {
      uri,
      mimeType: mimeType ?? 'application/octet-stream',
      blob: Buffer.from(returned.buffer, returned.byteOffset, returned.byteLength).toString('base64'),
    };
  const obstacle = jsonObstacle(returned, 'accept');
  if (obstacle)
    throw new PorticoError(
      'PORTICO_RESULT_VALUE',
      `${where} returned a value that JSON cannot carry: ${obstacle.path || 'the value'} is ${obstacle.what}. Return text, bytes or plain data.`,
    );
  return { uri, mimeType: mimeType ?? 'application/json', text: JSON.stringify(returned) };
}
