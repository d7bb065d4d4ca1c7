import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseLine } from '#handlers/cli/command.ts';
import { commands } from '#handlers/cli/index.ts';
import { quarantineDelivery } from '#src/detections/quarantine-delivery.ts';
import { receiveDelivery } from '#src/detections/receive-delivery.ts';
import { refuse } from '#src/detections/senders/sender.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor } from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database);
});
beforeEach(() => database.db.updateTable('deliveries').set({ state: 'ingested' }).execute());
afterAll(() => database?.close());

/** Types a line the way a person does. */
async function type(line: string) {
  const command = commands.find(({ name }) => line.startsWith(`${name} `) || line === name);
  if (!command) throw new Error(`no command: ${line}`);
  const { words, json, switches } = parseLine(line.split(' '), command.switches);
  const call = { args: words.slice(command.name.split(' ').length), json, switches };
  const { data, lines } = await (command.needs === 'nothing' ? command.run(call) : command.run(call, ctx));
  return { data, lines, text: lines.join('\n') };
}

async function putAside(body: unknown, more: { source?: string; code?: string; field?: string } = {}): Promise<string> {
  const { source = 'splunk', code = 'missing-field', field = 'alert.id' } = more;
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const input = { source, deliveryKey: crypto.randomUUID(), contentType: 'application/json', body: bytes };
  const { id } = await receiveDelivery(ctx, input);
  await quarantineDelivery(ctx, { deliveryId: id, refusal: refuse(code, 'id: nothing is at alert.id.', field), actor });
  return id;
}

const stateOf = async (id: string) =>
  (await ctx.db.selectFrom('deliveries').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;

test('quarantine lists the reason, the code and the field', async () => {
  const id = await putAside({ a: 1 });
  const { data, text } = await type('deliveries quarantine');
  expect(data).toEqual([
    {
      id,
      source: 'splunk',
      receivedAt: expect.stringMatching(/Z$/),
      bytes: 7,
      code: 'missing-field',
      reason: 'id: nothing is at alert.id.',
      field: 'alert.id',
    },
  ]);
  expect(text).toMatch(/splunk: id: nothing is at alert\.id\. \(missing-field\)$/);
});

describe('show', () => {
  test('says where it came from, what was missing, what arrived and how to fix it', async () => {
    const id = await putAside({ alert: { uid: 'a-1', title: 'Bulk read' } });
    const { data, lines } = await type(`deliveries show ${id}`);
    expect(lines).toEqual([
      `Delivery ${id}`,
      expect.stringMatching(/^From splunk \(cordon\), 20.*Z, 43 bytes of application\/json$/),
      'Not understood: id: nothing is at alert.id.',
      'Field: alert.id',
      'Code: missing-field',
      expect.stringMatching(/^To fix it: Compare it with docs\/senders\/cordon\.md\. .* cordon deliveries replay /),
      'What arrived:',
      '{',
      '  "alert": {',
      '    "uid": "a-1",',
      '    "title": "Bulk read"',
      '  }',
      '}',
    ]);
    expect(data).toMatchObject({ id, shape: 'cordon', state: 'quarantined', field: 'alert.id', cut: false });
    expect(JSON.parse((data as { body: string }).body)).toEqual({ alert: { uid: 'a-1', title: 'Bulk read' } });
  });

  test('secrets do not reach the terminal, wherever they stand', async () => {
    const body = {
      headers: { authorization: 'Bearer abcdef0123456789' },
      api_key: 'hunter2-and-more',
      session: { refresh_token: ['one', 'two'], user: 'mara.ito@northwind.example' },
      url: 'https://x.example/?a=1&access_token=hunter2&b=2',
      note: 'use Bearer abcdef0123456789, or whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      embedded: '{"password":"hunter2","id":7}',
    };
    const { text } = await type(`deliveries show ${await putAside(body)} --full`);
    expect(text).not.toMatch(/hunter2|abcdef0123|MfKQ9r8|"one"/);
    expect(text).toContain('"user": "mara.ito@northwind.example"');
    expect(text).toContain('https://x.example/?a=1&access_token=…&b=2');
    expect(text).toContain('"embedded": "{\\"password\\":\\"[redacted]\\",\\"id\\":7}"');
  });

  test('nothing in it is obeyed by a terminal', async () => {
    const title = '\u001b[2J\u009b31m\u202eexe\u{e0041}\r\u2028';
    const { text, data } = await type(`deliveries show ${await putAside({ title })}`);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\u2028]/u);
    expect(JSON.parse((data as { body: string }).body)).toEqual({ title });
    const raw = await type(`deliveries show ${await putAside(Buffer.from('\u001b]0;x\u0007 not json'))}`);
    expect(raw.text).toContain('\\u001b]0;x\\u0007 not json');
  });

  test('a long one is cut at whole lines, unless all of it is wanted', async () => {
    const rows = Array.from({ length: 500 }, (_, row) => `row ${row}`);
    const id = await putAside({ rows });
    const { text, lines, data } = await type(`deliveries show ${id}`);
    expect((data as { body: string }).body.length).toBeLessThanOrEqual(4096);
    expect(data).toMatchObject({ cut: true });
    expect(lines.at(-2)).toMatch(/^ {4}"row \d+",$/);
    expect(lines.at(-1)).toMatch(/^… \d+ more characters: cordon deliveries show .* --full$/);
    expect(text).not.toContain('row 499');
    const whole = await type(`deliveries show ${id} --full`);
    expect(JSON.parse((whole.data as { body: string }).body)).toEqual({ rows });
  });

  test('what is too intricate to walk is shown as it came', async () => {
    const deep = Buffer.from(`{"x":${'['.repeat(2000)}${']'.repeat(2000)}}`);
    const { text } = await type(`deliveries show ${await putAside(deep, { code: 'too-intricate' })}`);
    expect(text).toContain(`{"x":[[[`);
    expect(text).toContain('Correct it at the sender and have it sent again');
  });

  test('a source that is gone, and a delivery that was understood', async () => {
    const gone = await type(`deliveries show ${await putAside({}, { source: 'gone', code: 'unknown-source' })}`);
    expect(gone.text).toContain('From gone (no longer in cordon.yaml)');
    expect(gone.text).toContain('Put the source gone back into cordon.yaml');
    const id = await putAside({});
    await ctx.db.updateTable('deliveries').set({ state: 'ingested' }).where('id', '=', id).execute();
    expect((await type(`deliveries show ${id}`)).text).toContain('It was understood.');
  });

  test.each(['x', "1' or '1", '00000000-0000-0000-0000-00000000000'])('%s is no delivery', async (word) => {
    for (const command of ['deliveries show', 'deliveries replay', 'replay']) {
      const found = commands.find(({ name }) => name === command);
      const run = found?.needs === 'database' && found.run({ args: [word], json: false }, ctx);
      await expect(run).rejects.toMatchObject({ code: 'wrong-use' });
    }
  });

  test('an id of nothing', async () => {
    await expect(type(`deliveries show ${crypto.randomUUID()}`)).rejects.toMatchObject({ code: 'unknown-delivery' });
  });
});

