/** fastmcp (punkpeye), as its README says. It has no revision 2026-07-28. */
import { FastMCP } from 'fastmcp';
import { z } from 'zod';
import {
  ADD,
  CTX_WORK,
  ECHO,
  FILLERS,
  HOST,
  MODE,
  PATHNAME,
  PORT,
  RESOURCE,
  SERVER_INFO,
} from '../contenders/surface.mjs';

const server = new FastMCP(SERVER_INFO);
const counts = new Map();
const tool = ({ name, description, zod }, execute, more) =>
  server.addTool({ name, description, parameters: z.object(zod(z)), execute, ...more });

tool(ECHO, async (input) => ECHO.run(input));
tool(ADD, async (input) => ADD.run(input), { outputSchema: z.object(ADD.zodOutput(z)) });
tool(CTX_WORK, async (_input, { log, reportProgress, sessionId }) => {
  log.info(CTX_WORK.message);
  for (let progress = 1; progress <= CTX_WORK.steps; progress++)
    await reportProgress({ progress, total: CTX_WORK.steps });
  const key = sessionId ?? '';
  counts.set(key, (counts.get(key) ?? 0) + 1);
  return `count=${counts.get(key)}`;
});
for (const filler of FILLERS) tool(filler, async (input) => filler.run(input));
const { uri, name, description, mimeType, text } = RESOURCE;
server.addResource({ uri, name, description, mimeType, load: async () => ({ text }) });
server.on('disconnect', ({ session }) => counts.delete(session.sessionId));

await server.start(
  MODE === 'stdio'
    ? { transportType: 'stdio' }
    : {
        transportType: 'httpStream',
        httpStream: { port: PORT, host: HOST, endpoint: PATHNAME, stateless: MODE === 'stateless' },
      },
);
