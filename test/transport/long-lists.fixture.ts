import { Injectable, Module, Tool } from 'portico';

/** In letters of one, two, three and four bytes, so that a length in characters is none in bytes. */
export const LETTERS = 'letters: ä € 𝄞 "quoted" \\ \n';

@Injectable()
class ManyTools {
  static readonly count = 60;
}

export const NAMES = Array.from({ length: ManyTools.count }, (_, i) => `tool_${i}`);

for (const [i, name] of NAMES.entries()) {
  Object.defineProperty(ManyTools.prototype, name, { value: () => `from ${i}`, configurable: true });
  const about = { description: `${LETTERS} ${'x'.repeat(i * 10)}` };
  Tool(about)(ManyTools.prototype, name, Object.getOwnPropertyDescriptor(ManyTools.prototype, name)!);
}

@Module({ providers: [ManyTools] })
export class LongListsModule {
  static readonly file = import.meta.url;
}
