import { connectedAppExfiltration } from './connected-app-exfiltration.ts';
import { connectedAppExfiltrationBenign } from './connected-app-exfiltration-benign.ts';
import type { DemoScenario } from './scenario.ts';
import { vendorBankChange } from './vendor-bank-change.ts';
import { vendorBankChangeBenign } from './vendor-bank-change-benign.ts';

/** Every story the demo can tell. */
export const scenarios: readonly DemoScenario[] = [
  connectedAppExfiltration,
  connectedAppExfiltrationBenign,
  vendorBankChange,
  vendorBankChangeBenign,
];
