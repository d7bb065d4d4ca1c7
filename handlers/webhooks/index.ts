import { getHandshakeRoute, optionsHandshakeRoute } from './answer-handshake.ts';
import { healthRoute, readyRoute } from './health.ts';
import { metricsRoute } from './metrics.ts';
import { receiveDeliveryRoute } from './receive-delivery.ts';
import type { WebRoute } from './route.ts';

/** Every address besides Slack's. */
export const webRoutes: readonly WebRoute[] = [
  receiveDeliveryRoute,
  getHandshakeRoute,
  optionsHandshakeRoute,
  healthRoute,
  readyRoute,
  metricsRoute,
];
