-- Environmental reports (rules R1–R20).

create table category (
    id              integer primary key,
    community_id    integer not null references community (id),
    -- Which pictogram stands for it; the shipped list's keys, 'other' for those staff add.
    picture         text not null,
    name_zh         text not null,
    name_en         text not null,
    sort            integer not null,
    retired_at      integer
) strict;
create index category_community on category (community_id, sort);

-- The last number given in a year; numbers are never reused (rule R6).
create table report_counter (
    community_id    integer not null references community (id),
    year            integer not null,
    last            integer not null,
    primary key (community_id, year)
) strict, without rowid;

create table report (
    id              integer primary key,
    community_id    integer not null references community (id),
    year            integer not null,
    seq             integer not null,
    state           text not null,
    -- What on_hold and duplicate return to.
    held_from       text,
    merged_from     text,
    visibility      text not null default 'public' check (visibility in ('public', 'private', 'hidden')),
    -- 1 once staff have accepted it and while it may be shown (rule R15).
    is_public       integer not null default 0,
    is_open         integer not null default 1,
    category_id     integer not null references category (id),
    building_id     integer references building (id),
    unit_id         integer references unit (id),
    floor_id        integer references floor (id),
    area_id         integer references area (id),
    place_words     text not null default '',
    words           text not null default '',
    public_summary  text not null default '',
    public_place    text not null default '',
    source          text not null,
    reporter_id     integer references account (id),
    entered_by      integer references account (id),
    reporter_name   text,
    show_name       integer not null default 0,
    callback        text,
    lead_org_id     integer references service_org (id),
    finished_by     integer references account (id),
    no_photo_reason text not null default '',
    appeals         integer not null default 0,
    -- The first published picture of each step, so that a list needs no look per row.
    cover_before    text,
    cover_after     text,
    receipt_hash    text not null unique,
    reported_at     integer not null,
    accepted_at     integer,
    dispatched_at   integer,
    finished_at     integer,
    closed_at       integer,
    updated_at      integer not null,
    -- Raised by every change, so that two people who act at once are told (rule R3).
    version         integer not null default 1,
    unique (community_id, year, seq)
) strict;
create index report_newest on report (community_id, id);
create index report_public on report (community_id, is_public, id);
create index report_public_open on report (community_id, is_public, is_open, id);
create index report_state on report (community_id, state, id);
create index report_category on report (community_id, category_id, id);
create index report_building on report (community_id, building_id, id);
create index report_lead on report (lead_org_id, state, id);
create index report_closed on report (community_id, is_public, closed_at);
create index report_reporter on report (reporter_id, id);

-- One row a transition; replaying them gives the present state (rule R2).
create table report_history (
    report_id       integer not null references report (id),
    step            integer not null,
    at              integer not null,
    role            text not null,
    action          text not null,
    from_state      text,
    to_state        text not null,
    account_id      integer references account (id),
    org_id          integer references service_org (id),
    -- What the reporter reads, and what only those who handle it read.
    words           text not null default '',
    primary key (report_id, step)
) strict, without rowid;

-- How many reports there are of each kind, kept by the transaction that changes one,
-- so that a list can say how many it holds without counting a million rows.
create table report_tally (
    community_id    integer not null,
    is_public       integer not null,
    is_open         integer not null,
    state           text not null,
    category_id     integer not null,
    building_id     integer not null,
    lead_org_id     integer not null,
    n               integer not null,
    primary key (community_id, is_public, is_open, state, category_id, building_id, lead_org_id)
) strict, without rowid;

-- Pairs of neighbouring characters, so that two-character words are found on both engines.
create table report_gram (
    community_id    integer not null,
    gram            text not null,
    report_id       integer not null references report (id),
    primary key (community_id, gram, report_id)
) strict, without rowid;
create index report_gram_report on report_gram (report_id);

-- A cleaned picture: 2048 px and 480 px; a draft until a report or notice takes it (rule R14).
create table photo (
    id              text primary key,
    community_id    integer not null references community (id),
    -- Keyed hash of the form's request key: only the form that sent a draft may use it.
    draft_of        text,
    expires_at      integer,
    report_id       integer references report (id),
    stage           text check (stage in ('before', 'after')),
    sort            integer not null default 0,
    is_published    integer not null default 0,
    -- The covered version's storage name, when cells were covered (rule R15).
    public_key      text,
    covered         text not null default '',
    width           integer not null,
    height          integer not null,
    bytes           integer not null,
    created_at      integer not null
) strict;
create index photo_report on photo (report_id, stage, sort);
create index photo_expires on photo (expires_at);
