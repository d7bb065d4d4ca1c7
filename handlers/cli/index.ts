import { casesListCommand, casesShowCommand } from './cases.ts';
import { casesMergeCommand, casesUnmergeCommand } from './cases-merge.ts';
import type { Command } from './command.ts';
import { coverageCommand } from './coverage.ts';
import { quarantineCommand, replayCommand } from './deliveries.ts';
import { detectionsListCommand } from './detections.ts';
import { doctorCommand } from './doctor.ts';
import { evidenceExportCommand, evidenceVerifyCommand, journalVerifyCommand } from './evidence.ts';
import { migrateCommand } from './migrate.ts';
import { schemaCommand } from './schema.ts';

/** Every command of `cordon`. */
export const commands: readonly Command[] = [
  casesListCommand,
  casesShowCommand,
  casesMergeCommand,
  casesUnmergeCommand,
  coverageCommand,
  detectionsListCommand,
  doctorCommand,
  evidenceExportCommand,
  evidenceVerifyCommand,
  journalVerifyCommand,
  migrateCommand,
  quarantineCommand,
  replayCommand,
  schemaCommand,
];
