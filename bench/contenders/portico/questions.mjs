/** A tool that asks one question. `PORTICO_INTERACTION_MODE` says how it waits for the answer. */
import { Context, Module, PorticoFactory, Tool } from 'portico';
import { HOST, PORT, SERVER_INFO } from '../surface.mjs';
import { method, takes } from './decorate.mjs';

class AskTool {
  constructor(ctx) {
    this.ctx = ctx;
  }
  async ask() {
    return (await this.ctx.confirm('Go on?')) ? 'It went on.' : 'It stopped.';
  }
}
takes(AskTool, Context);
method(AskTool, 'ask', [Tool({ description: 'Asks once' })]);

class QuestionModule {}
Module({ providers: [AskTool] })(QuestionModule);

const app = await PorticoFactory.create(QuestionModule, {
  ...SERVER_INFO,
  log: { level: 'warn' },
  interaction: { keys: ['k'.repeat(40)] },
});
await app.listen({ transport: 'http', host: HOST, port: PORT });
