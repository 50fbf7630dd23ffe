/**
 * How deep the values of a message may lie within each other. No message of the protocol comes near; what is deeper keeps
 * those busy who walk through it, or exhausts their stack.
 */
const MAX_DEPTH = 100;

/** The error such a message is answered with. */
export const TOO_DEEP = {
  code: -32_600,
  message: `Invalid Request: values may lie at most ${MAX_DEPTH} deep within each other`,
};

/** Whether a JSON text has values that lie deeper than {@link MAX_DEPTH}; it need not be JSON. */
export function isTooDeep(text: string): boolean {
  if (text.length <= 2 * MAX_DEPTH) return false;
  let depth = 0;
  let isInText = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isInText) {
      if (code === 0x5c)
        i++; // whatever is escaped does not end the text
      else if (code === 0x22) isInText = false;
    } else if (code === 0x22) isInText = true;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > MAX_DEPTH) return true;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return false;
}
