import { IsInt, IsString, Min } from 'class-validator';
import { Context, Elicited, Injectable, Module, Param, Prompt, Resource, Tool } from 'portico';

export class Address {
  @IsString() street!: string;
  @IsInt() @Min(1) floor: number = 1;
}

export class BookInput {
  @IsString() day!: string;
}

@Injectable()
export class BookingTools {
  ran = 0;

  @Tool() book(
    input: BookInput,
    @Elicited('How many people?', Number) people: number,
    @Elicited('Where?', ['inside', 'outside'], { title: 'Place', key: 'place' }) place: string,
    @Elicited('Your address?', Address) address: Address,
    ctx: Context,
  ) {
    this.ran++;
    return {
      ...input,
      people,
      place,
      address,
      isAddress: address instanceof Address,
      ran: this.ran,
      id: typeof ctx.requestId,
    };
  }

  @Tool() runs() {
    return { ran: this.ran };
  }

  @Prompt() letter(@Param('to') to: string, @Elicited('Signed by?', String) from: string) {
    return `${to}, ${from}`;
  }

  @Resource('table://{id}') table(@Param('id') id: string, @Elicited('For whom?', String) who: string) {
    return `${id}: ${who}`;
  }
}

@Module({ providers: [BookingTools] })
export class BookingModule {}
