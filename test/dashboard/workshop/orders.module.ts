import { setTimeout as sleep } from 'node:timers/promises';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import {
  Context,
  Describe,
  Injectable,
  Job,
  Args,
  Ctx,
  Module,
  Param,
  Prompt,
  Resource,
  Tool,
} from 'portico';
import { OrderStore, StorageModule } from './storage.module.js';

export class CheckoutInput {
  @Describe('The order to charge') @IsString() @Length(1, 40) order!: string;
  @Describe('Tip in percent') @IsOptional() @IsInt() @Min(0) @Max(30) tip: number = 0;
  @Describe('How it is paid') @IsOptional() @IsIn(['card', 'invoice']) by: string = 'card';
}

export class ExportInput {
  @Describe('How many pages') @IsOptional() @IsInt() @Min(1) @Max(1_000) pages: number = 4;
}

@Injectable()
export class OrderTools {
  constructor(private readonly orders: OrderStore) {}

  @Tool({ description: 'Charge an order after the user agrees', timeout: '5m' })
  async checkout(input: CheckoutInput, ctx: Context) {
    await ctx.info('checking out', { order: input.order });
    await ctx.reportProgress(1, 2, 'asking');
    if (!(await ctx.confirm(`Charge order ${input.order}?`))) return 'Nothing was charged.';
    await ctx.reportProgress(2, 2, 'charged');
    return { order: input.order, charged: this.orders.total(input.order) ?? 0, by: input.by };
  }

  @Tool({ description: 'Export all orders, page by page', task: 'optional' })
  async export(input: ExportInput, ctx: Context) {
    for (let page = 1; page <= input.pages; page++) {
      await ctx.reportProgress(page, input.pages, `page ${page}`);
      await sleep(40);
    }
    await ctx.notice('all pages are written');
    const name = await ctx.elicit('Under which name?', String);
    return name.action === 'accept' ? { pages: input.pages, name: name.data } : 'Nothing was kept.';
  }

  @Tool({ title: '<img src=x onerror=alert(1)>', description: '<script>alert(2)</script><b>bold</b>' })
  async hostile(ctx: Context) {
    await ctx.warning('<img src=x onerror="document.title=\'owned\'">', { '<b>': '<svg onload=alert(3)>' });
    return '"><img src=x onerror=alert(4)>';
  }

  @Tool('Have a poem made by a model')
  async poem(ctx: Context) {
    return ctx.sample('Write a line about orders.');
  }

  @Resource('orders://{id}', { mimeType: 'application/json' })
  order(@Param('id') id: string) {
    return { id, total: this.orders.total(id) };
  }

  @Prompt('Write to a customer')
  write(@Param('tone') tone: string) {
    return `Write a ${tone} note.`;
  }
}

export class Mail {
  @IsString() to!: string;
}

@Job('send-mail', { retries: 2 })
export class SendMail {
  async run(@Args() mail: Mail, @Ctx() ctx: Context) {
    await ctx.info('sending', { to: mail.to });
    return `sent to ${mail.to}`;
  }
}

@Module({ imports: [StorageModule], providers: [OrderTools, SendMail] })
export class OrdersModule {}
