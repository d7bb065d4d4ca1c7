-- The roles in which somebody's voice may count. With mixed needs (one of finance and one of security) one human fills one place only.
alter table approvals add roles jsonb not null default '[]';
-- A yes that stood in for the others in an emergency, and is reviewed afterwards.
alter table approvals add broke_glass boolean not null default false;
