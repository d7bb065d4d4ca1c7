import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { company, people } from '#sandbox/company.ts';

const Secrets = z.object({
  webhookSecret: z.string(),
  signingSecret: z.string(),
  key: z.string(),
  oktaPrivateKey: z.string(),
});
export type Secrets = z.infer<typeof Secrets>;

/** The demo's own secrets: made once, kept in its home, worth nothing elsewhere. */
export async function demoSecrets(home: string): Promise<Secrets> {
  await mkdir(home, { recursive: true });
  const file = join(home, 'demo-secrets.json');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known) return Secrets.parse(JSON.parse(known));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const secrets: Secrets = {
    webhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
    signingSecret: randomBytes(16).toString('hex'),
    key: randomBytes(32).toString('base64'),
    oktaPrivateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

const person = ({ name, slackId, email }: (typeof people)[keyof typeof people]) =>
  `{ name: ${name}, slack: ${slackId}, email: ${email} }`;

/** cordon.yaml of the invented company, pointed at the sandbox. */
export const demoConfig = (sandboxUrl: string, triage: string): string => `# Written by the demo at every start.
organisation: { name: ${company.name}, domains: [${company.domain}] }
timezone: ${company.timezone}
slack:
  bot_token: \${SLACK_BOT_TOKEN}
  signing_secret: \${SLACK_SIGNING_SECRET}
  team: ${company.slackTeamId}
  app: ${company.slackAppId}
  api_url: ${sandboxUrl}/slack/api/
  channels: { triage: ${triage} }
roles:
  security: { people: [${person(people.noor)}, ${person(people.sam)}] }
  finance: { people: [${person(people.ana)}, ${person(people.jonas)}], deputies: [${person(people.priya)}] }
  legal: { people: [${person(people.lea)}] }
  manager: { people: [${person(people.tom)}] }
sources:
  cordon: { shape: cordon, auth: { standard_webhooks: { secrets: ["\${CORDON_WEBHOOK_SECRET}"] } } }
  ocsf: { shape: ocsf, auth: { standard_webhooks: { secrets: ["\${CORDON_WEBHOOK_SECRET}"] } } }
connectors:
  okta:
    org_url: ${sandboxUrl}/okta
    auth: { method: private-key-jwt, client_id: 0oademo00000000001, key_id: demo-key, private_key: "\${OKTA_PRIVATE_KEY}" }
    quarantine_group_id: 00gquarantine0000001
  salesforce:
    base_url: ${sandboxUrl}/salesforce
    auth: { flow: client-credentials, client_id: demo-client, client_secret: "\${SALESFORCE_CLIENT_SECRET}" }
  quickbooks:
    realm_id: "9130000000000000"
    client_id: demo-client
    client_secret: \${QUICKBOOKS_CLIENT_SECRET}
    refresh_token: \${QUICKBOOKS_REFRESH_TOKEN}
    api_url: ${sandboxUrl}/quickbooks
    token_url: ${sandboxUrl}/quickbooks/oauth2/v1/tokens/bearer
    currency: EUR
    timezone: ${company.timezone}
legal:
  regimes: [gdpr, sec-8k]
policy:
  time_window_minutes: 60
  anomalous_export_threshold: 1000
  transaction_threshold: { EUR: "25000.00" }
`;

export interface DemoEnvironment extends Record<string, string> {
  CORDON_CONFIG: string;
  CORDON_HOME: string;
  DATABASE_URL: string;
}

interface EnvironmentInput {
  home: string;
  port: number;
  databaseUrl: string;
  secrets: Secrets;
  redisUrl: string | undefined;
}

/** The settings the demo's processes run with; kept in the home, where the command line finds them. */
export async function writeDemoFiles(input: EnvironmentInput, config: string): Promise<DemoEnvironment> {
  const { home, port, databaseUrl, secrets, redisUrl } = input;
  const environment: DemoEnvironment = {
    CORDON_CONFIG: join(home, 'cordon.yaml'),
    CORDON_HOME: home,
    DATABASE_URL: databaseUrl,
    ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
    PORT: String(port),
    CORDON_KEY: secrets.key,
    CORDON_WEBHOOK_SECRET: secrets.webhookSecret,
    SLACK_BOT_TOKEN: 'xoxb-demo',
    SLACK_SIGNING_SECRET: secrets.signingSecret,
    OKTA_PRIVATE_KEY: secrets.oktaPrivateKey,
    SALESFORCE_CLIENT_SECRET: 'demo-client-secret-salesforce',
    QUICKBOOKS_CLIENT_SECRET: 'demo-client-secret-quickbooks',
    QUICKBOOKS_REFRESH_TOKEN: 'demo-refresh-token-quickbooks',
  };
  await writeFile(environment.CORDON_CONFIG, config);
  // The database's address is left out: it changes at every start, and the command line finds the database by its home.
  const { DATABASE_URL: _, ...kept } = environment;
  await writeFile(join(home, 'environment.json'), `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
  return environment;
}
