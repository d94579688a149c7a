-- The one-time link with which a community, or an administrator of one, begins (rule P11).

create table setup_link (
    token_hash      text primary key,
    -- Whose administrator it makes; null begins a community of its own.
    community_id    integer references community (id),
    -- Where a new community answers; null for every host.
    host            text,
    created_at      integer not null,
    expires_at      integer not null,
    used_at         integer
) strict, without rowid;
