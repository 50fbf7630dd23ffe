import { Context, Module, Prompt, Resource, Tool } from 'portico';

class News {
  @Tool({ description: 'Tells of changes', input: { type: 'object' } })
  async tell(
    { uris = [], lists = [] }: { uris?: string[]; lists?: string[] },
    ctx: Context,
  ): Promise<string> {
    for (const uri of uris) await ctx.notifyResourceUpdated(uri);
    if (lists.includes('tools')) await ctx.notifyToolListChanged();
    if (lists.includes('resources')) await ctx.notifyResourceListChanged();
    if (lists.includes('prompts')) await ctx.notifyPromptListChanged();
    return 'told';
  }

  @Resource('news://today')
  today(): string {
    return 'nothing new';
  }

  @Prompt('Asks for news')
  ask(): string {
    return 'What is new?';
  }
}

@Module({ providers: [News] })
export class NewsModule {
  static readonly file = import.meta.url;
}
