import type { KnownBlock } from '@slack/types';

/** A message ready to be sent: `text` alone carries the whole decision for screen readers and notifications. */
export interface Drawn {
  text: string;
  blocks: KnownBlock[];
}
