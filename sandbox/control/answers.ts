import type { z } from 'zod';
import { parseJson } from '#sandbox/slack/arguments.ts';
import type { Route, TwinAnswer, TwinRequest } from '#sandbox/twin.ts';

export const answer = (body: unknown): TwinAnswer => ({ status: 200, body });
export const done: TwinAnswer = { status: 200, body: { ok: true } };
export const bad = (message: string, status = 400): TwinAnswer => ({ status, body: { ok: false, message } });

class BadBody extends Error {}

export function bodyOf<Shape>({ body }: TwinRequest, shape: z.ZodType<Shape>): Shape {
  const parsed = shape.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new BadBody(`This request cannot be understood. ${where.join('; ')}`);
}

/** The same routes, answering 400 in words to a body they cannot read. */
export const explained = (routes: readonly Route[]): Route[] =>
  routes.map((route) => ({
    ...route,
    async handle(request) {
      try {
        return await route.handle(request);
      } catch (error) {
        if (error instanceof BadBody) return bad(error.message);
        throw error;
      }
    },
  }));
