-- Service hours and what is certified of them (rules V13, V15).

-- The ledger: appended to, never changed. The balance is the sum of the minutes; a correction is a
-- reversal and a new entry.
create table hours_entry (
    id              integer primary key,
    community_id    integer not null references community (id),
    -- Whose record it is kept under; of a child the guardian's, with the child beside it (rule P21).
    person_id       integer not null references person (id),
    child_id        integer references person (id),
    source          text not null check (source in ('automatic', 'back_entered', 'walk')),
    shift_id        integer references patrol_shift (id),
    sign_up_id      integer references patrol_sign_up (id),
    claim_id        integer,
    -- The community's day on which the service began (rule V19).
    on_day          text not null,
    began_at        integer,
    ended_at        integer,
    minutes         integer not null,
    words           text not null default '',
    -- The entry that this one takes back.
    reverses_id     integer unique references hours_entry (id),
    written_by      integer references person (id),
    approved_by     integer references person (id),
    written_at      integer not null
) strict;
create index hours_entry_person on hours_entry (person_id, id);
create index hours_entry_shift on hours_entry (shift_id);
create index hours_entry_day on hours_entry (community_id, on_day);
create trigger hours_entry_is_append_only before update on hours_entry
when old.id is not new.id or old.community_id is not new.community_id
    or old.person_id is not new.person_id or old.child_id is not new.child_id
    or old.source is not new.source or old.shift_id is not new.shift_id
    or old.sign_up_id is not new.sign_up_id or old.claim_id is not new.claim_id
    or old.on_day is not new.on_day or old.began_at is not new.began_at
    or old.ended_at is not new.ended_at or old.minutes is not new.minutes
    or old.reverses_id is not new.reverses_id or old.written_at is not new.written_at
    or old.written_by is not new.written_by or old.approved_by is not new.approved_by
    or (new.words <> '' and old.words is not new.words)
begin
    select raise(abort, 'entries of hours are not changed');
end;
create trigger hours_entry_keeps_rows before delete on hours_entry
begin
    select raise(abort, 'entries of hours are not removed');
end;

-- Hours entered afterwards (补录), until somebody else approves them (rule V13).
create table hours_claim (
    id              integer primary key,
    community_id    integer not null references community (id),
    person_id       integer not null references person (id),
    child_id        integer references person (id),
    kind_id         integer references patrol_kind (id),
    shift_id        integer references patrol_shift (id),
    on_day          text not null,
    minutes         integer not null,
    words           text not null,
    state           text not null check (state in ('waiting', 'approved', 'declined', 'withdrawn')),
    entered_by      integer references person (id),
    entered_at      integer not null,
    decided_by      integer references person (id),
    decided_at      integer,
    reason          text not null default '',
    version         integer not null default 1
) strict;
create index hours_claim_state on hours_claim (community_id, state, id);
create index hours_claim_person on hours_claim (person_id, id);

-- A certificate as it was printed. Its check code is kept as a keyed hash only.
create table certificate (
    id              integer primary key,
    community_id    integer not null references community (id),
    person_id       integer references person (id),
    child_id        integer references person (id),
    year            integer not null,
    seq             integer not null,
    code_hash       text not null unique,
    real_name       text not null,
    volunteer_number text not null default '',
    guardian_name   text not null default '',
    from_day        text not null,
    until_day       text not null,
    -- The entries as they stood, as JSON, and their sum.
    entries         text not null,
    total_minutes   integer not null,
    issued_at       integer not null,
    issued_by       integer references person (id),
    superseded_by   integer references certificate (id),
    revoked_at      integer,
    revoked_by      integer references person (id),
    revoke_reason   text not null default '',
    version         integer not null default 1,
    unique (community_id, year, seq)
) strict;
create index certificate_person on certificate (person_id, id);
create table certificate_counter (
    community_id    integer not null references community (id),
    year            integer not null,
    last            integer not null,
    primary key (community_id, year)
) strict, without rowid;

alter table patrol_setting add column walks_count integer not null default 0;
