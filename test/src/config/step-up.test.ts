import { expect, test } from 'vitest';
import { exampleText, exampleWith, load, problemsOf } from './example.ts';

const ACTION = 'salesforce.freeze-user';
const withPolicy = (step_up: string, server = ''): string =>
  `${exampleWith('policy:\n', `policy:\n  step_up: [${step_up}]\n`)}${server}`;
const server = (url: string): string => `server: { public_url: "${url}" }\n`;

test('nothing takes a key unless it is named, and then no address is needed', () => {
  expect(load(exampleText).policy).toMatchObject({ step_up: [], step_up_wait_minutes: 60 });
  expect(load(exampleText).server).toEqual({});
});

test('named actions, with the address people reach the pages at', () => {
  const config = load(withPolicy(ACTION, server('https://cordon.example.com/')));
  expect(config.policy.step_up).toEqual([ACTION]);
  expect(config.server.public_url).toBe('https://cordon.example.com');
  expect(load(withPolicy(ACTION, server('http://localhost:3000'))).server.public_url).toBe('http://localhost:3000');
});

test('an action nobody has, and pages nobody could reach, are problems', () => {
  expect(problemsOf(withPolicy('salesforce.freeze-users'))).toEqual([
    'policy.step_up[0]: salesforce.freeze-users is not an action Cordon has. Did you mean salesforce.freeze-user?',
    'server.public_url: missing. policy.step_up sends people to a page of this server. Write the address they reach it at.',
  ]);
});

test.each([
  ['http://cordon.example.com', 'must be https'],
  ['https://cordon.example.com/base', 'without a path'],
  ['https://user:word@cordon.example.com', ''],
  ['https://cordon.example.com/?x=1', 'without a path'],
  ['http://127.0.0.1:3000', 'not an IP address'],
  ['https://[::1]:3000', 'not an IP address'],
  ['cordon.example.com', 'must be https'],
])('%s is not an address for passkeys', (url, says) => {
  const [problem, ...more] = problemsOf(withPolicy(ACTION, server(url)));
  expect(more).toEqual([]);
  expect(problem).toMatch(/^server\.public_url: /);
  expect(problem).toContain(says);
});
