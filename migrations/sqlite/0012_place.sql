-- Areas that are closed and kept for what was reported there, and the last change of the plan, which
-- can be put back (rules P1, X8).

alter table area add column closed_on text;

create table plan_save (
    community_id    integer primary key references community (id),
    -- Raised by each change, so that an old page puts nothing newer back.
    version         integer not null,
    -- JSON: each building and area with where it was and where it is.
    moves           text not null
) strict;
