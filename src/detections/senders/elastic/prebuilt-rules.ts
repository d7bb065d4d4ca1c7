import type { Kind } from '../../kinds.ts';

/** Elastic's prebuilt rules by `rule_id`, only those whose query finds exactly this. */
const KIND_OF_RULE: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  // M365 Exchange
  ['40fe11c2-376e-11f0-9a82-f661ea17fbcd', 'inbox-rule'],
  ['1c3d9346-4591-4894-935c-dad2824850f2', 'inbox-rule'],
  ['675239ea-c1bc-4467-a6d3-b9e2cc7f676d', 'audit-disabled'],
  // M365 and Entra ID sign-ins, consents, roles
  ['bc9f5144-0ead-476e-ba6e-cef295601195', 'rare-sign-in'],
  ['3896d4c0-6ad1-11ef-8c7b-f661ea17fbcc', 'rare-sign-in'],
  ['32d3ad0e-6add-11ef-8c7b-f661ea17fbcc', 'rare-sign-in'],
  ['caaa8b78-367c-11f0-beb8-f661ea17fbcd', 'reported-by-user'],
  ['1c6a8c7a-5cb6-4a82-ba27-d5a5b8a40a38', 'app-authorised'],
  ['0c3c80de-08c2-11f0-bd11-f661ea17fbcc', 'app-authorised'],
  ['bc48bba7-4a23-4232-b551-eca3ca1e3f20', 'policy-change'],
  ['04c5a96f-19c5-44fd-9571-a0b033f9086f', 'permission-change'],
  ['88671231-6626-4e1b-abb7-6e361a171fbb', 'permission-change'],
  ['ed9ecd27-e3e6-4fd9-8586-7754803f7fc8', 'permission-change'],
  // Okta
  ['729aa18d-06a6-41c7-b175-b65b739b1181', 'factor-reset'],
  ['cd89602e-9db0-48e3-9391-ae3bf241acd8', 'factor-removed'],
  ['6f1bb4b2-7dc8-11ee-92b2-f661ea17fbcd', 'rare-sign-in'],
  ['2e56e1bc-867a-11ee-b13e-f661ea17fbcd', 'rare-sign-in'],
  ['9ed5d08f-aad6-4c03-838c-d686da887c2c', 'session-stolen'],
  ['f994964f-6fce-4d75-8e79-e16ccc412588', 'reported-by-user'],
  ['3805c3dc-f82c-4f8d-891e-63c24d3102b0', 'sign-in-attack'],
  ['8a0fbd26-867f-11ee-947c-f661ea17fbcd', 'sign-in-attack'],
  ['ee39a9f7-5a79-4b0a-9815-d36b3cf28d3e', 'sign-in-attack'],
  ['f06414a6-f2a4-466d-8eba-10f85e8abf71', 'permission-change'],
  ['b8075894-0b62-46e5-977c-31275da34419', 'permission-change'],
  ['6731fbf2-8f28-49ed-9ab9-9a918ceb5a45', 'policy-change'],
  ['cd16fb10-0261-46e8-9932-a0336278cdbe', 'policy-change'],
  ['cdbebdc1-dc97-43c6-a538-f26a20c0a911', 'login-as'],
]);

/** What a prebuilt rule means; a rule of the customer's own has no kind. */
export const kindOfPrebuiltRule = (ruleId: string | undefined): Kind | undefined => KIND_OF_RULE.get(ruleId ?? '');
