import { type Handshake, LONGEST_CHALLENGE, NO_PAGE } from './handshake.ts';

/** Once, when the hook is verified; the only GET Okta sends. https://developer.okta.com/docs/concepts/event-hooks/ */
export const oktaEventHook: Handshake = {
  shape: 'okta-event-hook',
  method: 'GET',
  answer({ headers }) {
    const challenge = headers['x-okta-verification-challenge'];
    if (typeof challenge !== 'string' || challenge === '' || challenge.length > LONGEST_CHALLENGE) return undefined;
    return { status: 200, headers: NO_PAGE, body: { verification: challenge } };
  },
};
