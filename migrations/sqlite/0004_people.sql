-- Households and their members, posts of persons, and the audit trail (rules P1, P2, P5, P12, P25).

-- A door, not a person (rule P2). Its floor is known where the estate was drawn with floors.
create table household (
    id              integer primary key,
    community_id    integer not null references community (id),
    building_id     integer not null references building (id),
    unit_id         integer not null references unit (id),
    floor_id        integer references floor (id),
    -- What stands on the door: 302, 3-02, 三〇二.
    door            text not null,
    sort            integer not null,
    -- Set for a hub household (中心户): its node in the organisation tree.
    node_id         integer references org_node (id),
    closed_on       text,
    unique (unit_id, door)
) strict;
create index household_building on household (building_id, sort);

-- Who lives there, from when to when; a child has no account and is a band and a guardian (P21).
create table household_member (
    id              integer primary key,
    household_id    integer not null references household (id),
    person_id       integer not null references person (id),
    since           text not null,
    until           text
) strict;
create index household_member_household on household_member (household_id);
create index household_member_person on household_member (person_id);

-- A post is a person's, not an account's: many a captain has none. Ends at its time (rule P12).
create table post_holding_of_person (
    id              integer primary key,
    person_id       integer not null references person (id),
    post            text not null,
    node_id         integer not null references org_node (id),
    service_org_id  integer references service_org (id),
    valid_from      integer not null,
    valid_until     integer,
    -- The number given for the duty (rule P18); null when none was.
    telephone       text,
    reason          text not null default '',
    given_by        integer references person (id),
    given_at        integer not null default 0,
    ended_by        integer references person (id),
    end_reason      text not null default '',
    version         integer not null default 1
) strict;
insert into post_holding_of_person (id, person_id, post, node_id, service_org_id, valid_from, valid_until)
    select h.id, a.person_id, h.post, h.node_id, h.service_org_id, h.valid_from, h.valid_until
    from post_holding h join account a on a.id = h.account_id;
drop table post_holding;
alter table post_holding_of_person rename to post_holding;
create index post_holding_person on post_holding (person_id);
create index post_holding_node on post_holding (node_id);

-- One row for each change by staff and each look at protected data, written in the transaction
-- that does it (rule P25). `was` and `became` hold no personal content; that stands in `personal`,
-- which can be erased with its salt while the digest of both stays.
create table audit (
    id              integer primary key,
    community_id    integer not null references community (id),
    at              integer not null,
    -- The person who did it; null for a job.
    actor_id        integer,
    -- The posts under which it was done.
    post            text not null default '',
    deed            text not null,
    -- What it was done to: `report/2026-000001`.
    subject         text not null,
    -- Whom it concerns, and who may read it among their own data (rules P18, P22).
    person_id       integer,
    was             text not null default '{}',
    became          text not null default '{}',
    personal        text,
    salt            text,
    personal_digest text not null default ''
) strict;
create index audit_newest on audit (community_id, id);
create index audit_person on audit (person_id, id);
create index audit_actor on audit (community_id, actor_id, id);
create index audit_deed on audit (community_id, deed, id);

-- The chain over the audit rows, in the order in which the sealing job met them.
create table audit_seal (
    community_id    integer not null references community (id),
    seq             integer not null,
    audit_id        integer not null unique,
    seal            text not null,
    primary key (community_id, seq)
) strict, without rowid;

-- Appended to, never changed, whatever the program tries; erasing personal content is the exception.
create trigger audit_is_append_only before update on audit
when old.id is not new.id or old.community_id is not new.community_id or old.at is not new.at
    or old.actor_id is not new.actor_id or old.post is not new.post or old.deed is not new.deed
    or old.subject is not new.subject or old.person_id is not new.person_id
    or old.was is not new.was or old.became is not new.became
    or old.personal_digest is not new.personal_digest
    or new.personal is not null or new.salt is not null
begin
    select raise(abort, 'audit rows are not changed');
end;
create trigger audit_keeps_rows before delete on audit
begin
    select raise(abort, 'audit rows are not removed');
end;
create trigger audit_seal_is_append_only before update on audit_seal
begin
    select raise(abort, 'seals are not changed');
end;
create trigger audit_seal_keeps_rows before delete on audit_seal
begin
    select raise(abort, 'seals are not removed');
end;
