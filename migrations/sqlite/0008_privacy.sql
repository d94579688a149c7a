-- Privacy: who may do a job now, consents, tombstones, words to review (rules P19, P20, P23–P25).

-- Of several servers one does a job, for as long as its lease lasts; killed, another takes it up.
create table job_claim (
    community_id    integer not null references community (id),
    job             text not null,
    holder          text not null,
    until_at        integer not null,
    -- When it was last brought to its end.
    done_at         integer not null default 0,
    primary key (community_id, job)
) strict, without rowid;

-- One row each time somebody agreed; withdrawn, it stays and says when (rule P20).
create table consent (
    id              integer primary key,
    community_id    integer not null references community (id),
    person_id       integer not null references person (id),
    purpose         text not null,
    text_version    integer not null,
    text_hash       text not null,
    channel         text not null check (channel in ('online', 'assisted', 'paper')),
    given_at        integer not null,
    withdrawn_at    integer
) strict;
create unique index consent_in_force on consent (person_id, purpose) where withdrawn_at is null;
create index consent_person on consent (person_id, id);

-- Who was removed, as a keyed hash: an older backup that is restored is put right by it (rule P23).
create table tombstone (
    mark            text primary key,
    community_id    integer not null references community (id),
    at              integer not null
) strict;

-- Texts that may still name somebody who was removed, for staff to look through (rule P23).
create table review (
    id              integer primary key,
    community_id    integer not null references community (id),
    -- Where it stands, such as `report/2026-000001`, and which part of it.
    subject         text not null,
    part            text not null,
    listed_at       integer not null,
    settled_at      integer,
    settled_by      integer references person (id)
) strict;
create index review_open on review (community_id, settled_at, id);
