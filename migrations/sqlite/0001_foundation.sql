-- Communities, their organisation, estate, people and sign-ins.
-- Instants are epoch milliseconds UTC, civil dates are text YYYY-MM-DD, booleans are 0 or 1.

create table community (
    id              integer primary key,
    name            text not null,
    -- Public origin such as https://linli.example.org; null answers for every host.
    host            text unique,
    zone            text not null,
    is_demo         integer not null default 0,
    -- Raised in the transaction of every change that the public can see.
    public_version  integer not null default 1,
    created_at      integer not null
) strict;

-- Whom to call: organisations' numbers, public by rule P17.
create table contact (
    id              integer primary key,
    community_id    integer not null references community (id),
    kind            text not null check (kind in ('emergency', 'community', 'property', 'other')),
    name_zh         text not null,
    name_en         text not null,
    phone           text not null,
    hours_zh        text not null default '',
    hours_en        text not null default '',
    sort            integer not null
) strict;
create index contact_community on contact (community_id, sort);

-- The organisation tree (rule P1). `path` is '/1/4/9/': every ancestor's id and the own one.
create table org_node (
    id              integer primary key,
    community_id    integer references community (id),
    parent_id       integer references org_node (id),
    kind            text not null check (kind in ('subdistrict', 'community', 'grid', 'building', 'unit', 'household')),
    name            text not null,
    path            text not null default '',
    opened_on       text not null,
    closed_on       text,
    sort            integer not null default 0
) strict;
create index org_node_parent on org_node (parent_id);
create index org_node_path on org_node (path);

-- Who serves: residents' committee, property company, crews, partners (rule P1, the second map).
create table service_org (
    id              integer primary key,
    community_id    integer not null references community (id),
    kind            text not null check (kind in ('committee', 'property', 'crew', 'partner')),
    name            text not null,
    phone           text not null default '',
    sort            integer not null default 0,
    closed_on       text
) strict;
create index service_org_community on service_org (community_id, sort);

create table building (
    id              integer primary key,
    community_id    integer not null references community (id),
    node_id         integer not null references org_node (id),
    name            text not null,
    sort            integer not null,
    -- Place on the drawn plan, in plan units; null until somebody places it.
    plan_x          integer,
    plan_y          integer,
    plan_width      integer,
    plan_height     integer,
    unique (community_id, name)
) strict;

create table unit (
    id              integer primary key,
    building_id     integer not null references building (id),
    name            text not null,
    sort            integer not null,
    unique (building_id, name)
) strict;

-- Floors in order from the ground up; basements are below zero (rule P2).
create table floor (
    id              integer primary key,
    building_id     integer not null references building (id),
    level           integer not null,
    name            text not null,
    unique (building_id, level)
) strict;

-- Places of the estate outside the buildings: gate, square, car park.
create table area (
    id              integer primary key,
    community_id    integer not null references community (id),
    name_zh         text not null,
    name_en         text not null,
    sort            integer not null,
    plan_x          integer,
    plan_y          integer,
    plan_width      integer,
    plan_height     integer,
    unique (community_id, name_zh)
) strict;

-- A person may have no account and no telephone of their own (rule P5).
create table person (
    id              integer primary key,
    community_id    integer references community (id),
    name            text not null,
    telephone       text,
    created_at      integer not null
) strict;
create index person_community on person (community_id);

create table account (
    id              integer primary key,
    person_id       integer not null unique references person (id),
    display_name    text not null,
    language        text not null default 'zh-CN',
    created_at      integer not null,
    blocked_until   integer
) strict;

-- One row a way to sign in (rule P5): 'password' now, cards and codes later.
create table credential (
    id              integer primary key,
    account_id      integer not null references account (id),
    kind            text not null check (kind in ('password', 'card', 'sms')),
    name            text not null,
    secret          text not null,
    created_at      integer not null,
    unique (kind, name)
) strict;
create index credential_account on credential (account_id);

-- Failures counted under a keyed hash of what was typed, known or not (rule P8).
create table login_attempt (
    name_hash       text primary key,
    failures        integer not null,
    last_at         integer not null
) strict;

-- A post is a bundle of rights on a subtree for a term (rule P12).
create table post_holding (
    id              integer primary key,
    account_id      integer not null references account (id),
    post            text not null,
    node_id         integer not null references org_node (id),
    service_org_id  integer references service_org (id),
    valid_from      integer not null,
    valid_until     integer
) strict;
create index post_holding_account on post_holding (account_id);

create table session (
    id_hash         text primary key,
    account_id      integer references account (id),
    record          text not null,
    created_at      integer not null,
    touched_at      integer not null,
    -- How long an unused sign-in lasts; null when its end is fixed.
    lasts           integer,
    expires_at      integer not null
) strict;
create index session_account on session (account_id);
create index session_expires on session (expires_at);

-- The same form sent twice gives the same answer.
create table request_key (
    community_id    integer not null references community (id),
    use_case        text not null,
    key             text not null,
    answer          text not null,
    at              integer not null,
    primary key (community_id, use_case, key)
) strict, without rowid;
create index request_key_at on request_key (at);
