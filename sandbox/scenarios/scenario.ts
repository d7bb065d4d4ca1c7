import type { Player } from '#sandbox/demo/player.ts';
import type { SandboxWorld } from '#sandbox/world.ts';

/** Sends one signed delivery to the bot; returns the delivery's id. */
export type Deliver = (source: 'cordon' | 'ocsf', payload: { id: string } & Record<string, unknown>) => Promise<string>;

/** A story that can be told on the page by pressing a button, or by itself with people played by script. */
export interface DemoScenario {
  id: string;
  title: string;
  /** What it shows, in a sentence. */
  says: string;
  /** Puts the traces into the vendors and sends the detection; returns the delivery's id. */
  send(stage: { world: SandboxWorld; deliver: Deliver }): Promise<string>;
  /** What the people do, in order; each act waits until what it needs is there. */
  play(player: Player): Promise<void>;
  /** How the case has to end, and what the vendors must hold then (panel label → value). */
  ends: {
    state: 'closed' | 'contained' | 'new';
    quiet: boolean;
    vendors: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
}
