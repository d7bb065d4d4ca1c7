import type { Route, TwinAnswer, TwinRequest } from '#sandbox/twin.ts';

/** A route behind Okta's gates: the scope a token must carry for it. */
export interface GuardedRoute extends Route {
  scope: string;
}

/** Where the world mounts this twin; Okta's own URLs are absolute, so it has to know. */
const MOUNT = '/okta';

export const baseUrlOf = ({ headers }: TwinRequest): string => `http://${headers.host}${MOUNT}`;

export const ok = (body: unknown, headers: NonNullable<TwinAnswer['headers']> = {}): TwinAnswer => ({
  status: 200,
  headers,
  body,
});

export const noContent: TwinAnswer = { status: 204 };

/** Okta's error body. The summary of a failed validation names the field; its causes say what is wrong. */
export const refuse = (status: number, errorCode: string, errorSummary: string, cause?: string): TwinAnswer => ({
  status,
  body: {
    errorCode,
    errorSummary,
    errorLink: errorCode,
    errorId: `oae-sandbox-${errorCode}`,
    errorCauses: cause === undefined ? [] : [{ errorSummary: cause }],
  },
});

export const notFound = (what: string, kind: string): TwinAnswer =>
  refuse(404, 'E0000007', `Not found: Resource not found: ${what} (${kind})`);

export const forbidden = refuse(403, 'E0000006', 'You do not have permission to perform the requested action');
