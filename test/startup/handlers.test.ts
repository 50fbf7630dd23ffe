import { describe, expect, test } from '@jest/globals';
import { IsInt, IsString } from 'class-validator';
import { Args, Complete, Context, Ctx, Injectable, Module, Param, Prompt, Resource, Tool } from 'portico';
import { problemsOf } from '../support/startup.js';

class Input {
  @IsString() name!: string;
}

/** What a class of components in a module of its own is told. */
async function told(type: new (...args: never[]) => object) {
  @Module({ providers: [type] })
  class AppModule {}
  return problemsOf(AppModule);
}

describe('a parameter whose type is not known', () => {
  test('is told with the method and the cure', async () => {
    @Tool('Without decorators on method or parameter')
    class NakedTool {
      execute(input: Input, ctx: Context) {
        return { input, ctx };
      }
    }
    expect(await told(NakedTool)).toEqual([
      {
        code: 'PORTICO_NO_METADATA',
        where: 'NakedTool.execute, parameter 1',
        problem: expect.stringContaining('its type is not known at run time'),
        cure: expect.stringMatching(
          /Write @Args\(\) or @Ctx\(\).*give @Tool an input.*emitDecoratorMetadata/,
        ),
      },
      expect.objectContaining({ where: 'NakedTool.execute, parameter 2' }),
    ]);
  });

  test('is known by one decorator on any parameter, or by an input option', async () => {
    @Tool('One decorator')
    class OneTool {
      execute(@Args() input: Input, ctx: Context) {
        return { input, ctx };
      }
    }
    @Tool({ input: Input })
    class OptionTool {
      execute(input: Input, ctx: Context) {
        return { input, ctx };
      }
    }
    expect(await told(OneTool)).toEqual([]);
    expect(await told(OptionTool)).toEqual([]);
  });
});

describe('a parameter nothing can fill', () => {
  @Injectable()
  class Mailer {}

  test('is told with its type', async () => {
    @Injectable()
    class OddTools {
      @Tool() text(_name: string) {
        return 1;
      }
      @Tool() anything(_input: Input, _extra: unknown) {
        return 1;
      }
      @Tool() service(_input: Input, _mailer: Mailer) {
        return 1;
      }
    }
    const cure = expect.stringMatching(/Take a DTO class.*@Args\(\), @Param\('name'\), @Ctx\(\)/);
    const code = 'PORTICO_UNKNOWN_PARAMETER';
    expect(await told(OddTools)).toEqual([
      {
        code,
        where: 'OddTools.text, parameter 1',
        problem: 'nothing can fill a parameter of type String',
        cure,
      },
      {
        code,
        where: 'OddTools.anything, parameter 2',
        problem: 'nothing can fill a parameter of type Object',
        cure,
      },
      {
        code,
        where: 'OddTools.service, parameter 2',
        problem: 'nothing can fill a parameter of type Mailer',
        cure: 'Services are injected into the constructor: move Mailer there.',
      },
    ]);
  });

  test('may be left out where it has a default', async () => {
    @Injectable()
    class DefaultTools {
      @Tool() greet(_input: Input, greeting: string = 'hello', @Ctx() _ctx?: Context) {
        return greeting;
      }
    }
    expect(await told(DefaultTools)).toEqual([]);
  });
});

describe('the arguments of a tool', () => {
  test('need a schema', async () => {
    class Plain {
      name!: string;
    }
    @Injectable()
    class PlainTools {
      @Tool() plain(@Args() input: Plain) {
        return input;
      }
    }
    expect(await told(PlainTools)).toEqual([
      {
        code: 'PORTICO_NO_INPUT_SCHEMA',
        where: 'PlainTools.plain, parameter 1',
        problem: expect.stringContaining('no DTO class'),
        cure: expect.stringContaining('class-validator decorators'),
      },
    ]);
  });

  test('are one object, not single parameters', async () => {
    @Injectable()
    class ParamTools {
      @Tool() greet(@Param('name') name: string, @Ctx() _ctx: Context) {
        return name;
      }
    }
    expect(await told(ParamTools)).toEqual([
      {
        code: 'PORTICO_PARAM_ON_TOOL',
        where: 'ParamTools.greet, parameter 1',
        problem: expect.stringContaining('a tool has one arguments object'),
        cure: expect.stringContaining('Take a DTO class'),
      },
    ]);
  });
});

describe('the variables of a resource template', () => {
  class YearInput {
    @IsInt() yaer!: number;
  }
  @Injectable()
  class Library {
    @Resource('library://{author}/{title}') misspelt(
      @Param('author') author: string,
      @Param('titel') title: string,
    ) {
      return author + title;
    }
    @Resource('library://motto') fixed(@Param('lang') lang: string) {
      return lang;
    }
    @Resource('years://{year}') byDto(input: YearInput) {
      return input;
    }
  }

  test('must be those the handler takes: each difference is told', async () => {
    const where = 'Library.misspelt';
    const problems = await told(Library);
    expect(problems.filter((problem) => problem.where === where)).toEqual([
      {
        code: 'PORTICO_TEMPLATE_VARIABLE',
        where,
        problem: "the handler takes 'titel', which is no variable of 'library://{author}/{title}'",
        cure: 'Use one of: author, title.',
      },
      {
        code: 'PORTICO_TEMPLATE_VARIABLE',
        where,
        problem: "the variable 'title' of 'library://{author}/{title}' is taken by no parameter",
        cure: "Take it by @Param('title'), or remove it from the URI.",
      },
    ]);
  });

  test('are none where the URI has none', async () => {
    expect((await told(Library)).filter(({ where }) => where === 'Library.fixed')).toEqual([
      expect.objectContaining({ code: 'PORTICO_TEMPLATE_VARIABLE', cure: 'Write {lang} into the URI.' }),
    ]);
  });

  test('are compared with the properties of a DTO as well', async () => {
    const problems = (await told(Library)).filter(({ where }) => where === 'Library.byDto');
    expect(problems.map(({ problem }) => problem)).toEqual([
      expect.stringContaining("takes 'yaer'"),
      expect.stringContaining("variable 'year'"),
    ]);
  });
});

describe('a completion', () => {
  test('names a method of the class', async () => {
    @Injectable()
    class TripPrompts {
      @Prompt() plan(@Param('city') @Complete('citys') city: string) {
        return city;
      }
      @Prompt() other(@Param('city') @Complete('cities') city: string) {
        return city;
      }
      cities() {
        return ['Oslo'];
      }
    }
    expect(await told(TripPrompts)).toEqual([
      {
        code: 'PORTICO_UNKNOWN_COMPLETER',
        where: 'TripPrompts.plan, parameter 1',
        problem: "@Complete('citys') names no method of TripPrompts",
        cure: expect.stringContaining('Write the method citys(value: string)'),
      },
    ]);
  });
});
