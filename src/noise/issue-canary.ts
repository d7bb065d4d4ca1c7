import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { InvalidInput } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';
import { CANARY_SHAPES, canaryFinding } from './canary-finding.ts';
import { CANARY_PREFIX } from './claim-canary.ts';
import { type SignedCanary, signCanary } from './sign-canary.ts';

export interface IssuedCanary extends SignedCanary {
  id: string;
  source: string;
  body: Buffer;
}

/** How long it may take before it counts as lost. */
const LIFE_MINUTES = 10;

/** Writes a canary down, before anybody sends it, and signs it for the door of its source. Without a name: the first source it can be sent as. */
export async function issueCanary(
  ctx: Context,
  { source: named, actor }: { source: string | undefined; actor: Actor },
): Promise<IssuedCanary> {
  const id = `${CANARY_PREFIX}${randomUUID()}`;
  const at = ctx.clock.now();
  const source = named ?? firstUsable(ctx);
  const known = Object.hasOwn(ctx.config.sources, source) ? ctx.config.sources[source] : undefined;
  if (!known) throw new InvalidInput('unknown-source', `There is no source "${source}" in cordon.yaml.`);
  const body = canaryFinding(known.shape, { id, at, organisation: ctx.config.organisation });
  if (!body) throw cannotWrite(source, known.shape);
  const signed = signCanary(known.auth, { source, id, body, at });
  if (!signed)
    throw new InvalidInput(
      'cannot-sign',
      `Cordon holds no secret it could sign with as "${source}". Name another source.`,
    );
  await recordChange(ctx.db, async (tx) => {
    const sha256 = createHash('sha256').update(body).digest('hex');
    const due = sql<Date>`now() + make_interval(mins => ${LIFE_MINUTES})`;
    await tx.insertInto('canaries').values({ id, source, body_sha256: sha256, due_at: due }).execute();
    const entry = { actor, what: 'canary.issued', refs: { canary: id }, detail: { source, sha256 } };
    return { result: undefined, journal: [entry] };
  });
  return { id, source, body, ...signed };
}

function firstUsable({ config }: Context): string {
  const found = Object.entries(config.sources).find(([, { shape }]) => CANARY_SHAPES.includes(shape));
  if (found) return found[0];
  throw new InvalidInput(
    'no-source',
    `Canaries can be written as ${CANARY_SHAPES.join(' or ')}, and no source in cordon.yaml is one of them. Add one for canaries.`,
  );
}

const cannotWrite = (source: string, shape: string) =>
  new InvalidInput(
    'cannot-write',
    `Cordon reads ${shape} but does not write it, so "${source}" cannot be tried with a canary. Name a source with shape ${CANARY_SHAPES.join(' or ')}.`,
  );
