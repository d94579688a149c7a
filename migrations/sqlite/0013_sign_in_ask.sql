-- What somebody who cannot sign in asks to be sent: a code by text message, a link by mail (rules P5,
-- P8, P9). Asking writes the same row whether anybody is known by what was typed or not; who it is
-- for is looked up when it is handed over. One row for each thing typed: a new asking takes the place
-- of the one before, so that the row also counts.
create table sign_in_ask (
    id              integer primary key,
    community_id    integer not null references community (id),
    channel         text not null check (channel in ('mail', 'sms')),
    -- A keyed hash of what was typed.
    asked_of        text not null,
    -- What was typed, and the code until it is handed over, encrypted under the installation's key.
    sealed          text,
    -- The same for every try to hand over, so that a gateway can tell a repetition.
    key             text not null unique,
    -- Of a code: the address of the page that takes it, and the code, both hashed.
    handle_hash     text unique,
    code_hash       text,
    tries           integer not null default 0,
    used_at         integer,
    asked_at        integer not null,
    expires_at      integer not null,
    -- How often it was asked since when.
    asks            integer not null default 1,
    counted_from    integer not null,
    next_at         integer not null,
    claimed_until   integer,
    sent_at         integer,
    unique (community_id, channel, asked_of)
) strict;
create index sign_in_ask_due on sign_in_ask (next_at) where sent_at is null;
create index sign_in_ask_asked on sign_in_ask (asked_at);

-- Text messages: whose number a code was typed for.
create index credential_secret on credential (kind, secret);
