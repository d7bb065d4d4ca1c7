-- When a case was detected, known, classified and found material, as somebody in legal says. A later setting supersedes the earlier one.
create table legal_moments (
  id uuid primary key default gen_random_uuid(),
  case_id bigint not null references cases (id),
  moment text not null check (moment in ('detected', 'aware', 'classified', 'material')),
  at timestamptz not null,
  person text not null,
  name text not null,
  reason text not null,
  set_at timestamptz not null default now(),
  superseded_at timestamptz
);
create unique index legal_moments_standing on legal_moments (case_id, moment) where superseded_at is null;

-- Whether to notify under one regime. The next decision on it is a record of its own and follows the one before.
create table legal_decisions (
  id uuid primary key default gen_random_uuid(),
  case_id bigint not null references cases (id),
  regime text not null,
  follows uuid references legal_decisions (id),
  opened_at timestamptz not null default now(),
  choice text check (choice in ('notify', 'not-notify', 'not-yet')),
  decided_at timestamptz,
  check ((choice is null) = (decided_at is null))
);
create unique index legal_decisions_open on legal_decisions (case_id, regime) where decided_at is null;
create index legal_decisions_case on legal_decisions (case_id);

create table legal_votes (
  id uuid primary key default gen_random_uuid(),
  decision_id uuid not null references legal_decisions (id),
  person text not null,
  slack_user text not null,
  name text not null,
  choice text not null check (choice in ('notify', 'not-notify', 'not-yet')),
  reason text not null,
  at timestamptz not null default now(),
  replaced_at timestamptz
);
create unique index legal_votes_one on legal_votes (decision_id, person) where replaced_at is null;

create table legal_holds (
  id uuid primary key default gen_random_uuid(),
  case_id bigint not null references cases (id),
  person text not null,
  name text not null,
  reason text not null,
  set_at timestamptz not null default now(),
  lifted_at timestamptz,
  lifted_by text,
  lift_reason text,
  check ((lifted_at is null) = (lifted_by is null))
);
create unique index legal_holds_standing on legal_holds (case_id) where lifted_at is null;

-- Cases that were merged share their evidence, so a hold on one holds all of them.
create function root_case(start bigint) returns bigint language sql stable as $$
  with recursive up as (
    select id, merged_into from cordon.cases where id = start
    union
    select c.id, c.merged_into from cordon.cases c join up on c.id = up.merged_into
  )
  select id from up where merged_into is null limit 1
$$;
create function is_held(of_case bigint) returns boolean language sql stable as $$
  select exists (
    select from cordon.legal_holds h
    where h.lifted_at is null and (h.case_id = of_case or cordon.root_case(h.case_id) = cordon.root_case(of_case)))
$$;

-- Where every deletion has to pass, whichever job or person tries it.
create function refuse_deleting_held() returns trigger language plpgsql as $$
declare
  held bigint;
begin
  if tg_op = 'TRUNCATE' then
    select h.case_id into held from cordon.legal_holds h where h.lifted_at is null limit 1;
  elsif tg_table_name = 'deliveries' then
    select d.case_id into held from cordon.detections d
      where d.case_id is not null and cordon.is_held(d.case_id)
        and (d.delivery_id = old.id or exists (
          select from cordon.delivery_detections l where l.delivery_id = old.id and l.detection_id = d.id))
      limit 1;
  elsif tg_table_name = 'delivery_detections' then
    select d.case_id into held from cordon.detections d
      where d.id = old.detection_id and d.case_id is not null and cordon.is_held(d.case_id);
  elsif old.case_id is not null and cordon.is_held(old.case_id) then
    held := old.case_id;
  end if;
  if held is not null then
    raise exception 'CASE-% is under a legal hold: nothing of it may be deleted until legal lifts the hold', held
      using errcode = 'restrict_violation';
  end if;
  return old;
end $$;

create trigger deliveries_held before delete on deliveries for each row execute function refuse_deleting_held();
create trigger delivery_detections_held before delete on delivery_detections for each row execute function refuse_deleting_held();
create trigger detections_held before delete on detections for each row execute function refuse_deleting_held();
create trigger query_runs_held before delete on query_runs for each row execute function refuse_deleting_held();
create trigger messages_held before delete on messages for each row execute function refuse_deleting_held();
create trigger legal_holds_held before delete on legal_holds for each row when (old.lifted_at is null) execute function refuse_deleting_held();
create trigger deliveries_held_all before truncate on deliveries execute function refuse_deleting_held();
create trigger delivery_detections_held_all before truncate on delivery_detections execute function refuse_deleting_held();
create trigger detections_held_all before truncate on detections execute function refuse_deleting_held();
create trigger query_runs_held_all before truncate on query_runs execute function refuse_deleting_held();
create trigger messages_held_all before truncate on messages execute function refuse_deleting_held();
create trigger legal_holds_held_all before truncate on legal_holds execute function refuse_deleting_held();
