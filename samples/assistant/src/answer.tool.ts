import { IsArray, IsBoolean, IsString, MaxLength } from 'class-validator';
import { Args, Context, Ctx, Describe, samplingTool, Tool } from 'portico';
import { HelpService } from './help.service.js';

export class QuestionInput {
  @Describe('What the customer wants to know') @IsString() @MaxLength(500) question!: string;
}

export class PageInput {
  @Describe('The name of a page, as the search gave it') @IsString() name!: string;
}

/** The form of the answer: the model is told of it, and what it says is checked against it. */
export class Answer {
  @Describe('The answer, in three sentences at most') @IsString() text!: string;
  @Describe('The names of the pages it stands on') @IsArray() @IsString({ each: true }) pages!: string[];
  @Describe('Whether the pages really say so') @IsBoolean() isCertain!: boolean;
}

@Tool({ description: 'Answer a question of a customer from the help pages' })
export class AnswerTool {
  constructor(private readonly help: HelpService) {}

  async execute(@Args() { question }: QuestionInput, @Ctx() ctx: Context) {
    const { result, model } = await ctx.sample(question, {
      system:
        'You answer customers of a bicycle hire. Search the help pages, read what you found, and use nothing else.',
      tools: ['search', this.readPage], // a tool of this server by its name, and a function for the model alone
      result: Answer,
      maxTokens: 1_000,
    });
    await ctx.info('answered', { model });
    return result;
  }

  private readonly readPage = samplingTool({
    name: 'read_page',
    description: 'Read a help page',
    input: PageInput,
    execute: ({ name }) => this.help.read(name),
  });
}
