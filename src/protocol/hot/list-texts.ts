import type { Eventually } from '../../common/eventually.js';

/** From this length on, in characters, what is written again and again is cheaper as bytes. */
const LONG = 4_096;

/** The result of a list as JSON; where it is long, in bytes, and with the brace that ends the answer around it. */
export type ListText = string | Buffer;

/** Lists as JSON: each is written once, for as long as the pipeline keeps it. */
export class ListTexts {
  private readonly texts = new WeakMap<object, ListText>();

  /**
   * @param list a list of the pipeline's; one it does not keep is never seen again, and neither is its text
   * @param write the result as JSON; nothing where it is none
   */
  of(list: object, write: () => Promise<string | undefined>): Eventually<ListText | undefined> {
    return this.texts.get(list) ?? this.keep(list, write);
  }

  private async keep(list: object, write: () => Promise<string | undefined>): Promise<ListText | undefined> {
    const text = await write();
    if (text === undefined || !Object.isFrozen(list)) return text;
    const kept = text.length < LONG ? text : Buffer.from(`${text}}`);
    this.texts.set(list, kept);
    return kept;
  }
}
