import type { PeerRequest } from '../../context/peer.js';
import { ANSWER_TOOL } from './answer-tool.js';

/**
 * Questions to the user, in words for a model.
 *
 * @param call the id under which the answers are taken
 * @param questions by their names
 */
export function questionText(call: string, questions: Readonly<Record<string, PeerRequest>>): string {
  const asked = Object.entries(questions).map(
    ([name, { params }]) =>
      `Question "${name}": ${String(params['message'])}\nIts content, as JSON Schema: ${JSON.stringify(params['requestedSchema'])}`,
  );
  const answers = Object.fromEntries(
    Object.keys(questions).map((name) => [name, { action: 'accept', content: {} }]),
  );
  return [
    'This call is not finished: the user has to be asked first, and this client has no way to show questions. Ask the user yourself, wait for what they say, and never answer in their place.',
    ...asked,
    `Then call the tool ${ANSWER_TOOL} with ${JSON.stringify({ call, answers })}, each content filled with what the user said. Where they refuse, the action is "decline"; where they do not want to decide, "cancel"; both without content.`,
  ].join('\n\n');
}
