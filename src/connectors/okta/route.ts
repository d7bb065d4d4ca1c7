import { InvalidInput } from '../../errors.ts';

/** A path whose parts are encoded, so that no id can leave its place. */
export const route = (parts: TemplateStringsArray, ...ids: string[]): string =>
  String.raw({ raw: parts.raw }, ...ids.map(encodeId));

function encodeId(id: string): string {
  if (/^\.*$/.test(id)) throw new InvalidInput('okta-id', 'That is not the id of anything in Okta.');
  return encodeURIComponent(id);
}
