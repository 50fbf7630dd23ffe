/** Why a value cannot be stored: what was found, and where in it. */
export class ValueObstacle extends Error {
  /**
   * @param path `items[2].price`; empty for the value itself
   * @param what such as `a function`
   */
  constructor(
    readonly path: string,
    readonly what: string,
    options?: ErrorOptions,
  ) {
    super(`${path || 'the value'} is ${what}`, options);
  }
}
