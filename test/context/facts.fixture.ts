import { Context, Injectable, Module, Param, Prompt, Resource, Tool } from 'portico';

function factsOf(ctx: Context) {
  const {
    requestId,
    sessionId,
    transport,
    era,
    protocolVersion,
    client,
    principal,
    meta,
    http,
    isBackgroundTask,
  } = ctx;
  return {
    requestId,
    sessionId,
    transport,
    era,
    protocolVersion,
    client,
    principal,
    meta,
    accept: http?.headers['accept'],
    isBackgroundTask,
    isAborted: ctx.signal.aborted,
  };
}

@Injectable()
export class FactsComponents {
  @Tool() facts(ctx: Context) {
    return factsOf(ctx);
  }

  @Resource('facts://{anything}') factsOfResource(@Param('anything') _anything: string, ctx: Context) {
    return factsOf(ctx);
  }

  @Prompt() factsOfPrompt(ctx: Context) {
    return JSON.stringify(factsOf(ctx));
  }
}

@Module({ providers: [FactsComponents] })
export class FactsModule {
  static readonly file = import.meta.url;
}
