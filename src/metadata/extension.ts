/**
 * Answers a method of an extension. Guards, interceptors and filters of the application stand around it.
 *
 * @param params of the request
 * @param era the family of revisions the caller speaks
 */
export type ExtensionMethod = (
  params: Readonly<Record<string, unknown>>,
  era: 'session' | 'stateless',
) => unknown;

/** An extension of the protocol: what a server declares of it, and the methods it answers. */
export interface ProtocolExtension {
  /** Such as `io.modelcontextprotocol/skills`. */
  readonly id: string;
  /** What the server declares under the id. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly methods: Readonly<Record<string, ExtensionMethod>>;
}
