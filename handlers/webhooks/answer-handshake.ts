import { shakeHands } from '#src/detections/handshakes/index.ts';
import { findSource } from './find-source.ts';
import { asReceived, type WebRoute, wrongMethod } from './route.ts';

/** GET and OPTIONS are for senders that ask before they send; to everybody else these addresses only take POST. */
const handshakeRoute = (method: 'GET' | 'OPTIONS'): WebRoute => ({
  method,
  path: '/webhooks/:source/:secret?',
  async handle({ ctx }, { raw, params }) {
    const found = findSource(ctx.config, params);
    return (found && shakeHands(found.source, asReceived(raw))) ?? wrongMethod('POST');
  },
});

export const getHandshakeRoute = handshakeRoute('GET');
export const optionsHandshakeRoute = handshakeRoute('OPTIONS');
