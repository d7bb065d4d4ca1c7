import type { WebRoute } from './route.ts';

/** Prometheus text format. */
export const metricsRoute: WebRoute = {
  method: 'GET',
  path: '/metrics',
  async handle({ ctx }) {
    const { registry } = ctx.metrics;
    return { status: 200, headers: { 'content-type': registry.contentType }, body: await registry.metrics() };
  },
};
