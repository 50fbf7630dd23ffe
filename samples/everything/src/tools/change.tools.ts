import { Context, Tool } from 'portico';

/** Notices to every client that wants to hear of changes. */
export class ChangeTools {
  @Tool({ name: 'test_trigger_tool_change', description: 'Say that the list of tools has changed' })
  async tools(ctx: Context) {
    await ctx.notifyToolListChanged();
    return 'tools/list_changed was sent';
  }

  @Tool({ name: 'test_trigger_prompt_change', description: 'Say that the list of prompts has changed' })
  async prompts(ctx: Context) {
    await ctx.notifyPromptListChanged();
    return 'prompts/list_changed was sent';
  }

  @Tool({ name: 'test_trigger_resource_update', description: 'Say that test://watched-resource has changed' })
  async resource(ctx: Context) {
    await ctx.notifyResourceUpdated('test://watched-resource');
    return 'resources/updated was sent';
  }
}
