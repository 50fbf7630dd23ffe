import { Context, Injectable, Module, Tool } from 'portico';
import { attempt } from '../support/attempt.js';

@Injectable()
export class RootTools {
  @Tool() roots(ctx: Context) {
    return attempt(() => ctx.listRoots());
  }
  @Tool() named(ctx: Context) {
    return attempt(() => ctx.listRoots({ key: 'where' }));
  }
}

@Module({ providers: [RootTools] })
export class RootModule {}
