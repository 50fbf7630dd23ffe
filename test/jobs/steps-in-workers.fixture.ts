import { setTimeout as pass } from 'node:timers/promises';
import { IsString } from 'class-validator';
import {
  Args,
  concurrencyLimit,
  Context,
  Injectable,
  Module,
  Principal,
  rateLimit,
  RequireRoles,
  resultLimit,
  retry,
  Tool,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  UserError,
  type CallInfo,
  type Filter,
  type Guard,
  type Interceptor,
  type Pipe,
} from 'portico';

export class NameInput {
  @IsString() name!: string;
}

/** Where it runs, so that a test sees that it did run there. */
@Injectable()
class Place {
  readonly pid = process.pid;
}

@Injectable()
class NameGuard implements Guard {
  constructor(private readonly ctx: Context) {}
  canActivate({ arguments: args }: CallInfo): boolean {
    return this.ctx.principal?.subject === 'ada' && (args as NameInput).name !== 'nobody';
  }
}

@Injectable()
class Wrapped implements Interceptor {
  constructor(private readonly place: Place) {}
  async intercept(_call: CallInfo, next: () => Promise<unknown>): Promise<unknown> {
    const before = this.place.pid;
    await next();
    return { wrapped: true, pid: before };
  }
}

@Injectable()
class Mended implements Filter {
  constructor(private readonly place: Place) {}
  catch(error: unknown): unknown {
    return { mended: (error as Error).message, pid: this.place.pid };
  }
}

@Injectable()
class Shout implements Pipe {
  constructor(private readonly place: Place) {}
  transform({ name }: NameInput) {
    return { name: `${name.toUpperCase()}!`, pid: this.place.pid };
  }
}

const task = 'optional';
const annotations = { readOnlyHint: true };

@Injectable()
export class SteppedTools {
  private tries = 0;

  @UseGuards(NameGuard)
  @Tool({ task })
  guarded({ name }: NameInput) {
    return { name, pid: process.pid };
  }

  @RequireRoles('admin')
  @Tool({ task })
  forRole(principal: Principal) {
    return { of: principal.subject, pid: process.pid };
  }

  @UseInterceptors(Wrapped)
  @Tool({ task })
  wrapped() {
    return 'plain';
  }

  @UseFilters(Mended)
  @Tool({ task })
  filtered() {
    throw new Error('broken');
  }

  @UsePipes(Shout)
  @Tool({ task })
  piped(@Args(({ name, ...rest }: NameInput) => ({ ...rest, name: name.repeat(2) })) input: NameInput) {
    return input;
  }

  @Tool({ task, timeout: '300ms' })
  async slow(ctx: Context) {
    await pass(20_000, undefined, { signal: ctx.signal });
    return 'never';
  }

  @UseInterceptors(retry({ attempts: 3, delay: '10ms' }))
  @Tool({ task, annotations })
  flaky() {
    if (++this.tries % 3 !== 0) throw new Error('not yet');
    return { tries: this.tries, pid: process.pid };
  }

  @UseInterceptors(rateLimit({ calls: 2, per: '10m' }))
  @Tool({ task })
  ring() {
    return { pid: process.pid };
  }

  @UseInterceptors(concurrencyLimit({ max: 1 }))
  @Tool({ task })
  async alone() {
    await pass(1_500);
    return { pid: process.pid };
  }

  @UseInterceptors(resultLimit({ bytes: 1_000 }))
  @Tool({ task })
  large() {
    return 'x'.repeat(2_000);
  }

  @Tool({ task })
  fails() {
    throw new UserError('It cannot be done.');
  }
}

@Module({ providers: [SteppedTools, Place] })
export class SteppedModule {
  static readonly file = import.meta.url;
}
