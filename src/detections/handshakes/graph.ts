import { type Handshake, LONGEST_CHALLENGE, NO_PAGE } from './handshake.ts';

/** Plain characters that cannot begin a tag. */
const TOKEN = /^[\x20-\x3b\x3d\x3f-\x7e]+$/;

/**
 * When a subscription is made or renewed, and answered within 10 s. Microsoft asks to echo the decoded token as plain text, and warns of
 * markup in it. https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
 */
export const graph: Handshake = {
  shape: 'graph',
  method: 'POST',
  answer({ url }) {
    const token = URL.parse(url, 'http://localhost')?.searchParams.get('validationToken');
    if (token === undefined || token === null) return undefined;
    const headers = { ...NO_PAGE, 'content-type': 'text/plain; charset=utf-8' };
    return token.length <= LONGEST_CHALLENGE && TOKEN.test(token)
      ? { status: 200, headers, body: token }
      : { status: 400, headers, body: 'This is no validation token.' };
  },
};
