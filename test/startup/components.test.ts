import { describe, expect, test } from '@jest/globals';
import { Injectable, Module, Param, Prompt, Resource, Tool, type ToolOptions } from 'portico';
import { problemsOf } from '../support/startup.js';

/** What classes of components in a module are told. */
async function told(...providers: (new (...args: never[]) => object)[]) {
  @Module({ providers })
  class AppModule {}
  return problemsOf(AppModule);
}

/** What a tool with these options is told. */
function toldTool(options: ToolOptions) {
  @Injectable()
  class OrderTools {
    @Tool(options) order() {
      return 1;
    }
  }
  return told(OrderTools);
}

describe('names', () => {
  test.each(['two words', 'ümlaut', 'a/b', '', 'x'.repeat(129)])(
    "'%s' is no name of a tool",
    async (name) => {
      expect(await toldTool({ name })).toEqual([
        {
          code: 'PORTICO_BAD_NAME',
          where: 'OrderTools.order',
          problem: expect.stringContaining(`the name '${name}'`),
          cure: 'Give the @tool a name that fits.',
        },
      ]);
    },
  );

  test.each(['a', 'x'.repeat(128), 'get_order-v2.1'])("'%s' is one", async (name) => {
    expect(await toldTool({ name })).toEqual([]);
  });

  test('of resources and prompts may have more characters, but not none', async () => {
    @Injectable()
    class Named {
      @Resource('a://b', { name: 'Ünicode name' }) resource() {
        return 1;
      }
      @Prompt({ name: '' }) prompt() {
        return '';
      }
    }
    expect(await told(Named)).toEqual([
      expect.objectContaining({ code: 'PORTICO_BAD_NAME', where: 'Named.prompt' }),
    ]);
  });
});

describe('two components that cannot be told apart', () => {
  @Injectable()
  class First {
    @Tool() order() {
      return 1;
    }
    @Prompt() plan() {
      return '';
    }
    @Resource('orders://all') all() {
      return 1;
    }
    @Resource('orders://{id}') one(@Param('id') id: string) {
      return id;
    }
  }
  @Injectable()
  class Second {
    @Tool({ name: 'order' }) buy() {
      return 1;
    }
    @Prompt({ name: 'plan' }) scheme() {
      return '';
    }
    @Resource('orders://all') every() {
      return 1;
    }
    @Resource('orders://{id}') single(@Param('id') id: string) {
      return id;
    }
  }

  test('are told with both places', async () => {
    const code = 'PORTICO_DUPLICATE';
    const cure = 'Give one of the two another name.';
    expect(await told(First, Second)).toEqual([
      { code, where: 'Second.buy', problem: "the tool name 'order' is already taken by First.order", cure },
      {
        code,
        where: 'Second.scheme',
        problem: "the prompt name 'plan' is already taken by First.plan",
        cure,
      },
      {
        code,
        where: 'Second.every',
        problem: "the resource URI 'orders://all' is already taken by First.all",
        cure,
      },
      {
        code,
        where: 'Second.single',
        problem: "the resource template 'orders://{id}' is already taken by First.one",
        cure,
      },
    ]);
  });

  test('are told when one class stands in two modules', async () => {
    @Module({ providers: [First] })
    class FeatureModule {}
    @Module({ imports: [FeatureModule], providers: [First] })
    class AppModule {}
    const problems = await problemsOf(AppModule);
    expect(problems).toHaveLength(4);
    expect(problems[0]).toMatchObject({ code: 'PORTICO_DUPLICATE', where: 'First.order' });
  });

  test('are none of different kinds', async () => {
    @Injectable()
    class Both {
      @Tool() order() {
        return 1;
      }
      @Prompt({ name: 'order' }) plan() {
        return '';
      }
      @Resource('order://order', { name: 'order' }) read() {
        return 1;
      }
    }
    expect(await told(Both)).toEqual([]);
  });
});

