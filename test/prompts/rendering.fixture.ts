import { IsIn, IsInt, IsOptional, IsString, Max } from 'class-validator';
import { Args, Context, Ctx, Describe, Injectable, Module, Param, Prompt } from 'portico';

export class TripInput {
  @Describe('Where to') @IsString() city!: string;
  @Describe('How many days') @IsOptional() @IsInt() @Max(30) days: number = 2;
  @IsOptional() @IsIn(['car', 'train']) by?: string;
}

/** A prompt of its own class. */
@Prompt({ title: 'Review', description: 'Review a text' })
export class ReviewPrompt {
  render(@Args() input: TripInput, @Ctx() ctx: Context) {
    return `Review ${input.city} for ${ctx.client.name}`;
  }
}

@Injectable()
export class TripPrompts {
  @Prompt('Plan a trip') plan(@Param('city') city: string, @Param('month') month: string, ctx: Context) {
    return `Plan ${city} in ${month} for ${ctx.client.name}`;
  }
  @Prompt() byDto(input: TripInput) {
    return JSON.stringify({ ...input, isDto: input instanceof TripInput, days: input.days });
  }
  @Prompt({ name: 'dialogue', description: 'A conversation' }) async talk(@Param('topic') topic: string) {
    return [
      { role: 'user' as const, content: `Explain ${topic}` },
      { role: 'assistant' as const, content: { type: 'text' as const, text: 'Gladly.' } },
      { role: 'user' as const, content: { type: 'image' as const, data: 'AAAA', mimeType: 'image/png' } },
      {
        role: 'user' as const,
        content: { type: 'resource' as const, resource: { uri: 'notes://1', text: 'a note' } },
      },
    ];
  }
  @Prompt() silent() {
    return [];
  }
  @Prompt() badRole() {
    return [{ role: 'system', content: 'x' }];
  }
  @Prompt() number(@Param('n') n: number, @Param('b') b: boolean) {
    return `${typeof n} ${n}, ${typeof b} ${b}`;
  }
}

@Module({ providers: [ReviewPrompt, TripPrompts] })
export class TripModule {
  static readonly file = import.meta.url;
}
