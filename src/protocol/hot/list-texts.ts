import type { Eventually } from '../../common/eventually.js';

/** Lists as JSON: each is written once, for as long as the pipeline keeps it. */
export class ListTexts {
  private readonly texts = new WeakMap<object, string>();

  /**
   * @param list a list of the pipeline's; one it does not keep is never seen again, and neither is its text
   * @param write the result as JSON; nothing where it is none
   */
  of(list: object, write: () => Promise<string | undefined>): Eventually<string | undefined> {
    return this.texts.get(list) ?? this.keep(list, write);
  }

  private async keep(list: object, write: () => Promise<string | undefined>): Promise<string | undefined> {
    const text = await write();
    if (text !== undefined && Object.isFrozen(list)) this.texts.set(list, text);
    return text;
  }
}
