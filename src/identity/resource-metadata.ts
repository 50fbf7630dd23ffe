/** Where the metadata of a protected resource stands, on its host. */
const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** What clients need to know to get a token for this server. */
export interface ResourceMetadataOptions {
  readonly resource: URL;
  readonly authorizationServers: readonly string[];
  readonly scopes: readonly string[];
  readonly name: string;
}

/**
 * The description of this server as a protected resource, and where it is found.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9728
 */
export class ResourceMetadata {
  /** Where it is, whole. */
  readonly address: string;
  readonly document: string;
  private readonly paths: ReadonlySet<string>;

  constructor({ resource, authorizationServers, scopes, name }: ResourceMetadataOptions) {
    const suffix = resource.pathname === '/' ? '' : resource.pathname;
    this.paths = new Set([WELL_KNOWN, WELL_KNOWN + suffix]);
    this.address = resource.origin + WELL_KNOWN + suffix;
    this.document = JSON.stringify({
      resource: identifier(resource),
      authorization_servers: authorizationServers,
      bearer_methods_supported: ['header'],
      resource_name: name,
      ...(scopes.length > 0 && { scopes_supported: scopes }),
    });
  }

  /** Whether a path of this host is one of the two at which clients look. */
  isAt(path: string): boolean {
    return this.paths.has(path);
  }
}

/** The identifier of a resource as clients write it: without a fragment, and without a bare slash at the end. */
export function identifier(resource: URL): string {
  const url = new URL(resource);
  url.hash = '';
  return url.pathname === '/' && url.search === '' ? url.origin : url.href;
}
