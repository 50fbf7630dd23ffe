/** Whether faults are looked for at length: `npm run test:faults -- --long`. */
export const isLong = process.env['PORTICO_TEST_LONG'] !== undefined;

/** How many inputs all fuzz tests together try, at length. */
const INPUTS = 50_000;

/** How many inputs one of so many equal fuzz tests tries. */
export function inputs(of: number): number {
  return isLong ? Math.ceil(INPUTS / of) : 150;
}
