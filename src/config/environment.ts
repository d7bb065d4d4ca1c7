import { env as ownEnv } from 'node:process';
import { z } from 'zod';
import { InvalidConfig } from '../errors.ts';
import { describeIssue } from './issue-words.ts';
import type { Env } from './resolve.ts';

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number.')
    .transform(Number)
    .refine((number) => number <= 65_535, 'must be a port number, at most 65535.')
    .default(fallback);

const url = (protocols: readonly string[], like: string) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must be an address like ${like}`,
    )
    .optional();

const KEY_BYTES = 32;

const Environment = z
  .object({
    PORT: port(3000),
    HOST: z.string().default('127.0.0.1'),
    SANDBOX_PORT: port(4000),
    CORDON_HOME: z.string().default('.cordon'),
    CORDON_CONFIG: z.string().default('cordon.yaml'),
    DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/cordon'),
    REDIS_URL: url(['redis:', 'rediss:'], 'redis://host:6379'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    CORDON_SLACK_PACE: z.enum(['on', 'off']).default('on'),
    CORDON_KEY: z
      .base64('must be base64. Make one with: openssl rand -base64 32')
      .transform((text) => Buffer.from(text, 'base64'))
      .refine(
        (key) => key.length === KEY_BYTES,
        `must be ${KEY_BYTES} bytes in base64. Make one with: openssl rand -base64 32`,
      )
      .optional(),
  })
  .transform((read) => ({
    port: read.PORT,
    /** Loopback unless a container or a proxy in front says otherwise. */
    host: read.HOST,
    sandboxPort: read.SANDBOX_PORT,
    /** Where state lives when no database is given. */
    home: read.CORDON_HOME,
    configFile: read.CORDON_CONFIG,
    databaseUrl: read.DATABASE_URL,
    redisUrl: read.REDIS_URL,
    logLevel: read.LOG_LEVEL,
    /** `off` only for benchmarks: Slack would refuse the pace. */
    slackPace: read.CORDON_SLACK_PACE,
    /** Seals vendors' rotating tokens in the database; 32 bytes. */
    key: read.CORDON_KEY,
  }));
export type Environment = z.infer<typeof Environment>;

/** Cordon's own settings from the environment. An empty variable counts as absent. Throws InvalidConfig with every problem. */
export function readEnvironment(env: Env): Environment {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = Environment.safeParse(given, { error: describeIssue });
  if (read.success) return read.data;
  throw new InvalidConfig(
    'environment',
    read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  );
}

let remembered: Env = {};

/** Settings that stand in for what the environment does not say (the demo's, found by the command line). */
export const rememberEnvironment = (settings: Env): void => {
  remembered = settings;
};

/** The environment of this process. The one place in the product that reads it. */
export const processEnvironment = (): Env => ({ ...remembered, ...ownEnv });
