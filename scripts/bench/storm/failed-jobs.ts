import { existsSync, readFileSync } from 'node:fs';

/** What failed and was tried again, from the worker's log: "3 × ingest-delivery: deadlock detected". */
export function failedJobs(logFile: string): string[] {
  const lines = existsSync(logFile) ? readFileSync(logFile, 'utf8').split('\n') : [];
  const failures = lines.flatMap((line) => {
    const entry = readEntry(line);
    return entry?.msg === 'job failed' ? [`${entry.job}: ${entry.err?.message ?? 'no reason given'}`] : [];
  });
  return [...Map.groupBy(failures, (failure) => failure)].map(([failure, same]) => `${same.length} × ${failure}`);
}

interface LogEntry {
  msg?: string;
  job?: string;
  err?: { message?: string };
}

function readEntry(line: string): LogEntry | undefined {
  try {
    return JSON.parse(line) as LogEntry;
  } catch {
    return undefined;
  }
}
