import { z } from 'zod';

/** The parts of Slack's app manifest that decide what the stand-in allows and sends. */
export const Manifest = z.object({
  features: z.object({
    app_home: z
      .object({
        home_tab_enabled: z.boolean().default(false),
        messages_tab_read_only_enabled: z.boolean().default(false),
      })
      .default({ home_tab_enabled: false, messages_tab_read_only_enabled: false }),
    shortcuts: z.array(z.object({ name: z.string(), type: z.string(), callback_id: z.string() })).default([]),
    slash_commands: z.array(z.object({ command: z.string() })).default([]),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z
      .object({
        bot_events: z.array(z.string()).default([]),
        metadata_subscriptions: z.array(z.object({ app_id: z.string(), event_type: z.string() })).default([]),
      })
      .default({ bot_events: [], metadata_subscriptions: [] }),
    interactivity: z.object({ is_enabled: z.boolean() }).default({ is_enabled: false }),
  }),
});
export type Manifest = z.infer<typeof Manifest>;
