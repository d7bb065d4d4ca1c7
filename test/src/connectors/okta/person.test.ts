import { describe, expect, it } from 'vitest';
import { quoted } from '#src/connectors/okta/log.ts';
import { Person, UserId } from '#src/connectors/okta/person.ts';
import { route } from '#src/connectors/okta/route.ts';
import { User } from '#src/connectors/okta/schema.ts';

describe('ids and logins', () => {
  it.each(['00udemo0008abcdefgh', '00u8kq2dXyPAbc12345'])('%s is a user id', (id) => {
    expect(UserId.safeParse(id).success).toBe(true);
  });
  it.each(['me', '..', '00u', '00u1/../groups', 'mara.ito@northwind.example', '00gquarantine0000001'])(
    '%s is none',
    (id) => {
      expect(UserId.safeParse(id).success).toBe(false);
    },
  );
  it.each([{}, { email: 'mara' }, { email: 'a/b@c.example' }, { userId: 'me' }])('%j names nobody', (person) => {
    expect(Person.safeParse(person).success).toBe(false);
  });

  it('keeps ids in their place in a path', () => {
    expect(route`/api/v1/users/${'a+b@c.example'}/groups`).toBe('/api/v1/users/a%2Bb%40c.example/groups');
    expect(route`/api/v1/users/${'a/../b'}`).toBe('/api/v1/users/a%2F..%2Fb');
    for (const id of ['..', '.', '']) expect(() => route`/api/v1/users/${id}`).toThrow('not the id of anything');
  });

  it('keeps texts in their place in a filter', () => {
    expect(quoted('a" or actor.id pr or "\\')).toBe('"a\\" or actor.id pr or \\"\\\\"');
  });
});

it.each([
  [{ displayName: 'Mara Ito' }, 'Mara Ito', null],
  [{ displayName: null, firstName: 'Mara', lastName: 'Ito', managerId: 'tom' }, 'Mara Ito', 'tom'],
  [{ firstName: ' ', lastName: 7 }, 'm@northwind.example', null],
])('names a user from %j', (profile, name, manager) => {
  const user = User.parse({ id: '00u1', status: 'ACTIVE', profile: { login: 'm@northwind.example', ...profile } });
  expect(user).toMatchObject({ name, manager, email: 'm@northwind.example' });
});
