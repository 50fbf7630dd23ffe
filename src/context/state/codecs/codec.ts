/**
 * How the instances of one class are stored, and come back as what they were.
 *
 * @example
 * ```ts
 * const moneyCodec: StateCodec<Money> = {
 *   name: 'money',
 *   type: Money,
 *   encode: (money) => [money.cents, money.currency],
 *   decode: (data) => Money.of(...(data as [number, string])),
 * };
 * const app = await PorticoFactory.create(AppModule, { name: 'shop', version: '1.0.0', state: { codecs: [moneyCodec] } });
 * ```
 */
export interface StateCodec<T = unknown> {
  /** Stored with every value: it must stay the same for as long as values are kept. */
  readonly name: string;
  /** The class whose instances this is for; not those of classes that extend it. */
  readonly type: { readonly prototype: T; readonly name: string };
  /** What is stored instead of the instance: data that may itself hold what has a codec. */
  encode(value: T): unknown;
  decode(data: unknown): T;
}
