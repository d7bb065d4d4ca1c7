/** A moment inside a sentence, as Slack shows it in the reader's own zone; pages read it too. */
export const moment = (date: Date): string =>
  `<!date^${Math.floor(date.getTime() / 1000)}^{date_short_pretty} {time}|${date.toISOString().slice(11, 16)} UTC>`;
