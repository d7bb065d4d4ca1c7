import { z } from 'zod';
import { checkBlocks, describe } from './check.ts';
import type { StoredBlock } from './find.ts';
import { limits, surfaceLimits } from './limits.ts';
import { plainText, words } from './text.ts';

const shared = {
  blocks: z.array(z.unknown()).min(limits.view.blocks.min).max(limits.view.blocks.max),
  private_metadata: z.string().max(limits.view.private_metadata).optional(),
  callback_id: z.string().max(limits.view.callback_id).optional(),
  external_id: words(limits.view.callback_id).optional(),
};

const Modal = z.strictObject({
  type: z.literal('modal'),
  title: plainText(limits.view.title),
  submit: plainText(limits.view.submit).optional(),
  close: plainText(limits.view.close).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
  ...shared,
});
const Home = z.strictObject({ type: z.literal('home'), ...shared });

export const View = z.discriminatedUnion('type', [Modal, Home]);
export type View = z.infer<typeof View>;

type WithBlocks<Kind, Block> = Kind extends View ? Omit<Kind, 'blocks'> & { blocks: Block[] } : never;
/** A view as it is stored: every block and element has its id. */
export type StoredView = WithBlocks<View, StoredBlock>;

export type CheckedView = { view: View } | { problems: readonly string[] } | { tooLarge: true };

/** Reads a view as an app sends it. `type` is the only kind this method takes. */
export function checkView(raw: unknown, type: View['type']): CheckedView {
  if (Buffer.byteLength(JSON.stringify(raw) ?? '') > surfaceLimits.viewBytes) return { tooLarge: true };
  const parsed = View.safeParse(raw);
  if (!parsed.success) return { problems: describe(parsed.error, ['view']) };
  const view = parsed.data;
  if (view.type !== type) return { problems: [`must be of type ${type} [json-pointer:/view/type]`] };
  const problems = checkBlocks(view.blocks, type, 'view/blocks');
  const asks = view.blocks.some((block) => z.object({ type: z.literal('input') }).safeParse(block).success);
  if (view.type === 'modal' && asks && !view.submit) {
    problems.push('submit is required because there is an input block [json-pointer:/view/submit]');
  }
  return problems.length > 0 ? { problems } : { view };
}
