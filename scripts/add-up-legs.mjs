/**
 * Ends `.ci/run`: reads its table of legs (name, exit status, vitest report if the leg writes one; tab-separated), says how each went, and
 * prints the closing line `N passed, N failed`. Tests are counted from vitest's reports; a failed leg that no report explains counts as
 * one failure, so "0 failed" is never said of a run that failed. Plain JavaScript: it must work where the set-up did not.
 */
import { existsSync, readFileSync } from 'node:fs';

/** A test file that does not load has no tests in the report, only its own status. */
function countReport(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const broken = report.testResults.filter(
    (result) => result.status === 'failed' && result.assertionResults.length === 0,
  );
  const failing = report.testResults.flatMap((result) =>
    result.assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => `${test.fullName}\n          ${String(test.failureMessages[0]).split('\n')[0]}`),
  );
  return {
    failing: [...broken.map((result) => `${result.name} does not load`), ...failing],
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function countLeg({ name, status, report }, maySkip) {
  const counted =
    report && existsSync(report) ? countReport(report) : { passed: 0, failed: 0, skipped: 0, failing: [] };
  const { passed, skipped } = counted;
  let failed = counted.failed + (maySkip ? 0 : skipped);
  if (failed === 0 && (status !== '0' || (report && !existsSync(report)))) failed = 1;
  const tests = report ? `: ${passed} passed, ${counted.failed} failed, ${skipped} skipped` : '';
  process.stdout.write(`${failed === 0 ? 'ok    ' : 'FAILED'}  ${name}${tests}\n`);
  for (const test of counted.failing) process.stdout.write(`        ${test}\n`);
  return { passed, failed };
}

const [table, requireAll] = process.argv.slice(2);
const legs = readFileSync(table, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.split('\t'))
  .map(([name, status, report]) => countLeg({ name, status, report }, requireAll !== '1'));
const total = (key) => legs.reduce((sum, leg) => sum + leg[key], 0);

process.stdout.write(`\n${total('passed')} passed, ${total('failed')} failed\n`);
process.exitCode = legs.length > 0 && total('failed') === 0 ? 0 : 1;
