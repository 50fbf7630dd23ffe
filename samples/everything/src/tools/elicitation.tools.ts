import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsNumber,
  IsString,
} from 'class-validator';
import { Context, Describe, Schema, Tool } from 'portico';

export class MessageInput {
  @Describe('What to ask the user') @IsString() message!: string;
}

export class UserForm {
  @Describe("User's name") @IsString() username!: string;
  @Describe("User's email address") @IsEmail() email!: string;
}

/** What a field holds when the form opens. */
export class DefaultsForm {
  @Describe('User name') @IsString() name: string = 'John Doe';
  @Describe('User age') @IsInt() age: number = 30;
  @Describe('User score') @IsNumber() score: number = 95.5;
  @Describe('User status') @IsIn(['active', 'inactive', 'pending']) status: string = 'active';
  @Describe('Verification status') @IsBoolean() verified: boolean = true;
}

const OPTIONS = ['option1', 'option2', 'option3'];
const titled = (word: string) =>
  ['First', 'Second', 'Third'].map((nth, index) => ({ const: `value${index + 1}`, title: `${nth} ${word}` }));

/** Every way to offer choices. */
export class ChoicesForm {
  @Describe('One option') @IsIn(OPTIONS) untitledSingle!: string;

  @Describe('One option, with titles')
  @Schema({ type: 'string', oneOf: titled('Option') })
  titledSingle!: string;

  @Describe('One option, with titles as older clients know them')
  @Schema({
    type: 'string',
    enum: ['opt1', 'opt2', 'opt3'],
    enumNames: ['Option One', 'Option Two', 'Option Three'],
  })
  legacyEnum!: string;

  @Describe('Several options')
  @IsArray()
  @IsIn(OPTIONS, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(3)
  untitledMulti!: string[];

  @Describe('Several options, with titles')
  @Schema({ type: 'array', items: { anyOf: titled('Choice') }, minItems: 1, maxItems: 3 })
  titledMulti!: string[];
}

/** Questions to the user in the middle of a call. */
export class ElicitationTools {
  @Tool({ name: 'test_elicitation', description: 'Ask the user for a name and an address' })
  async user({ message }: MessageInput, ctx: Context) {
    return `User response: ${inWords(await ctx.elicit(message, UserForm))}`;
  }

  @Tool({
    name: 'test_elicitation_sep1034_defaults',
    description: 'Ask with a form that is filled in already',
  })
  async defaults(ctx: Context) {
    const answer = await ctx.elicit('Please review and update the form fields with defaults', DefaultsForm);
    return `Elicitation completed: ${inWords(answer)}`;
  }

  @Tool({ name: 'test_elicitation_sep1330_enums', description: 'Ask the user to choose' })
  async choices(ctx: Context) {
    const answer = await ctx.elicit('Please select options from the enum fields', ChoicesForm);
    return `Elicitation completed: ${inWords(answer)}`;
  }
}

function inWords(answer: { action: string; data?: object }) {
  return `action=${answer.action}, content=${JSON.stringify(answer.data ?? {})}`;
}
