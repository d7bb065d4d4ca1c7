import type { TwinAnswer, TwinRequest, World } from '#sandbox/twin.ts';

const HOUR_MS = 60 * 60 * 1000;
const ACCESS_SECONDS = 3_600;
const REFRESH_SECONDS = 8_726_400;
/** Five years, counted from the first consent. */
const CONNECTION_SECONDS = 157_680_000;
/** How long a refresh token is still taken after a newer one was given out. */
const GRACE_MS = 24 * HOUR_MS;

export const CLIENT_ID = 'demo-client';
export const CLIENT_SECRET = 'demo-client-secret-quickbooks';
export const FIRST_REFRESH_TOKEN = 'demo-refresh-token-quickbooks';

/** Times are milliseconds since 1970. */
export interface Grants {
  issued: number;
  consentedAt: number;
  refresh: { value: string; supersededAt: number | null }[];
  access: { value: string; until: number }[];
}

/** The grants of a world. Setting the scene anew does not disconnect anybody, so they stay as they are. */
export function openGrants(world: World): Grants {
  let known: Grants | undefined;
  const first = (): Grants => ({
    issued: 0,
    consentedAt: world.now().getTime(),
    refresh: [{ value: FIRST_REFRESH_TOKEN, supersededAt: null }],
    access: [],
  });
  known = world.store('quickbooks-grants', () => (known ? structuredClone(known) : first()));
  return known;
}

/** `POST /oauth2/v1/tokens/bearer`: every refresh gives out a new refresh token. */
export function refreshTokens(world: World, grants: Grants, request: TwinRequest): TwinAnswer {
  const basic = Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64');
  if (request.headers.authorization !== `Basic ${basic}`) return { status: 401, body: { error: 'invalid_client' } };
  const form = new URLSearchParams(request.body);
  if (form.get('grant_type') !== 'refresh_token') return { status: 400, body: { error: 'unsupported_grant_type' } };
  const now = world.now().getTime();
  const given = grants.refresh.find(({ value }) => value === form.get('refresh_token'));
  if (!given || (given.supersededAt !== null && now - given.supersededAt > GRACE_MS)) {
    return { status: 400, body: { error: 'invalid_grant', error_description: 'Token invalid' } };
  }
  const { access, refresh } = issue(grants, now);
  world.changed();
  const wantsHardExpiry = request.headers['x-include-refresh-token-hard-expires-in'] === 'true';
  const left = CONNECTION_SECONDS - Math.floor((now - grants.consentedAt) / 1000);
  return {
    status: 200,
    body: {
      token_type: 'bearer',
      access_token: access,
      expires_in: ACCESS_SECONDS,
      refresh_token: refresh,
      x_refresh_token_expires_in: REFRESH_SECONDS,
      ...(wantsHardExpiry ? { x_refresh_token_hard_expires_in: left } : {}),
    },
  };
}

function issue(grants: Grants, now: number) {
  grants.issued += 1;
  const access = `qbo-access-${grants.issued}`;
  const refresh = `qbo-refresh-${grants.issued}`;
  grants.access = [
    ...grants.access.filter(({ until }) => until > now),
    { value: access, until: now + ACCESS_SECONDS * 1000 },
  ];
  for (const token of grants.refresh) token.supersededAt ??= now;
  const taken = grants.refresh.filter(({ supersededAt }) => supersededAt === null || now - supersededAt <= GRACE_MS);
  grants.refresh = [...taken, { value: refresh, supersededAt: null }];
  return { access, refresh };
}

export function isAccepted({ access }: Grants, world: World, { headers }: TwinRequest): boolean {
  const now = world.now().getTime();
  return access.some(({ value, until }) => headers.authorization === `Bearer ${value}` && until > now);
}
