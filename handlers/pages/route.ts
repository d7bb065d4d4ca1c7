import type { Context } from '#src/context.ts';
import type { Enqueue } from '#src/queue/enqueue.ts';
import type { Html } from './html.ts';

/** What pages stand on. */
export interface PageDeps {
  ctx: Context;
  enqueue: Enqueue;
  /** CORDON_KEY, where the server has it: seals what codes are made from. */
  key: Buffer | undefined;
}

/** A page that can be looked at. Looking changes nothing. */
export interface Page {
  method: 'GET';
  path: string;
  draw(deps: PageDeps, params: Readonly<Record<string, string>>): Promise<Html>;
}

/** Something a page does: JSON in, JSON out, and only from Cordon's own pages. */
export interface PagePost {
  method: 'POST';
  path: string;
  work(deps: PageDeps, body: unknown): Promise<unknown>;
}

export type PageRoute = Page | PagePost;
