/** More than Cordon's own manifest asks for, to reach every method and interaction. */
export const wideManifest = {
  features: {
    app_home: { home_tab_enabled: true },
    shortcuts: [{ name: 'Make this a case', type: 'message', callback_id: 'make-case' }],
    slash_commands: [{ command: '/cordon' }],
  },
  oauth_config: {
    scopes: {
      bot: [
        'chat:write',
        'channels:read',
        'groups:read',
        'groups:history',
        'channels:history',
        'groups:write',
        'channels:manage',
        'im:write',
        'users:read',
        'usergroups:read',
        'reactions:write',
        'pins:write',
        'files:write',
      ],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: ['app_home_opened', 'channel_shared', 'message_metadata_posted'],
      metadata_subscriptions: [{ app_id: '*', event_type: 'cordon_message' }],
    },
  },
};
