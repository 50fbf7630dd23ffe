/** What every contender serves: data and pure functions, so that contenders differ in nothing but the framework. */

export const MODE = process.env.BENCH_MODE ?? 'sessions';
export const PORT = Number(process.env.PORT ?? 0);
export const HOST = '127.0.0.1';
export const PATHNAME = '/mcp';
export const SERVER_INFO = { name: 'bench', version: '1.0.0' };

export const text = (value) => ({ content: [{ type: 'text', text: value }] });

const object = (properties, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

export const ECHO = {
  name: 'echo',
  description: 'Echoes the message back, optionally several times.',
  input: object(
    {
      message: { type: 'string', minLength: 1, maxLength: 1000, description: 'Text to echo' },
      times: { type: 'integer', minimum: 1, maximum: 10, description: 'How often to repeat it' },
    },
    ['message'],
  ),
  zod: (z) => ({
    message: z.string().min(1).max(1000).describe('Text to echo'),
    times: z.number().int().min(1).max(10).optional().describe('How often to repeat it'),
  }),
  run: ({ message, times = 1 }) => (times === 1 ? message : Array(times).fill(message).join(' ')),
};

export const ADD = {
  name: 'add',
  description: 'Adds two numbers.',
  input: object({
    a: { type: 'number', description: 'First addend' },
    b: { type: 'number', description: 'Second addend' },
  }),
  output: object({ sum: { type: 'number', description: 'a + b' } }),
  zod: (z) => ({ a: z.number().describe('First addend'), b: z.number().describe('Second addend') }),
  zodOutput: (z) => ({ sum: z.number().describe('a + b') }),
  run: ({ a, b }) => ({ sum: a + b }),
};

/** Logs once, reports progress `steps` times, and counts its calls. */
export const CTX_WORK = {
  name: 'ctx_work',
  description: 'Logs once, reports progress three times, and counts.',
  input: object({}),
  zod: () => ({}),
  message: 'ctx_work started',
  steps: 3,
};

export const RESOURCE = {
  uri: 'bench://config',
  name: 'config',
  description: 'Static configuration document.',
  mimeType: 'application/json',
  text: JSON.stringify({ theme: 'dark', retries: 3, features: ['a', 'b', 'c'] }),
};

/** Tools that are there to be listed: `BENCH_TOOLS` is how many there are of all kinds. */
export const FILLERS = Array.from(
  { length: Math.max(0, Number(process.env.BENCH_TOOLS ?? 103) - 3) },
  (_, i) => {
    const name = `filler_${String(i).padStart(3, '0')}`;
    return {
      name,
      description: `Filler tool number ${i}: looks an item up, filters it and returns a short text.`,
      input: object(
        {
          id: { type: 'string', minLength: 1, maxLength: 64, description: 'Identifier of the item' },
          limit: { type: 'integer', minimum: 1, maximum: 100, description: 'Most rows to return' },
          mode: { type: 'string', enum: ['fast', 'full'], description: 'How thorough to be' },
        },
        ['id'],
      ),
      zod: (z) => ({
        id: z.string().min(1).max(64).describe('Identifier of the item'),
        limit: z.number().int().min(1).max(100).optional().describe('Most rows to return'),
        mode: z.enum(['fast', 'full']).optional().describe('How thorough to be'),
      }),
      run: ({ id }) => `${name}:${id}`,
    };
  },
);
