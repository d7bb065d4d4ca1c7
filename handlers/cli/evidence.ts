import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { exportEvidence } from '#src/cases/export-evidence.ts';
import { loadCaseView } from '#src/cases/view.ts';
import { InvalidInput } from '#src/errors.ts';
import { EvidencePack, verifyPack } from '#src/journal/evidence-pack.ts';
import { sealEntries } from '#src/journal/seal-entries.ts';
import { verifyChain } from '#src/journal/verify-chain.ts';
import { holdSentence } from '#src/legal/words.ts';
import { type Command, type CommandAnswer, caseIdOf, cliActor, only } from './command.ts';

export const evidenceExportCommand: Command = {
  name: 'evidence export',
  takes: 'CASE',
  says: "writes a case's evidence into a file",
  needs: 'database',
  async run(call, ctx) {
    const caseId = caseIdOf(only(call, 'case'));
    const pack = await exportEvidence(ctx, caseId, cliActor());
    const { legal } = await loadCaseView(ctx, caseId);
    const file = resolve(`${pack.case}-evidence.json`);
    await writeFile(file, `${JSON.stringify(pack, null, 2)}\n`, { mode: 0o600 });
    return { data: { file }, lines: [file, ...(legal.hold ? [holdSentence({ legal })] : [])] };
  },
};

export const evidenceVerifyCommand: Command = {
  name: 'evidence verify',
  takes: 'FILE',
  says: 'recomputes every link of an evidence file and names the first broken one',
  needs: 'nothing',
  async run(call) {
    const text = await readFile(only(call, 'file'), 'utf8').catch(() => {
      throw new InvalidInput('wrong-use', 'This file cannot be read.');
    });
    const pack = EvidencePack.safeParse(parseJson(text));
    if (!pack.success)
      return tell({ ok: false, brokenAt: 0, why: 'this is not an evidence file of Cordon, or it was cut off' });
    return tell(verifyPack(pack.data));
  },
};

export const journalVerifyCommand: Command = {
  name: 'journal verify',
  says: 'recomputes every link of the journal in the database',
  needs: 'database',
  async run(_, ctx) {
    await sealEntries(ctx.db);
    return tell(await verifyChain(ctx.db));
  },
};

type Verdict = { ok: true; entries: number; head: string } | { ok: false; brokenAt: number; why: string };

const tell = (verdict: Verdict): CommandAnswer => ({
  data: verdict,
  lines: [
    verdict.ok
      ? `Every link holds: ${verdict.entries} entries, head ${verdict.head}`
      : `Broken at entry ${verdict.brokenAt}: ${verdict.why}`,
  ],
  code: verdict.ok ? 0 : 1,
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
