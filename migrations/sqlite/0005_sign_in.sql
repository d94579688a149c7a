-- Ways to sign in and what belongs to them (rules P7, P8, P9, P10).

-- How pages look, as the cookie keeps it; null until it was changed while signed in.
alter table account add column look text;
-- Raised when what was shown before is worth nothing any more: a half sign-in made under an older
-- one is not continued.
alter table account add column sign_in_version integer not null default 1;

-- Kind of machine and browser, never what the browser said of itself.
alter table session add column device text not null default '';
-- When the person signed in; the row itself is made anew whenever the id changes.
alter table session add column began_at integer not null default 0;
-- Set by a change of rights: the next request changes the id (rule P9).
alter table session add column cycle integer not null default 0;
update session set began_at = created_at;

-- A slip with which a forgotten password is set anew: single use, kept hashed (rule P9).
create table reset_slip (
    id              integer primary key,
    community_id    integer not null references community (id),
    account_id      integer not null references account (id),
    token_hash      text not null unique,
    digits_hash     text not null unique,
    delivered       integer not null,
    made_by         integer references person (id),
    made_at         integer not null,
    expires_at      integer not null,
    used_at         integer
) strict;
create index reset_slip_account on reset_slip (account_id);
create index reset_slip_expires on reset_slip (expires_at);

-- A second factor that counts: it was confirmed with a code (rule P10).
create table second_factor (
    account_id      integer primary key references account (id),
    -- The TOTP secret, encrypted under the installation's key.
    secret          text not null,
    -- The last time step whose code was taken: none is taken twice.
    last_step       integer not null,
    created_at      integer not null
) strict;

-- The printed list (密码单): each code is hashed and works once.
create table one_time_code (
    id              integer primary key,
    account_id      integer not null references account (id),
    code_hash       text not null unique,
    used_at         integer
) strict;
create index one_time_code_account on one_time_code (account_id);

-- A device on which the second factor is not asked for 90 days.
create table device_trust (
    token_hash      text primary key,
    account_id      integer not null references account (id),
    created_at      integer not null,
    expires_at      integer not null
) strict;
create index device_trust_account on device_trust (account_id);
create index device_trust_expires on device_trust (expires_at);
