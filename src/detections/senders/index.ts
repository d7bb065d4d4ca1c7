import { readJson, tooIntricate } from '../reading/read-json.ts';
import { appomni } from './appomni.ts';
import { cloudevents } from './cloudevents.ts';
import { cordon } from './cordon.ts';
import { datadog } from './datadog.ts';
import { elastic } from './elastic.ts';
import { graph } from './graph.ts';
import { hubspot } from './hubspot.ts';
import { mapping } from './mapping.ts';
import { ocsf } from './ocsf.ts';
import { oktaEventHook } from './okta-event-hook.ts';
import { panther } from './panther.ts';
import { quickbooksWebhook } from './quickbooks-webhook.ts';
import { secops } from './secops.ts';
import { type DeliveryContext, type Normalised, type Refusal, refuse, type Sender } from './sender.ts';
import { sentinel } from './sentinel.ts';
import { splunk } from './splunk.ts';
import { stripe } from './stripe.ts';
import { sumo } from './sumo.ts';

/** Everybody Cordon understands. */
export const senders: readonly Sender[] = [
  appomni,
  cloudevents,
  cordon,
  datadog,
  elastic,
  graph,
  hubspot,
  mapping,
  ocsf,
  oktaEventHook,
  panther,
  quickbooksWebhook,
  secops,
  sentinel,
  splunk,
  stripe,
  sumo,
];

/** One delivery holds no more than this; a sender of thousands is read as far as a person would read, and the rest is said to be left. */
const MOST_FINDINGS = 500;

export type Delivered = { ok: true; findings: readonly Normalised[] } | Refusal;

/** Turns a parsed payload into detections, or says why not. Never throws, whatever a stranger sends. */
export function normalise(shape: string, payload: unknown, context: DeliveryContext): Delivered {
  const sender = senders.find(({ id }) => id === shape);
  if (!sender) return refuse('unknown-shape', `No sender is called "${shape}"; correct the source in cordon.yaml.`);
  const reason = tooIntricate(payload);
  if (reason) return refuse('too-intricate', reason);
  const found = sender.split?.(payload, context) ?? [payload];
  if ('ok' in found) return found;
  const findings: Normalised[] = found.slice(0, MOST_FINDINGS).map((one) => sender.read(one, context));
  if (found.length > MOST_FINDINGS) {
    const left = `The delivery holds ${found.length} findings; the first ${MOST_FINDINGS} were read. Send smaller batches.`;
    findings.push(refuse('too-many', left));
  }
  return { ok: true, findings };
}

/** The same from the stored bytes of a delivery. */
export function normaliseBody(shape: string, body: Uint8Array, context: DeliveryContext): Delivered {
  const read = readJson(body);
  return read.ok ? normalise(shape, read.payload, { ...context, notes: read.notes }) : read;
}
