import { Module, Tool } from 'portico';

class EchoTools {
  @Tool({
    description: 'Gives back what it gets',
    input: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
  })
  echo({ text }: { text: string }): string {
    return text;
  }
}

/** A server that uses nothing of what is optional. */
@Module({ providers: [EchoTools] })
export class PlainModule {
  static readonly file = import.meta.url;
}
