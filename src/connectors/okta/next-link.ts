const NEXT = /<([^>]*)>\s*;(?:[^,<]*;)?\s*rel="?next"?/i;

/** The address of the next page (RFC 8288), from two `Link` lines or one with both. It is never built by hand. */
export const nextLink = (headers: Headers): string | undefined => headers.get('link')?.match(NEXT)?.[1];
