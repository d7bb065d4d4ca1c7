import { canarySendCommand } from './canary.ts';
import { casesListCommand, casesShowCommand } from './cases.ts';
import { casesMergeCommand, casesUnmergeCommand } from './cases-merge.ts';
import type { Command } from './command.ts';
import { coverageCommand } from './coverage.ts';
import { deliveriesQuarantineCommand } from './deliveries-quarantine.ts';
import { deliveriesReplayCommand } from './deliveries-replay.ts';
import { deliveriesShowCommand } from './deliveries-show.ts';
import { detectionsListCommand } from './detections.ts';
import { doctorCommand } from './doctor.ts';
import { enrolCommand } from './enrol.ts';
import { evidenceExportCommand, evidenceVerifyCommand, journalVerifyCommand } from './evidence.ts';
import { legalDecideCommand, legalHoldCommand, legalLiftCommand, legalSetCommand } from './legal.ts';
import { migrateCommand } from './migrate.ts';
import { replayCommand } from './replay.ts';
import { rightsListCommand, rightsRestoreCommand } from './rights.ts';
import { schemaCommand } from './schema.ts';
import { snoozeAddCommand } from './snooze-add.ts';
import { snoozeEndCommand, snoozeListCommand } from './snoozes.ts';

/** Every command of `cordon`. */
export const commands: readonly Command[] = [
  canarySendCommand,
  casesListCommand,
  casesShowCommand,
  casesMergeCommand,
  casesUnmergeCommand,
  coverageCommand,
  deliveriesQuarantineCommand,
  deliveriesReplayCommand,
  deliveriesShowCommand,
  detectionsListCommand,
  doctorCommand,
  enrolCommand,
  evidenceExportCommand,
  evidenceVerifyCommand,
  journalVerifyCommand,
  legalDecideCommand,
  legalHoldCommand,
  legalLiftCommand,
  legalSetCommand,
  migrateCommand,
  replayCommand,
  rightsListCommand,
  rightsRestoreCommand,
  schemaCommand,
  snoozeAddCommand,
  snoozeEndCommand,
  snoozeListCommand,
];
