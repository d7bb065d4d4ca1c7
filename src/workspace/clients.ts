import { LogLevel, WebClient } from '@slack/web-api';

export interface SlackSettings {
  botToken: string;
  apiUrl: string;
}

/**
 * For what a person is waiting for (`views.open`, a look at who clicked): no retries, two seconds, never paused by somebody else's rate
 * limit. Bolt's own client would freeze every modal for the length of one channel's Retry-After.
 */
export const createFastClient = (settings: SlackSettings): WebClient => client(settings, 2_000);

/** For the outbox: BullMQ does the waiting and the trying again, so the client must do neither. */
export const createPatientClient = (settings: SlackSettings): WebClient => client(settings, 10_000);

const client = (settings: SlackSettings, timeout: number): WebClient =>
  new WebClient(settings.botToken, {
    slackApiUrl: settings.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    timeout,
    // Whoever calls gets the error and logs it once, without the token.
    logLevel: LogLevel.ERROR,
  });
