import type { Connector } from './contract.ts';
import { okta } from './okta/index.ts';
import { quickbooks } from './quickbooks/index.ts';
import { salesforce } from './salesforce/index.ts';

/** Every vendor Cordon can ask and act on. */
export const connectors: readonly Connector[] = [okta, quickbooks, salesforce];
