-- How residents come in: household codes, cards, requests, invitations of family (rules P6, P7, P15, P21).

-- Ten digits on a slip of paper; only their keyed hash is kept. A new one ends the one before.
create table household_code (
    id              integer primary key,
    community_id    integer not null references community (id),
    household_id    integer not null references household (id),
    code_hash       text not null unique,
    made_at         integer not null,
    made_by         integer references person (id),
    expires_at      integer not null,
    uses            integer not null default 0,
    most_uses       integer not null,
    ended_at        integer
) strict;
create index household_code_household on household_code (household_id);

-- A printed card (便民卡): its credential is gone once it is blocked.
create table card (
    id              integer primary key,
    community_id    integer not null references community (id),
    household_id    integer not null references household (id),
    person_id       integer not null references person (id),
    credential_id   integer references credential (id),
    made_at         integer not null,
    made_by         integer references person (id),
    ended_at        integer
) strict;
create index card_household on card (household_id);
create index card_person on card (person_id);

-- Well-formed codes and doors that did not fit, counted under a keyed hash.
create table join_attempt (
    counter         text primary key,
    failures        integer not null,
    last_at         integer not null
) strict;
create index join_attempt_last on join_attempt (last_at);

-- Somebody without a code who asks to come in.
create table join_request (
    id              integer primary key,
    community_id    integer not null references community (id),
    secret_hash     text not null unique,
    name            text not null,
    telephone       text not null,
    unit_id         integer not null references unit (id),
    door            text not null,
    words           text not null default '',
    state           text not null check (state in ('waiting', 'approved', 'declined', 'finished')),
    -- Where staff let them in.
    household_id    integer references household (id),
    reason          text not null default '',
    asked_at        integer not null,
    decided_at      integer,
    decided_by      integer references person (id),
    expires_at      integer not null,
    version         integer not null default 1
) strict;
create index join_request_state on join_request (community_id, state, id);
create index join_request_expires on join_request (expires_at);

-- A child under 14: a person with a band and a guardian, no account (rule P21).
create table child (
    person_id       integer primary key references person (id),
    community_id    integer not null references community (id),
    guardian_id     integer not null references person (id),
    age_band        text not null check (age_band in ('0-2', '3-6', '7-13'))
) strict;
create index child_guardian on child (guardian_id);

-- A family member is asked to act for somebody (家人代办, rule P15): by a link, or by eight digits.
create table family_invitation (
    id              integer primary key,
    community_id    integer not null references community (id),
    owner_id        integer not null references person (id),
    link_hash       text not null unique,
    code_hash       text not null unique,
    made_at         integer not null,
    expires_at      integer not null,
    used_at         integer
) strict;
create index family_invitation_owner on family_invitation (owner_id);
create index family_invitation_expires on family_invitation (expires_at);

-- Who may act for whom, until either ends it.
create table family_helper (
    id              integer primary key,
    community_id    integer not null references community (id),
    owner_id        integer not null references person (id),
    helper_id       integer not null references person (id),
    since           integer not null,
    ended_at        integer
) strict;
create unique index family_helper_now on family_helper (helper_id, owner_id) where ended_at is null;
create index family_helper_owner on family_helper (owner_id);
