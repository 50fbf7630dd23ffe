import type { PeerRequest } from '../../../context/peer.js';
import type { QuestionView } from '../messages.js';
import { jsonText } from './texts.js';

/** A question as the page shows it: a form, a page to open, or what a model is to say. */
export function questionView({ method, params }: PeerRequest): QuestionView {
  const { message, url, requestedSchema } = params;
  if (method === 'sampling/createMessage') return { method, message: promptText(params) };
  return {
    method,
    message: typeof message === 'string' ? message : jsonText(params),
    ...(typeof url === 'string' && { url }),
    ...(typeof requestedSchema === 'object' && requestedSchema !== null && { schema: requestedSchema }),
  };
}

/** What a model is given. */
function promptText({ systemPrompt, messages }: PeerRequest['params']): string {
  const said = (Array.isArray(messages) ? messages : []) as readonly Partial<
    Record<'role' | 'content', unknown>
  >[];
  return [
    ...(typeof systemPrompt === 'string' ? [`system: ${systemPrompt}`] : []),
    ...said.map(({ role, content }) => `${String(role)}: ${contentText(content)}`),
  ].join('\n');
}

function contentText(content: unknown): string {
  const { text } = (content ?? {}) as { readonly text?: unknown };
  return typeof text === 'string' ? text : jsonText(content);
}

/** A question in one text. */
export function questionText(request: PeerRequest): string {
  const { message, url } = questionView(request);
  return url === undefined ? message : `${message} ${url}`;
}
