import { Type } from 'class-transformer';
import {
  IsArray,
  IsEmail,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { Injectable, Module, Tool } from 'portico';

export class LineInput {
  @IsString() product!: string;
  @IsInt() @Min(1) @Max(10) quantity!: number;
}

export class OrderInput {
  @Length(2, 10) customer!: string;
  @IsOptional() @IsEmail() email?: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => LineInput) lines!: LineInput[];
  @IsOptional() @IsInt() tip: number = 5;
}

@Injectable()
export class OrderTools {
  private calls = 0;

  @Tool('Place an order') place(input: OrderInput) {
    this.calls++;
    const isDto = input instanceof OrderInput && input.lines.every((line) => line instanceof LineInput);
    return { tip: input.tip, lines: input.lines.length, isDto, calls: this.calls };
  }

  @Tool('Takes nothing') ping() {
    return 'pong';
  }
}

@Module({ providers: [OrderTools] })
export class OrderModule {
  static readonly file = import.meta.url;
}
