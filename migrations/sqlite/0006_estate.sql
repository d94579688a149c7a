-- What two people may change at once has a version; numbers that are no longer called; files on
-- their way into the estate (rules P1, P4).

alter table building add column version integer not null default 1;
alter table area add column version integer not null default 1;
alter table org_node add column version integer not null default 1;
alter table service_org add column version integer not null default 1;
alter table contact add column version integer not null default 1;
alter table contact add column removed_at integer;
create index building_node on building (node_id);

-- A file between preview and import: rows as they were understood, without the columns that are not
-- kept. It is its owner's, lasts an hour, and loses its rows when it is done.
create table estate_import (
    id              integer primary key,
    community_id    integer not null references community (id),
    owner_id        integer not null,
    name            text not null,
    state           text not null check (state in ('ready', 'running', 'done', 'failed')),
    -- JSON; the only place of names and numbers here, emptied when done.
    content         text not null,
    -- JSON without anything personal: counts, dropped columns.
    report          text not null,
    done            integer not null default 0,
    total           integer not null,
    version         integer not null default 1,
    created_at      integer not null,
    expires_at      integer not null
) strict;
create index estate_import_expires on estate_import (expires_at);
