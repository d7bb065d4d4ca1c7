/** Any of `scopes` opens the method; the kind of conversation may then ask for one of them in particular. */
interface MethodRule {
  required: readonly string[];
  scopes: readonly string[];
  /** Slack's tier; `post` is one a second and channel; `special` has no published number. */
  tier: 2 | 3 | 4 | 'post' | 'special';
  /** Every error this stand-in can answer beyond the common ones. */
  errors: readonly string[];
}

const read = ['channels:read', 'groups:read', 'im:read', 'mpim:read'] as const;
const manage = ['channels:manage', 'groups:write', 'im:write', 'mpim:write'] as const;
const topic = [...manage, 'channels:write.topic', 'groups:write.topic', 'im:write.topic', 'mpim:write.topic'] as const;
const invite = [...manage, 'channels:write.invites', 'groups:write.invites'] as const;
const history = ['channels:history', 'groups:history', 'im:history', 'mpim:history'] as const;

const content = [
  'invalid_blocks',
  'invalid_blocks_format',
  'markdown_text_conflict',
  'no_text',
  'too_many_attachments',
] as const;
const metadata = ['invalid_metadata_format', 'invalid_metadata_schema', 'metadata_too_large'] as const;
const views = ['duplicate_external_id', 'view_too_large'] as const;
const trigger = ['exchanged_trigger_id', 'expired_trigger_id', 'invalid_trigger_id'] as const;
const paging = ['invalid_cursor'] as const;

/**
 * What each method demands and can answer, kept here in our own words.
 * test/sandbox/slack/methods.test.ts holds it against a list nobody here wrote.
 */