describe('URIs', () => {
  test.each([
    [
      'orders',
      "'orders' is no URI: it has no scheme",
      "Write a scheme of your own, such as 'orders://orders'.",
    ],
    ['orders://{id', expect.stringContaining('it contains a brace'), 'Correct the template.'],
    ['orders://{a,b}', expect.stringContaining('must hold one plain name'), 'Correct the template.'],
  ])('%s is none', async (uri, problem, cure) => {
    @Injectable()
    class Orders {
      @Resource(uri) orders() {
        return 1;
      }
    }
    expect(await told(Orders)).toEqual([{ code: 'PORTICO_BAD_URI', where: 'Orders.orders', problem, cure }]);
  });
});

describe('options', () => {
  test.each(['soon', '10 minutes', -1, 0, NaN])('%s is no timeout', async (timeout) => {
    expect(await toldTool({ timeout: timeout as never })).toEqual([
      {
        code: 'PORTICO_DURATION',
        where: 'OrderTools.order',
        problem: expect.stringContaining(`'${timeout}' is not a duration`),
        cure: 'Correct the timeout.',
      },
    ]);
  });

  test.each(['http://example.org/a.png', 'javascript:alert(1)', 'data:text/html,x', './a.png'])(
    '%s is no safe icon',
    async (src) => {
      expect(await toldTool({ icons: [{ src: 'https://example.org/a.png' }, { src }] })).toEqual([
        {
          code: 'PORTICO_UNSAFE_ICON',
          where: 'OrderTools.order',
          problem: `the icon '${src}' has neither an https: URI nor a data: URI with an image`,
          cure: 'Use an https: address, or embed the picture.',
        },
      ]);
    },
  );

  const text = { type: 'string' };
  test.each([
    ['no token', { a: { ...text, 'x-mcp-header': 'two words' } }, 'a: x-mcp-header must be a header token'],
    [
      'on an object',
      { a: { type: 'object', 'x-mcp-header': 'A' } },
      'a: x-mcp-header needs type string, integer',
    ],
    [
      'declared twice',
      { a: { ...text, 'x-mcp-header': 'Region' }, b: { ...text, 'x-mcp-header': 'region' } },
      "b: the header 'region' is declared twice",
    ],
    [
      'out of reach',
      { a: { type: 'array', items: { ...text, 'x-mcp-header': 'A' } } },
      'where a header cannot reach',
    ],
  ])('a header that is %s is told', async (_what, properties, problem) => {
    expect(await toldTool({ input: { type: 'object', properties } })).toEqual([
      {
        code: 'PORTICO_BAD_HEADER',
        where: 'OrderTools.order',
        problem: expect.stringContaining(problem),
        cure: expect.stringContaining('Declare each header once'),
      },
    ]);
  });

  test('a schema that cannot be used is told with its own code', async () => {
    class Empty {}
    for (const options of [{ input: Empty }, { output: Empty }, { input: { type: 'nonsense' } }])
      expect(await toldTool(options)).toEqual([
        {
          code: expect.stringMatching(/^PORTICO_SCHEMA_/),
          where: 'OrderTools.order',
          problem: expect.any(String),
          cure: 'Correct the class, or give the decorator a schema.',
        },
      ]);
  });
});

describe('background tasks', () => {
  test.each(['optional', 'required', 'forbidden', { after: '2s' }, { after: 500 }] as const)(
    'are set up by task: %j',
    async (task) => {
      expect(await toldTool({ task })).toEqual([]);
    },
  );

  test.each(['always', true, null, {}, { after: '2s', before: '1s' }])(
    'are not by task: %j',
    async (task) => {
      expect(await toldTool({ task: task as 'optional' })).toEqual([
        {
          code: 'PORTICO_TASK_SUPPORT',
          where: 'OrderTools.order',
          problem: `task: ${JSON.stringify(task)} is not known`,
          cure: "Write 'optional', 'required', 'forbidden', or { after: '2s' }.",
        },
      ]);
    },
  );

  test.each(['soon', 0, -1])('begin after no such time as %j', async (after) => {
    expect(await toldTool({ task: { after: after as '2s' } })).toEqual([
      {
        code: 'PORTICO_DURATION',
        where: 'OrderTools.order',
        problem: expect.stringContaining(`'${String(after)}' is not a duration`),
        cure: 'Correct the task: { after }.',
      },
    ]);
  });
});
