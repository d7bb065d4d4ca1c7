import type { Context } from '../context.ts';
import { Score } from './finding.ts';
import { Owner } from './owner.ts';
import { caseCode } from './view.ts';

/** Every case in one line each, newest first. */
export async function listCases(ctx: Context) {
  const rows = await ctx.db
    .selectFrom('cases')
    .select((eb) => [
      'id',
      'playbook',
      'state',
      'severity',
      'title',
      'product',
      'quiet',
      'hold',
      'resolution',
      'opened_at',
      'updated_at',
      'owner',
      'score',
      eb
        .selectFrom('detections')
        .whereRef('detections.case_id', '=', 'cases.id')
        .select(eb.fn.countAll<number>().as('count'))
        .as('detections'),
    ])
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: caseCode(row.id),
    playbook: row.playbook,
    state: row.state,
    severity: row.severity,
    score: Score.nullable().parse(row.score)?.value ?? null,
    title: row.title,
    product: row.product,
    quiet: row.quiet,
    hold: row.hold,
    resolution: row.resolution,
    owner: Owner.nullable().parse(row.owner)?.name ?? null,
    detections: row.detections ?? 0,
    openedAt: row.opened_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }));
}