export const methods = {
  'auth.test': { required: [], scopes: [], tier: 'special', errors: [] },
  'bots.info': { required: [], scopes: ['users:read'], tier: 3, errors: ['bot_not_found'] },
  'team.info': { required: [], scopes: ['team:read'], tier: 3, errors: ['team_not_found'] },

  'chat.postMessage': {
    required: ['channel'],
    scopes: ['chat:write'],
    tier: 'post',
    errors: [...content, ...metadata, 'cannot_reply_to_message', 'channel_not_found', 'is_archived', 'not_in_channel'],
  },
  'chat.postEphemeral': {
    required: ['channel', 'user'],
    scopes: ['chat:write'],
    tier: 4,
    errors: [
      ...content,
      'cannot_reply_to_message',
      'channel_not_found',
      'is_archived',
      'not_in_channel',
      'user_not_in_channel',
    ],
  },
  'chat.update': {
    required: ['channel', 'ts'],
    scopes: ['chat:write'],
    tier: 3,
    errors: [
      ...content,
      ...metadata,
      'cant_update_message',
      'channel_not_found',
      'is_inactive',
      'message_not_found',
      'msg_too_long',
    ],
  },
  'chat.delete': {
    required: ['channel', 'ts'],
    scopes: ['chat:write'],
    tier: 3,
    errors: ['cant_delete_message', 'channel_not_found', 'message_not_found'],
  },
  'chat.getPermalink': {
    required: ['channel', 'message_ts'],
    scopes: [],
    tier: 'special',
    errors: ['channel_not_found', 'message_not_found'],
  },

  'conversations.list': { required: [], scopes: read, tier: 2, errors: [...paging, 'invalid_limit', 'invalid_types'] },
  'conversations.info': { required: ['channel'], scopes: read, tier: 3, errors: ['channel_not_found'] },
  'conversations.members': {
    required: ['channel'],
    scopes: read,
    tier: 4,
    errors: [...paging, 'channel_not_found', 'invalid_limit'],
  },
  'conversations.history': {
    required: ['channel'],
    scopes: history,
    tier: 3,
    errors: [...paging, 'channel_not_found', 'not_in_channel'],
  },
  'conversations.replies': {
    required: ['channel', 'ts'],
    scopes: history,
    tier: 3,
    errors: [...paging, 'channel_not_found', 'thread_not_found'],
  },
  'conversations.open': {
    required: [],
    scopes: manage,
    tier: 3,
    errors: [
      'channel_not_found',
      'too_many_users',
      'user_disabled',
      'user_not_found',
      'user_not_visible',
      'users_list_not_supplied',
    ],
  },
  'conversations.create': {
    required: ['name'],
    scopes: manage,
    tier: 2,
    errors: ['invalid_name_maxlength', 'invalid_name_specials', 'name_taken'],
  },
  'conversations.archive': {
    required: ['channel'],
    scopes: manage,
    tier: 2,
    errors: [
      'already_archived',
      'cant_archive_general',
      'channel_not_found',
      'method_not_supported_for_channel_type',
      'not_in_channel',
    ],
  },
  'conversations.setTopic': {
    required: ['channel', 'topic'],
    scopes: topic,
    tier: 2,
    errors: ['channel_not_found', 'is_archived', 'method_not_supported_for_channel_type', 'not_in_channel', 'too_long'],
  },
  'conversations.invite': {
    required: ['channel', 'users'],
    scopes: invite,
    tier: 3,
    errors: [
      'already_in_channel',
      'cant_invite_self',
      'channel_not_found',
      'is_archived',
      'method_not_supported_for_channel_type',
      'no_user',
      'not_in_channel',
      'user_not_found',
    ],
  },

  'users.info': { required: ['user'], scopes: ['users:read'], tier: 4, errors: ['user_not_found'] },
  'users.list': { required: [], scopes: ['users:read'], tier: 2, errors: paging },
  'users.lookupByEmail': { required: ['email'], scopes: ['users:read.email'], tier: 3, errors: ['users_not_found'] },
  'usergroups.list': { required: [], scopes: ['usergroups:read'], tier: 2, errors: [] },
  'usergroups.users.list': {
    required: ['usergroup'],
    scopes: ['usergroups:read'],
    tier: 2,
    errors: ['no_such_subteam'],
  },

  'views.open': { required: ['view'], scopes: [], tier: 4, errors: [...views, ...trigger] },
  'views.push': { required: ['view'], scopes: [], tier: 4, errors: [...views, ...trigger, 'push_limit_reached'] },
  'views.update': { required: ['view'], scopes: [], tier: 4, errors: [...views, 'hash_conflict', 'not_found'] },
  'views.publish': {
    required: ['user_id', 'view'],
    scopes: [],
    tier: 4,
    errors: [...views, 'hash_conflict', 'not_enabled'],
  },

  'reactions.add': {
    required: ['channel', 'name', 'timestamp'],
    scopes: ['reactions:write'],
    tier: 3,
    errors: ['already_reacted', 'channel_not_found', 'is_archived', 'message_not_found'],
  },
  'pins.add': {
    required: ['channel'],
    scopes: ['pins:write'],
    tier: 2,
    errors: ['already_pinned', 'channel_not_found', 'message_not_found', 'no_item_specified', 'not_in_channel'],
  },
  'files.getUploadURLExternal': { required: ['filename', 'length'], scopes: ['files:write'], tier: 4, errors: [] },
  'files.completeUploadExternal': {
    required: ['files'],
    scopes: ['files:write'],
    tier: 4,
    errors: ['channel_not_found', 'file_not_found', 'not_in_channel'],
  },
} as const satisfies Record<string, MethodRule>;

export type MethodName = keyof typeof methods;

/** What any method may answer, whatever it does. */
export const commonErrors = [
  'not_authed',
  'invalid_auth',
  'missing_scope',
  'invalid_arguments',
  'ratelimited',
  'unknown_method',
] as const;
export type CommonError = (typeof commonErrors)[number];
export type ErrorOf<Name extends MethodName> = (typeof methods)[Name]['errors'][number] | CommonError;

export const isMethod = (name: string): name is MethodName => Object.hasOwn(methods, name);
