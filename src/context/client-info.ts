/** What the client says about itself and what it can do. Not verified: nothing to base security on. */
export interface ClientInfo {
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly capabilities: ClientCapabilities;
}

/** The capabilities a client declared. */
export interface ClientCapabilities {
  readonly elicitation?:
    { readonly form?: object | undefined; readonly url?: object | undefined } | undefined;
  readonly sampling?:
    { readonly tools?: object | undefined; readonly context?: object | undefined } | undefined;
  readonly roots?: { readonly listChanged?: boolean | undefined } | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
  readonly experimental?: Readonly<Record<string, unknown>> | undefined;
}
