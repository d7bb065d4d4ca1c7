import { describe, expect, test } from 'vitest';
import { readEnvironment } from '#src/config/environment.ts';
import { InvalidConfig } from '#src/errors.ts';

describe('readEnvironment', () => {
  test('has a default for everything but addresses and the key; an empty variable is an absent one', () => {
    expect(readEnvironment({ DATABASE_URL: '', REDIS_URL: '', PATH: '/bin' })).toEqual({
      port: 3000,
      host: '127.0.0.1',
      sandboxPort: 4000,
      home: '.cordon',
      configFile: 'cordon.yaml',
      logLevel: 'info',
      slackPace: 'on',
    });
  });

  test('reads what is set', () => {
    const key = Buffer.alloc(32, 7);
    const read = readEnvironment({
      PORT: '0',
      DATABASE_URL: 'postgres://db/cordon',
      REDIS_URL: 'rediss://cache:6379',
      CORDON_KEY: key.toString('base64'),
    });
    expect(read).toMatchObject({ port: 0, databaseUrl: 'postgres://db/cordon', redisUrl: 'rediss://cache:6379' });
    expect(read.key?.equals(key)).toBe(true);
  });

  test('names everything wrong at once, without the values', () => {
    const env = {
      PORT: '70000',
      DATABASE_URL: 'mysql://root:hunter2@db',
      LOG_LEVEL: 'inf',
      CORDON_KEY: 'hunter2hunter2==',
    };
    expect(() => readEnvironment(env)).toThrow(InvalidConfig);
    try {
      readEnvironment(env);
    } catch (error) {
      expect(error).toMatchObject({
        problems: [
          'PORT: must be a port number, at most 65535.',
          'DATABASE_URL: must be an address like postgres://user:password@host:5432/cordon',
          'LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent. Did you mean info?',
          'CORDON_KEY: must be 32 bytes in base64. Make one with: openssl rand -base64 32',
        ],
      });
    }
  });
});
