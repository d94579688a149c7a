-- Children under ten come along with their guardian (rule V15).

-- 1 for a child that comes only along with its guardian: where the guardian has no place any more,
-- the child has none.
alter table patrol_sign_up add column with_guardian bigint not null default 0;
