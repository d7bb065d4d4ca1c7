import type { PanelRow } from '#sandbox/twin.ts';
import { isLive, type SalesforceState } from './state.ts';

/** How it stands with the people and apps the seeds made interesting. */
export function panelRows(state: SalesforceState, now: Date): PanelRow[] {
  return state.watched.flatMap(({ userId, appName, hostile }) => {
    const user = state.users.find(({ id }) => id === userId);
    if (!user) return [];
    const grants = state.grants.filter((grant) => grant.userId === userId && grant.appName === appName).length;
    const sessions = state.sessions.filter((session) => session.userId === userId && isLive(session, now)).length;
    const tone = (left: number): PanelRow['tone'] => {
      if (left === 0) return 'contained';
      return hostile ? 'bad' : 'ok';
    };
    return [
      { label: user.name, value: user.isFrozen ? 'frozen' : 'active', tone: user.isFrozen ? 'contained' : 'ok' },
      { label: `Grants of ${appName}`, value: String(grants), tone: tone(grants) },
      { label: `Live sessions of ${user.name}`, value: String(sessions), tone: tone(sessions) },
    ];
  });
}
