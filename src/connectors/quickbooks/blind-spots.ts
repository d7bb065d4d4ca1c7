/** Said with every answer, in the same words each time, so that a card can say it once. */
export const NO_PEOPLE_API =
  'QuickBooks has no API for sign-ins, users, exports or MFA. A company admin has to look in its audit log (Settings → Audit log) and under Manage users.';

export const NO_BEFORE_IMAGES =
  'QuickBooks keeps no earlier versions of a record for the API: what was changed in it, and by whom, is not visible.';

export const NAME_MATCH =
  'The report names people by display name only, so who it was is a name match, not an identity.';
