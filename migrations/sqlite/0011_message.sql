-- Messages to residents: the inbox, and what carries them further (mail, text message, telephone).

create table message (
    id              integer primary key,
    community_id    integer not null references community (id),
    person_id       integer not null references person (id),
    kind            text not null,
    -- What it is about, such as `report/2026-000001`, and what its sentence needs, as JSON.
    subject         text not null,
    args            text not null default '{}',
    at              integer not null,
    read_at         integer
) strict;
create index message_inbox on message (person_id, id);
create index message_unread on message (person_id) where read_at is null;

-- How a person wants to hear, beyond the inbox. Nothing is sent to an address that nobody confirmed.
create table message_choice (
    person_id       integer primary key references person (id),
    community_id    integer not null references community (id),
    mail_address    text,
    mail_token_hash text,
    mail_asked_at   integer,
    mail_confirmed_at integer,
    wants_mail      integer not null default 0,
    wants_sms       integer not null default 0
) strict;

-- The outbox: one row a message and channel, written in the transaction of what happened.
create table delivery (
    id              integer primary key,
    community_id    integer not null references community (id),
    message_id      integer not null references message (id),
    channel         text not null check (channel in ('mail', 'sms', 'call')),
    -- The same for every try, so that a gateway can tell a repetition.
    key             text not null unique,
    state           text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'done')),
    tries           integer not null default 0,
    next_at         integer not null,
    claimed_until   integer,
    settled_at      integer,
    -- Who made the call.
    settled_by      integer references person (id)
) strict;
create index delivery_due on delivery (state, channel, next_at);
create index delivery_calls on delivery (community_id, channel, state, id);
create index delivery_message on delivery (message_id);
