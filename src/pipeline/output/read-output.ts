import { collectBytes, isByteSource } from '../../common/content/bytes.js';
import { ResourceResult } from '../../common/content/resource-result.js';
import { jsonObstacle } from '../../common/json-value.js';
import { PorticoError } from '../../common/portico-error.js';
import { shapeInstances } from '../../schema/index.js';
import type { ResourceComponent, ResourceTemplateComponent } from '../component.js';
import { RequestFault } from '../request-fault.js';

/**
 * What a resource returned, as contents: text, bytes (or a stream of them) as base64, everything else as JSON. Nothing
 * means not found.
 *
 * @throws PorticoError `PORTICO_RESULT_VALUE` for a value JSON cannot carry
 */
export async function toResourceResult(
  { where, entry }: Pick<ResourceComponent | ResourceTemplateComponent, 'where' | 'entry'>,
  uri: string,
  returned: unknown,
): Promise<ResourceResult> {
  if (returned instanceof ResourceResult) return returned;
  if (returned === undefined || returned === null) throw resourceNotFound(uri);
  const { mimeType } = entry;
  const part = (data: Uint8Array | string, type = mimeType) =>
    new ResourceResult([{ uri, data, ...(type !== undefined && { mimeType: type }) }]);
  if (typeof returned === 'string') return part(returned);
  if (isByteSource(returned)) return part(await collectBytes(returned));
  const value = shapeInstances(returned);
  const obstacle = jsonObstacle(value, 'accept');
  if (obstacle)
    throw new PorticoError(
      'PORTICO_RESULT_VALUE',
      `${where} returned a value that JSON cannot carry: ${obstacle.path || 'the value'} is ${obstacle.what}. Return text, bytes or plain data.`,
    );
  return part(JSON.stringify(value), mimeType ?? 'application/json');
}

/** The fault each revision has a code of its own for. */
export function resourceNotFound(uri: string, message = `Resource not found: ${uri}`): RequestFault {
  return new RequestFault('resource-not-found', message, { uri });
}
