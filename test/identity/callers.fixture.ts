import { Context, Module, Principal, Resource, Tool } from 'portico';

class CallerTools {
  @Tool('Who is calling')
  whoami({ principal }: Context) {
    if (!principal) return { subject: 'nobody' };
    const { subject, issuer, clientId, scopes, roles, claims, expiresAt } = principal;
    return {
      subject,
      issuer,
      clientId,
      scopes,
      roles,
      claims,
      expiresAt,
      isPrincipal: principal instanceof Principal,
    };
  }

  @Tool('All headers a handler can see')
  headers({ http }: Context) {
    return { names: Object.keys(http?.headers ?? {}) };
  }

  @Resource('caller://me')
  me({ principal }: Context) {
    return principal?.subject ?? 'nobody';
  }
}

@Module({ providers: [CallerTools] })
export class CallerModule {}
