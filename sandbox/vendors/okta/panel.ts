import type { PanelRow } from '#sandbox/twin.ts';
import { nameOf, type OktaUser, type Org, QUARANTINE_GROUP } from './state.ts';

/** What Okta holds of the people a scenario is about. */
export const panelOf = (org: Org): PanelRow[] =>
  Object.values(org.state.users)
    .filter(({ shown }) => shown)
    .flatMap((user) => [statusRow(user), sessionsRow(org, user), factorsRow(user), stepUpRow(user)]);

const statusRow = (user: OktaUser): PanelRow => {
  const value = `${user.status.slice(0, 1)}${user.status.slice(1).toLowerCase()}`;
  return { label: nameOf(user), value, tone: user.status === 'SUSPENDED' ? 'contained' : 'ok' };
};

function sessionsRow({ state }: Org, user: OktaUser): PanelRow {
  const tokens = state.tokens.filter(({ userId }) => userId === user.id).length;
  const value = `${plural(user.sessions.length, 'session')}, ${plural(tokens, 'token')} alive`;
  const isBad = user.sessions.some(({ byIntruder }) => byIntruder) || tokens > 0;
  return { label: `${nameOf(user)}'s sessions`, value, tone: isBad ? 'bad' : user.cleared ? 'contained' : 'ok' };
}

const factorsRow = (user: OktaUser): PanelRow => ({
  label: `${nameOf(user)}'s factors`,
  value: user.factors.map(({ label, byIntruder }) => (byIntruder ? `${label} (new)` : label)).join(', '),
  tone: user.factors.some(({ byIntruder }) => byIntruder) ? 'bad' : 'ok',
});

function stepUpRow(user: OktaUser): PanelRow {
  const member = user.groups.includes(QUARANTINE_GROUP);
  return {
    label: `${nameOf(user)}'s step-up`,
    value: member ? 'At every sign-in' : 'As usual',
    tone: member ? 'contained' : 'ok',
  };
}

const plural = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
