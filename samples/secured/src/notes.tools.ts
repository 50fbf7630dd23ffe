import { Context, Describe, Injectable, Principal, RequireRoles, RequireScopes, Tool } from 'portico';
import { Length } from 'class-validator';

export class NoteInput {
  @Describe('What to note') @Length(1, 1_000) text!: string;
}

@RequireScopes('notes:read')
@Injectable()
export class NotesTools {
  @Tool('Your notes')
  async list(ctx: Context) {
    return { notes: (await ctx.getState<string[]>('notes', { scope: 'user' })) ?? [] };
  }

  @RequireScopes('notes:write')
  @Tool('Note something')
  async add({ text }: NoteInput, ctx: Context, { subject }: Principal) {
    const add = (notes: string[] = []) => [...notes, text];
    const notes = await ctx.updateState<string[]>('notes', add, { scope: 'user' });
    return `${subject} has ${notes.length} notes.`;
  }

  @RequireRoles('admin')
  @Tool('Who you are to this server')
  whoami({ subject, scopes, roles }: Principal) {
    return { subject, scopes, roles };
  }
}
