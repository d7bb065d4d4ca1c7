/** More scopes than Cordon asks for, to reach every method. */
export const wideManifest = {
  features: { app_home: { home_tab_enabled: true } },
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
  settings: {},
};
