import { IsInt, IsOptional, IsString, Length } from 'class-validator';
import {
  Args,
  Cacheable,
  Context,
  Ctx,
  Injectable,
  Module,
  Principal,
  Resource,
  Tool,
  ToolResult,
  UserError,
} from 'portico';

export class CheckoutInput {
  @IsString() @Length(1, 20) cart!: string;
  @IsOptional() @IsInt() tip: number = 10;
}

export interface Receipt {
  readonly cart: string;
  readonly total: number;
  readonly at: Date;
}

@Injectable()
export class Payments {
  charge(cart: string, tip: number): Receipt {
    return { cart, total: 100 + tip, at: new Date(0) };
  }
}

@Injectable()
export class ShopTools {
  constructor(private readonly payments: Payments) {}

  @Tool('Charge a cart') async checkout(input: CheckoutInput, ctx: Context) {
    if (!(await ctx.confirm(`Charge cart ${input.cart}?`))) return 'Nothing was charged.';
    await ctx.reportProgress(1, 1, 'charged');
    return this.payments.charge(input.cart, input.tip);
  }
  @Tool({ name: 'who-am-i', description: 'Who is calling' }) who(ctx: Context, principal: Principal) {
    return { subject: principal.subject, transport: ctx.transport };
  }
  @Tool('Say nothing') nothing() {}
  @Tool('List numbers') numbers() {
    return [1, 2, 3];
  }
  @Tool('Send a picture') picture() {
    return new ToolResult([{ type: 'image', data: 'AA==', mimeType: 'image/png' }]);
  }
  @Tool('Refuse') refuse() {
    throw new UserError('Sold out.');
  }
  @Tool('Break') break(): string {
    throw new TypeError('a secret');
  }
  @Tool('Ask the model') async slogan(ctx: Context) {
    return (await ctx.sample('Write a slogan')).text;
  }
  @Tool('Ask for two things') async two(ctx: Context) {
    const people = await ctx.elicitOrThrow('For how many people?', Number);
    return { people, atWindow: await ctx.confirm('At the window?') };
  }
  helper(): number {
    return 1;
  }
}

export class ReportInput {
  @IsInt() year!: number;
}

@Tool({ name: 'yearly-report', description: 'Report', task: 'optional' })
@Injectable()
export class ReportTool {
  async execute(@Args() { year }: ReportInput, @Ctx() ctx: Context) {
    await ctx.reportProgress(1, 2, 'collecting');
    const isLong = await ctx.confirm('The long one?');
    return { year, pages: isLong ? 100 : 1 };
  }
}

@Injectable()
export class ClockTools {
  private reads = 0;

  @Tool('Remember') async remember(ctx: Context) {
    await ctx.setState('seen', true, { ttl: '1h', scope: 'app' });
  }
  @Tool('Recall') async recall(ctx: Context) {
    return { seen: await ctx.getState<boolean>('seen', { scope: 'app', default: false }) };
  }
  @Tool('The time') now(ctx: Context) {
    return ctx.now().toISOString();
  }
  @Tool({ description: 'Read', annotations: { readOnlyHint: true } })
  @Cacheable({ ttl: '10m', scope: 'public' })
  read() {
    return { reads: ++this.reads };
  }
  @Tool({ description: 'A basket', session: 'handle' }) async basket(ctx: Context) {
    return { count: await ctx.incrementState('count', 1, { ttl: '30d' }) };
  }
  @Tool('Ask') async ask(ctx: Context) {
    return (await ctx.confirm('Sure?')) ? 'sure' : 'not sure';
  }
}

@Injectable()
export class NewsTools {
  @Tool('Change the stock') async restock(ctx: Context) {
    await ctx.notifyResourceUpdated('shop://stock');
    await ctx.notifyToolListChanged();
    await ctx.info('restocked');
  }
  @Resource('shop://stock') stock() {
    return 'tea';
  }
}

@Module({ providers: [Payments], exports: [Payments] })
export class PaymentsModule {}

@Module({
  imports: [PaymentsModule],
  providers: [ShopTools, ReportTool, ClockTools, NewsTools],
})
export class ShopModule {}
