/**
 * Names the task in the headers of requests about tasks, as the stateless revision wants it over HTTP; the official client,
 * which does so for all other requests, does not know these methods.
 *
 * @param send what sends the requests
 * @see SEP-2243
 */
export function namingTasks(send: typeof fetch): typeof fetch {
  return async (input, init = {}) => {
    const taskId = typeof init.body === 'string' ? taskOf(init.body) : undefined;
    if (taskId === undefined) return send(input, init);
    const headers = new Headers(init.headers);
    headers.set('mcp-name', taskId);
    return send(input, { ...init, headers });
  };
}

function taskOf(body: string): string | undefined {
  const message = JSON.parse(body) as { readonly method?: string; readonly params?: { taskId?: string } };
  return message.method?.startsWith('tasks/') ? message.params?.taskId : undefined;
}
