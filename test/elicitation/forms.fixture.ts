import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
  IsDate,
  IsEmail,
  IsEnum,
  IsIn,
  IsInt,
  IsOptional,
  IsPositive,
  IsString,
  IsUrl,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { Context, Describe, Injectable, Module, Schema, Tool, type Form } from 'portico';
import { z } from 'zod';
import { attempt } from '../support/attempt.js';

export enum Color {
  Red = 'red',
  Blue = 'blue',
}

export enum Level {
  Low,
  High = 10,
}

/** Every kind of field a form has, from class-validator. */
@Describe({ title: 'An internal title', description: 'An internal description' })
export class Registration {
  @Describe({ title: 'Full name', description: 'As in the passport' }) @Length(2, 40) name!: string;
  @IsEmail() email!: string;
  @IsOptional() @IsUrl() home?: string;
  @IsInt() @Min(18) @Max(120) age!: number;
  @IsPositive() height!: number;
  @IsBoolean() news: boolean = false;
  @IsEnum(Color) color: Color = Color.Blue;
  @IsIn([5, 10, 20]) tip!: number;
  @IsIn(['a', 'b', 'c'], { each: true }) @ArrayMinSize(1) @ArrayMaxSize(2) seats!: string[];
  @IsString() @Matches(/^[A-Z]{3}$/) code!: string;
  @IsOptional() @IsDate() @Type(() => Date) day?: Date;
  @Describe({ examples: ['none'] }) @Schema({ type: ['string', 'null'] }) note!: string | null;
}

/** Every field may be left out. */
export class Preferences {
  @IsInt() @Min(1) rows: number = 25;
  @IsOptional() @IsString() nickname?: string;
}

export class Place {
  @IsString() city!: string;
}

/** What no form can ask for. */
export class Order {
  @IsString() id!: string;
  @ValidateNested() @Type(() => Place) place!: Place;
  @IsString({ each: true }) tags!: string[];
}

export class Undecorated {
  name = 'nothing says what it is';
}

/** What zod makes of the same kinds of fields, and its ways to say what a form cannot show. */
export const Profile = z
  .object({
    mail: z.email().meta({ title: 'E-mail', description: 'For the ticket' }).default('a@b.example'),
    site: z.url().optional(),
    born: z.iso.date().nullish(),
    seen: z.iso.datetime(),
    count: z.int().positive().max(9),
    ratio: z.number().gt(0).lte(1),
    terms: z.literal(true),
    role: z.enum(['user', 'admin']).meta({ id: 'Role' }).default('user'),
    plan: z
      .union([z.literal('free').meta({ title: 'Free of charge' }), z.literal('paid')])
      .meta({ title: 'Plan' }),
    level: z.enum(Level),
    days: z
      .array(z.enum(['mon', 'tue']))
      .min(1)
      .max(2)
      .default(['mon']),
    hours: z.array(z.literal([9, 17])),
    alias: z.string().regex(/^\w+$/).max(8).nullable(),
    kind: z.literal('ticket').meta({ title: 'Kind' }),
    size: z.string().transform((text) => text.length),
  })
  .meta({ title: 'ProfileModel', description: 'Internal' });

export const forms = {
  string: String,
  number: Number,
  boolean: Boolean,
  one: ['small', 'large'],
  only: ['yes'],
  titled: { low: { title: 'Can wait' }, high: {} },
  enum: Color,
  numbers: Level,
  many: [['small', 'large']],
  manyTitled: [{ low: { title: 'Can wait' }, high: {} }],
  manyEnum: [Level],
  dto: Registration,
  optional: Preferences,
  zod: Profile,
} satisfies Record<string, Form>;

export const impossible = {
  nested: Order,
  undecorated: Undecorated,
  date: Date,
  none: [],
  empty: {},
  mixed: ['a', 1],
  schema: { type: 'object', properties: {} },
  nothing: undefined,
  zodNested: z.object({ ok: z.string(), inner: z.object({ x: z.string() }), list: z.array(z.string()) }),
  zodUnion: z.object({ either: z.union([z.string(), z.number()]), unknown: z.unknown() }),
  zodRecord: z.record(z.string(), z.string()),
  zodScalar: z.string(),
  zodDate: z.object({ when: z.date() }),
};

export class FormInput {
  @IsString() form!: string;
  @IsOptional() @IsString() title?: string;
  @IsOptional() @IsString() description?: string;
}

export class CountInput {
  @IsOptional() @IsInt() min?: number;
  @IsOptional() @IsInt() max?: number;
}

@Injectable()
export class FormTools {
  @Tool() elicit({ form, ...options }: FormInput, ctx: Context) {
    const given = ({ ...forms, ...impossible } as Record<string, unknown>)[form] as Form;
    return attempt(async () => {
      const answer = await ctx.elicit('Please answer.', given, options);
      if (answer.action !== 'accept') return answer;
      const { data } = answer as { data: unknown };
      const type = typeof data === 'object' && data !== null ? data.constructor.name : typeof data;
      return { ...answer, type };
    });
  }

  @Tool() elicitOrThrow(ctx: Context) {
    return ctx.elicitOrThrow('Your name?', String);
  }

  @Tool() refusal(ctx: Context) {
    return attempt(() => ctx.elicitOrThrow('Your name?', String));
  }

  @Tool() async short(ctx: Context) {
    return {
      confirm: await ctx.confirm('Sure?'),
      ask: (await ctx.ask('Name?', { title: 'Your name', description: 'First and last' })) ?? null,
      choose: (await ctx.choose('Size?', ['small', 'large'])) ?? null,
      chooseMany: (await ctx.chooseMany('Colours?', Color, { min: 1 })) ?? null,
    };
  }

  @Tool() several(input: CountInput, ctx: Context) {
    return attempt(() => ctx.chooseMany('Which?', ['a', 'b', 'c'], input));
  }
}

@Module({ providers: [FormTools] })
export class FormModule {}
