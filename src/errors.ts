/** Why a call to a vendor did not give an answer. Decides whether it is tried again and what the card says. */
export type VendorErrorKind =
  | 'rate-limited'
  | 'unavailable'
  | 'unauthenticated'
  | 'not-permitted'
  | 'not-licensed'
  | 'not-found'
  | 'refused'
  | 'unexpected-shape';

interface CordonErrorOptions {
  retryable?: boolean;
  cause?: unknown;
}

/** Every error Cordon raises on purpose: a stable code, and a sentence that tells the reader what to do. */
export class CordonError extends Error {
  readonly code: string;
  readonly retryable: boolean;

  constructor(code: string, message: string, options: CordonErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}

/** The input cannot be understood; asking again with the same input will not help. */
export class InvalidInput extends CordonError {}

/** The thing named does not exist. */
export class NotFound extends CordonError {}

/** Somebody else was faster, or the thing is not in a state that allows this. */
export class Conflict extends CordonError {}

/** This person may not do this. The message says why and who can. */
export class Forbidden extends CordonError {}

/** The configuration cannot be used; `problems` names every one of them. */
export class InvalidConfig extends CordonError {
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super('invalid-config', `${file}: ${count}\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

interface VendorErrorDetails {
  vendor: string;
  kind: VendorErrorKind;
  status?: number;
  /** The vendor's own error code, such as Okta's E0000006. */
  vendorCode?: string;
  /** Milliseconds the vendor asks us to wait, when it says so. */
  retryAfterMs?: number;
  cause?: unknown;
}

const RETRYABLE: ReadonlySet<VendorErrorKind> = new Set(['rate-limited', 'unavailable']);

/** A vendor did not do what was asked. The message is fit to be shown to a responder. */
export class VendorError extends CordonError {
  readonly vendor: string;
  readonly kind: VendorErrorKind;
  readonly status: number | undefined;
  readonly vendorCode: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: VendorErrorDetails) {
    super(`vendor-${details.kind}`, message, { retryable: RETRYABLE.has(details.kind), cause: details.cause });
    this.vendor = details.vendor;
    this.kind = details.kind;
    this.status = details.status;
    this.vendorCode = details.vendorCode;
    this.retryAfterMs = details.retryAfterMs;
  }
}
