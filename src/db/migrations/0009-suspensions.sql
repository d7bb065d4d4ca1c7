-- People whose say does not count for now: somebody answered in their name.
create table suspensions (
  id uuid primary key default gen_random_uuid(),
  person text not null,
  because text not null,
  -- The case in which it is found out what happened.
  case_id bigint references cases (id),
  since timestamptz not null default now(),
  lifted_at timestamptz
);
create unique index suspensions_standing on suspensions (person) where lifted_at is null;
