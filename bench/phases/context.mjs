/** What each operation of the `Context` costs. */
import { Connection } from '../lib/connection.mjs';
import { httpRequest, sessionHeaders } from '../lib/messages.mjs';
import { isUp, start, stop } from '../lib/servers.mjs';
import { number, table } from '../lib/table.mjs';

const CALL = {
  jsonrpc: '2.0',
  id: 9,
  method: 'tools/call',
  params: { name: 'measure', arguments: {}, _meta: { progressToken: 'measure' } },
};

export async function contextSection(say) {
  const server = await start({ file: 'contenders/portico/context-operations.mjs' }, 'sessions');
  try {
    await isUp(server);
    const connection = await new Connection(server.port).open();
    const session = await connection.openSession();
    await connection.hearLog(session);
    const request = httpRequest(server.port, {
      payload: JSON.stringify(CALL),
      headers: sessionHeaders(session),
    });
    const { text } = await connection.request(Buffer.from(request));
    connection.close();
    const answer = JSON.parse(/^data: (\{.*"id":9.*\})$/m.exec(text)?.[1] ?? 'null');
    if (!answer?.result || answer.result.isError) throw new Error(`No figures: ${text.slice(-600)}`);
    const costs = Object.entries(JSON.parse(answer.result.content[0].text));
    say('operations of the context');
    return {
      title: 'Operations of the Context',
      text: [
        'Processor time of the server in a call over HTTP with a session that hears log and progress; what is sent is on the wire.',
        '',
        table(
          ['', 'µs'],
          costs.map(([name, cost]) => [`\`${name}\``, number(cost, 2)]),
        ),
      ].join('\n'),
    };
  } finally {
    await stop(server);
  }
}
