import { z } from 'zod';
import { checkBlocks } from './blocks/check.ts';
import { type StoredBlock, withIds } from './blocks/find.ts';
import { limits, surfaceLimits } from './blocks/limits.ts';
import { type Fail, flag, read } from './call.ts';
import type { MessageMetadata } from './state.ts';
import { nextId, type Workspace } from './workspace.ts';

export interface Content {
  text: string;
  blocks: StoredBlock[];
  attachments: unknown[];
}

type ContentError =
  | 'invalid_arguments'
  | 'invalid_blocks'
  | 'invalid_blocks_format'
  | 'markdown_text_conflict'
  | 'no_text'
  | 'too_many_attachments';

interface ContentCall<Error extends string> {
  workspace: Workspace;
  args: Readonly<Record<string, unknown>>;
  fail: Fail<Error>;
}

const Parts = z.object({
  text: z.string().default(''),
  markdown_text: z.string().max(limits.markdown.text.max).optional(),
  attachments: z.array(z.unknown()).default([]),
  mrkdwn: flag,
});

/** What a message says, checked as Slack checks it. */
export function contentOf(call: ContentCall<ContentError>): Content {
  const { workspace, args, fail } = call;
  const { text, markdown_text, attachments } = read(call, Parts);
  const blocks = args.blocks ?? [];
  if (!Array.isArray(blocks)) throw fail('invalid_blocks_format');
  if (markdown_text !== undefined && (text !== '' || blocks.length > 0)) throw fail('markdown_text_conflict');
  const drawn = markdown_text === undefined ? blocks : [{ type: 'markdown', text: markdown_text }];
  if (attachments.length > surfaceLimits.attachments) throw fail('too_many_attachments');
  if (text === '' && drawn.length === 0 && attachments.length === 0) throw fail('no_text');
  const problems = checkBlocks(drawn, 'message');
  if (problems.length > 0) throw fail('invalid_blocks', refusedBlocks(problems));
  return {
    text: (markdown_text ?? text).slice(0, surfaceLimits.messageText),
    blocks: withIds(drawn, () => nextId(workspace, 'b')),
    attachments,
  };
}

export const refusedBlocks = (problems: readonly string[]) => ({
  errors: problems,
  response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
});

type MetadataError = 'invalid_metadata_format' | 'invalid_metadata_schema' | 'metadata_too_large';

/** Slack gives no number; this one is ours, on the strict side. */
const metadataBytes = 8_000;

const Metadata = z.object({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.unknown()) });

/** `undefined` when the app sent none. */
export function metadataOf({ args, fail }: ContentCall<MetadataError>): MessageMetadata | undefined {
  if (args.metadata === undefined) return undefined;
  if (typeof args.metadata !== 'object' || args.metadata === null) throw fail('invalid_metadata_format');
  const parsed = Metadata.safeParse(args.metadata);
  if (!parsed.success) throw fail('invalid_metadata_schema');
  if (Buffer.byteLength(JSON.stringify(parsed.data)) > metadataBytes) throw fail('metadata_too_large');
  return parsed.data;
}
