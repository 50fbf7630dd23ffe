import {
  Complete,
  Context,
  Injectable,
  Module,
  Param,
  Principal,
  Prompt,
  RequireRoles,
  RequireScopes,
  Resource,
  Tool,
} from 'portico';

/** A service like any other; it lives as long as the application. */
@Injectable()
export class Signature {
  constructor(private readonly principal: Principal) {}
  sign() {
    return `signed ${this.principal.subject}`;
  }
}

@RequireScopes('orders:read')
@Injectable()
export class OrderTools {
  constructor(private readonly signature: Signature) {}

  @Tool('List orders')
  orders(principal: Principal) {
    return { of: principal.subject, signature: this.signature.sign() };
  }

  @RequireScopes('orders:write')
  @Tool('Cancel an order')
  async cancel(ctx: Context) {
    return (await ctx.confirm('Really?')) ? 'cancelled' : 'kept';
  }

  @RequireRoles('admin', 'support')
  @Tool('Look into an order')
  inspect() {
    return 'inspected';
  }

  @Resource('orders://{id}')
  order(@Param('id') @Complete(['17', '18']) id: string) {
    return id;
  }

  @RequireScopes('orders:write')
  @Prompt('Write to a customer')
  letter(@Param('tone') @Complete(['friendly']) tone: string) {
    return tone;
  }
}

export class OpenTools {
  @Tool('For everyone')
  async open(ctx: Context) {
    const { principal } = ctx;
    return principal?.subject ?? 'nobody';
  }

  @Tool('Calls another tool of this server')
  async relay(ctx: Context) {
    return ctx.callTool('inspect');
  }
}

@Module({ providers: [OrderTools, OpenTools, Signature] })
export class AccessModule {}
