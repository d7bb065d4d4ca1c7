import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { loadConfig } from '#src/config/load.ts';
import { senders } from '#src/detections/senders/index.ts';
import { InvalidConfig } from '#src/errors.ts';

export const exampleText = readFileSync(new URL('../../../cordon.example.yaml', import.meta.url), 'utf8');

/** Values as a real installation has them; none of them may ever turn up in a message. */
export const exampleEnv = {
  SLACK_BOT_TOKEN: 'xoxb-111111111111-222222222222-abcdefABCDEF',
  SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
  SIEM_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  SPLUNK_SECRET: 'a constant value of splunk',
  WORKFLOWS_SECRET: 'a constant value of workflows',
} as const;

export const connectors = [
  { id: 'okta', config: z.object({ domain: z.string(), client_id: z.string(), private_key: z.string() }), actions: [] },
  {
    id: 'salesforce',
    config: z.object({ my_domain: z.string().min(4), client_secret: z.string() }),
    actions: [{ id: 'salesforce.freeze-user' }],
  },
];

/** The example with one passage replaced; fails when the passage is not there, so that no test silently tests the example itself. */
export function exampleWith(passage: string, replacement: string): string {
  if (!exampleText.includes(passage)) throw new Error(`cordon.example.yaml no longer holds: ${passage}`);
  return exampleText.replace(passage, () => replacement);
}

export const load = (text: string, env: Record<string, string | undefined> = exampleEnv) =>
  loadConfig({ file: 'cordon.yaml', text, env, connectors, senders });

export function problemsOf(text: string, env: Record<string, string | undefined> = exampleEnv): readonly string[] {
  try {
    load(text, env);
    return [];
  } catch (error) {
    if (error instanceof InvalidConfig) return error.problems;
    throw error;
  }
}
