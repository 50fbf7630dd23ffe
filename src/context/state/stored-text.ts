/** A value as it is kept: its text, and in front of it the time that begins again with each read, if it has one. */
export interface StoredText {
  readonly text: string;
  /** In milliseconds. */
  readonly slides: number | undefined;
}

export function writeStored({ text, slides }: StoredText): string {
  return `${slides ?? ''}|${text}`;
}

export function readStored(stored: string): StoredText {
  const end = stored.indexOf('|');
  return { text: stored.slice(end + 1), slides: end > 0 ? Number(stored.slice(0, end)) : undefined };
}
