-- Notices: written once, shown on the page, printed for the door, copied into the group.

create table notice (
    id              integer primary key,
    community_id    integer not null references community (id),
    title           text not null,
    body            text not null,
    is_urgent       integer not null default 0,
    -- The last local day on which it is shown; null stays until withdrawn.
    until_date      text,
    -- The instant at which it is no longer current, worked out from until_date and the zone.
    ends_at         integer,
    written_by      integer not null references account (id),
    published_at    integer not null,
    updated_at      integer not null,
    withdrawn_at    integer,
    version         integer not null default 1
) strict;
create index notice_current on notice (community_id, id);

-- Which buildings it is for; none means the whole community.
create table notice_building (
    notice_id       integer not null references notice (id),
    building_id     integer not null references building (id),
    primary key (notice_id, building_id)
) strict, without rowid;
