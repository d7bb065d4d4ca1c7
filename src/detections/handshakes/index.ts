import type { Source } from '../../config/schema.ts';
import { verifyPath } from '../authenticate/path.ts';
import { cloudevents } from './cloudevents.ts';
import { graph } from './graph.ts';
import type { Handshake, HandshakeAnswer, HandshakeRequest } from './handshake.ts';
import { oktaEventHook } from './okta-event-hook.ts';

export const handshakes: readonly Handshake[] = [oktaEventHook, graph, cloudevents];

/** The answer to a sender that asks first; undefined when it is an ordinary request. Where the address holds a secret, it has to be the right one. */
export function shakeHands(source: Source, request: HandshakeRequest): HandshakeAnswer | undefined {
  const handshake = handshakes.find(({ shape, method }) => shape === source.shape && method === request.method);
  if (!handshake || (source.auth.path && !verifyPath(source.auth.path, request).ok)) return undefined;
  return handshake.answer(request);
}
