import { IsInt, IsString, Min } from 'class-validator';
import { Describe, Injectable, Tool, UserError } from 'portico';
import { Stock } from './stock.js';

export class TakeInput {
  @Describe('Such as lamp') @IsString() article!: string;
  @Describe('How many') @IsInt() @Min(1) count!: number;
}

@Injectable()
export class StockTools {
  constructor(private readonly stock: Stock) {}

  @Tool({ description: 'What there is', annotations: { readOnlyHint: true } })
  stockList() {
    return this.stock.all();
  }

  @Tool('Take something out of the stock')
  take({ article, count }: TakeInput) {
    const left = this.stock.take(article, count);
    if (left === undefined) throw new UserError(`There are not ${count} of "${article}".`);
    return { article, left };
  }
}
