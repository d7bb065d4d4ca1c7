import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What `/metrics` shows. One registry per process, so that two servers in one test do not share numbers. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    deliveries: new Counter({
      name: 'cordon_deliveries_total',
      help: 'Webhook requests by source and answer.',
      labelNames: ['source', 'answer'],
      registers,
    }),
    queries: new Counter({
      name: 'cordon_queries_total',
      help: 'Follow-up questions by query and outcome.',
      labelNames: ['query', 'outcome'],
      registers,
    }),
    querySeconds: new Histogram({
      name: 'cordon_query_seconds',
      help: 'How long vendors took to answer.',
      labelNames: ['query'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    actions: new Counter({
      name: 'cordon_actions_total',
      help: 'Containment actions by action and outcome.',
      labelNames: ['action', 'outcome'],
      registers,
    }),
    clicks: new Counter({
      name: 'cordon_slack_clicks_total',
      help: 'Things people did in Slack, by what and whether it was allowed.',
      labelNames: ['what', 'answer'],
      registers,
    }),
    messages: new Counter({
      name: 'cordon_slack_messages_total',
      help: 'Messages sent to Slack by kind and outcome.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    resumed: new Counter({
      name: 'cordon_resumed_total',
      help: 'Work found by its due time rather than by its job.',
      labelNames: ['job'],
      registers,
    }),
    jobs: new Counter({
      name: 'cordon_jobs_total',
      help: 'Jobs by name and outcome.',
      labelNames: ['job', 'outcome'],
      registers,
    }),
    queueDepth: new Gauge({
      name: 'cordon_queue_depth',
      help: 'Jobs by queue and state, as of the last look.',
      labelNames: ['queue', 'state'],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
