import {
  ForbiddenError,
  Injectable,
  Module,
  NotFoundError,
  Param,
  Prompt,
  Resource,
  Tool,
  UserError,
} from 'portico';

const SECRET = 'db password is hunter2';

@Injectable()
export class FailingComponents {
  @Tool() throwsError() {
    throw new Error(SECRET, { cause: new Error('hunter2 again') });
  }
  @Tool() async rejects() {
    await Promise.resolve();
    throw Object.assign(new TypeError(SECRET), { code: -32000, data: { secret: 'hunter2' } });
  }
  @Tool() throwsText() {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- libraries do
    throw SECRET;
  }
  @Tool() throwsNothing() {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- libraries do
    throw undefined;
  }
  @Tool() userError() {
    throw new UserError('The cart is empty. Add an item first.', { cause: new Error(SECRET) });
  }
  @Tool() notFound() {
    throw new NotFoundError('There is no cart 7.');
  }
  @Tool() forbidden() {
    throw new ForbiddenError('Only the owner may do this.');
  }
  @Tool() fine() {
    return 'fine';
  }

  @Resource('broken://secret') brokenResource() {
    throw new Error(SECRET);
  }
  @Resource('orders://{id}') order(@Param('id') id: string) {
    throw new NotFoundError(`There is no order ${id}.`);
  }
  @Resource('vault://gold') vault() {
    throw new ForbiddenError('The vault is closed.');
  }
  @Resource('empty://nothing') empty() {
    return undefined;
  }

  @Prompt() brokenPrompt() {
    throw new Error(SECRET);
  }
  @Prompt() refusingPrompt() {
    throw new UserError('Nothing to plan.');
  }
  @Prompt() async oddPrompt() {
    return { not: 'a prompt' };
  }
}

@Module({ providers: [FailingComponents] })
export class ErrorsModule {
  static readonly file = import.meta.url;
}
