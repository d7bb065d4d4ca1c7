import { company } from '#sandbox/company.ts';
import type { Channel, Message } from './state.ts';
import type { Workspace } from './workspace.ts';

/** Tells the app that a message with metadata it subscribes to was posted. */
export function reportMetadata(workspace: Workspace, channel: Channel, { ts, user, metadata }: Message): void {
  const subscriptions = workspace.manifest.settings.event_subscriptions.metadata_subscriptions;
  const wanted = subscriptions.some(
    ({ app_id, event_type }) =>
      event_type === metadata?.event_type && (app_id === '*' || app_id === company.slackAppId),
  );
  if (!wanted) return;
  workspace.notify({
    type: 'message_metadata_posted',
    app_id: company.slackAppId,
    bot_id: company.botId,
    user_id: user,
    team_id: company.slackTeamId,
    channel_id: channel.id,
    metadata,
    message_ts: ts,
    event_ts: ts,
  });
}