describe('replay', () => {
  test('one, by both names', async () => {
    for (const command of ['deliveries replay', 'replay']) {
      const id = await putAside({});
      await type(`${command} ${id}`);
      expect(await stateOf(id)).toBe('received');
      await expect(type(`${command} ${id}`)).rejects.toMatchObject({ code: 'not-quarantined' });
    }
  });

  test('all, or all of one source', async () => {
    const [one, two, other] = [await putAside({}), await putAside({}), await putAside({}, { source: 'siem' })];
    const { data, text } = await type('deliveries replay --all --source splunk');
    expect(data).toEqual({ deliveries: [one, two] });
    expect(text).toMatch(/^2 are read again/);
    expect(await stateOf(other)).toBe('quarantined');
    expect((await type('deliveries replay --source siem --all')).data).toEqual({ deliveries: [other] });
    expect((await type('deliveries replay --all')).text).toBe('Nothing is in quarantine.');
  });

  test.each(['', '--source siem', `--source siem ${crypto.randomUUID()}`, `--all ${crypto.randomUUID()}`])(
    'replay %s is wrong use',
    async (rest) => {
      await expect(type(`deliveries replay ${rest}`.trim())).rejects.toMatchObject({ code: 'wrong-use' });
    },
  );

  test('a switch belongs to its command', () => {
    expect(() => parseLine(['cases', 'list', '--full'])).toThrow(expect.objectContaining({ code: 'wrong-use' }));
    expect(() => parseLine(['deliveries', 'replay', '--source'], { source: 'string' })).toThrow();
  });
});
