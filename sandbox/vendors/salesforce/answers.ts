import type { TwinAnswer } from '#sandbox/twin.ts';

/** REST errors are an array, also when there is one. */
export const refuse = (status: number, errorCode: string, message: string): TwinAnswer => ({
  status,
  body: [{ message, errorCode }],
});

export const refuseOauth = (error: string, description: string): TwinAnswer => ({
  status: 400,
  body: { error, error_description: description },
});

/** Why a statement is refused. */
export class SoqlRefusal extends Error {
  readonly errorCode: 'MALFORMED_QUERY' | 'INVALID_FIELD' | 'INVALID_TYPE';

  constructor(errorCode: SoqlRefusal['errorCode'], message: string) {
    super(message);
    this.errorCode = errorCode;
  }
}
