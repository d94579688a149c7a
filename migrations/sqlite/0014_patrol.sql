-- Volunteer patrols (rules V1–V20): kinds, routes, templates, shifts with places, sign-ups.

-- Holidays and the workdays that make up for them (调休), where a community says otherwise than the
-- calendar that comes with the program (rule V10).
create table calendar_day (
    community_id    integer not null references community (id),
    date            text not null,
    kind            text not null check (kind in ('holiday', 'workday', 'ordinary')),
    name            text not null default '',
    primary key (community_id, date)
) strict, without rowid;

-- What volunteers do; staff edit the list.
create table patrol_kind (
    id              integer primary key,
    community_id    integer not null references community (id),
    name_zh         text not null,
    name_en         text not null,
    sort            integer not null,
    retired_at      integer
) strict;
create index patrol_kind_community on patrol_kind (community_id, sort);
insert into patrol_kind (community_id, name_zh, name_en, sort)
    select c.id, k.zh, k.en, k.sort from community c
    cross join (
        select '巡查' as zh, 'Patrol' as en, 1 as sort
        union all select '打扫', 'Cleaning', 2
        union all select '集中清理', 'Clear-out', 3
        union all select '发宣传册', 'Handing out leaflets', 4
        union all select '文明劝导', 'Friendly reminders', 5
    ) k;

-- A way to go, with what to look at: one stop a line.
create table patrol_route (
    id              integer primary key,
    community_id    integer not null references community (id),
    name            text not null,
    stops           text not null,
    retired_at      integer,
    version         integer not null default 1
) strict;
create index patrol_route_community on patrol_route (community_id, id);

-- What a community decided about its patrols; without a row what the program assumes.
create table patrol_setting (
    community_id    integer primary key references community (id),
    -- Rest between two shifts of a person (rule V4).
    rest_minutes    integer not null default 0,
    -- Leaving is free until so long before the start (rule V6).
    leave_minutes   integer not null default 1440,
    -- How many weeks ahead templates make shifts (rule V10).
    weeks_ahead     integer not null default 4,
    version         integer not null default 1
) strict;

-- Shifts that come again (rule V10). `starts` and `ends` are what the community's clocks show.
create table patrol_template (
    id              integer primary key,
    community_id    integer not null references community (id),
    kind_id         integer not null references patrol_kind (id),
    title           text not null default '',
    place           text not null default '',
    building_id     integer references building (id),
    route_id        integer references patrol_route (id),
    words           text not null default '',
    every           text not null check (every in ('week', 'month_day', 'month_weekday')),
    -- Every so many weeks or months.
    step            integer not null default 1 check (step >= 1),
    -- Monday is 1, Tuesday 2, Wednesday 4 …
    weekdays        integer not null default 0,
    -- The day of the month; a shorter month takes its last.
    month_day       integer not null default 0,
    -- The first to fourth of that weekday in the month; -1 is the last.
    nth             integer not null default 0,
    starts          text not null,
    ends            text not null,
    first_on        text not null,
    last_on         text,
    -- Whether holidays and 调休 are followed.
    days            text not null check (days in ('all', 'skip_holidays', 'as_workdays')),
    leaders         integer not null default 1,
    members         integer not null default 0,
    trainees        integer not null default 0,
    -- Of the members' places, those kept for people without an account.
    reserved        integer not null default 0,
    needs_approval  integer not null default 0,
    uses_code       integer not null default 0,
    -- Made as drafts, or open at once.
    publishes       integer not null default 1,
    ended_at        integer,
    version         integer not null default 1
) strict;
create index patrol_template_community on patrol_template (community_id, id);

create table patrol_shift (
    id              integer primary key,
    community_id    integer not null references community (id),
    -- Where it comes from, and which day of the template it is; that day never changes.
    template_id     integer references patrol_template (id),
    occurrence_on   text,
    -- 1 once somebody changed it by itself: the template leaves it alone from then on.
    is_edited       integer not null default 0,
    kind_id         integer not null references patrol_kind (id),
    title           text not null default '',
    place           text not null default '',
    building_id     integer references building (id),
    route_id        integer references patrol_route (id),
    words           text not null default '',
    starts_at       integer not null,
    ends_at         integer not null,
    -- The community's day on which it begins (rule V19).
    first_day       text not null,
    -- Leaving is free until this very instant (rule V6).
    deadline_at     integer not null,
    state           text not null check (state in ('draft', 'open', 'cancelled')),
    needs_approval  integer not null default 0,
    uses_code       integer not null default 0,
    -- The last number given to a sign-up here, under the shift's lock (rule V1).
    last_seq        integer not null default 0,
    -- Rises with every change that a calendar has to know (rule V18).
    sequence        integer not null default 0,
    published_at    integer,
    cancelled_at    integer,
    cancel_reason   text not null default '',
    -- When its leader wrote down who came and what was found (rules V12, V13, V16).
    closed_at       integer,
    closed_by       integer references person (id),
    handbooks       integer not null default 0,
    record_words    text not null default '',
    created_at      integer not null,
    updated_at      integer not null,
    version         integer not null default 1,
    unique (template_id, occurrence_on),
    check (starts_at < ends_at)
) strict;
create index patrol_shift_start on patrol_shift (community_id, starts_at, id);
create index patrol_shift_day on patrol_shift (community_id, first_day);

-- Places for each role. The database itself refuses one too many (rule V1): `taken` counts the
-- sign-ups that hold a place, `reserved` are kept for people whom staff or the leader enter.
create table patrol_place (
    shift_id        integer not null references patrol_shift (id),
    role            text not null check (role in ('leader', 'member', 'trainee')),
    capacity        integer not null check (capacity >= 0),
    reserved        integer not null default 0 check (reserved >= 0),
    taken           integer not null default 0 check (taken >= 0),
    primary key (shift_id, role),
    check (taken + reserved <= capacity)
) strict, without rowid;

create table patrol_sign_up (
    id              integer primary key,
    community_id    integer not null references community (id),
    shift_id        integer not null references patrol_shift (id),
    person_id       integer not null references person (id),
    role            text not null check (role in ('leader', 'member', 'trainee')),
    state           text not null check (state in ('pending', 'waitlisted', 'offered', 'confirmed',
                        'seeking', 'checked_in', 'completed', 'no_show', 'excused', 'cancelled')),
    -- The order in which the database took them.
    seq             integer not null,
    -- 1 in every state but cancelled: at most one a person and shift (rule V2).
    is_active       integer not null default 1,
    -- 1 while it holds a place.
    holds           integer not null,
    -- Who looks after a child that takes part (rule P21).
    guardian_id     integer references person (id),
    -- Who entered it for somebody else.
    entered_by      integer references person (id),
    -- Why staff let it pass a rule (rule V9).
    override_reason text not null default '',
    -- Until when an offered place waits for an answer.
    offered_until   integer,
    -- When the person came and went, where that was written down (rule V13).
    came_at         integer,
    went_at         integer,
    -- 1 where staff agreed that it counts beyond the planned time.
    times_approved  integer not null default 0,
    signed_at       integer not null,
    changed_at      integer not null,
    version         integer not null default 1,
    unique (shift_id, seq)
) strict;
create unique index patrol_sign_up_once on patrol_sign_up (shift_id, person_id) where is_active = 1;
create index patrol_sign_up_person on patrol_sign_up (person_id, is_active, shift_id);
create index patrol_sign_up_state on patrol_sign_up (shift_id, state, seq);

-- Who is trained to lead (rule V11).
create table patrol_skill (
    person_id       integer not null references person (id),
    community_id    integer not null references community (id),
    skill           text not null check (skill in ('leader')),
    given_at        integer not null,
    given_by        integer references person (id),
    primary key (person_id, skill)
) strict, without rowid;

-- What was sent once must not be sent twice (rule V17).
create table patrol_reminder (
    sign_up_id      integer not null references patrol_sign_up (id),
    which           text not null check (which in ('day', 'hours')),
    at              integer not null,
    primary key (sign_up_id, which)
) strict, without rowid;

-- Whom staff phoned about a shift: a reminder, a gap, a change.
create table patrol_call (
    shift_id        integer not null references patrol_shift (id),
    person_id       integer not null references person (id),
    at              integer not null,
    by_person       integer references person (id),
    primary key (shift_id, person_id)
) strict, without rowid;

-- The private calendar address: raising the version makes the old one worth nothing (rule V18).
create table patrol_feed (
    person_id       integer primary key references person (id),
    community_id    integer not null references community (id),
    version         integer not null default 1,
    token_hash      text not null unique,
    made_at         integer not null
) strict;

-- The checklist of a shift, as its leader ticked it: stops of the route by their words.
create table patrol_check (
    shift_id        integer not null references patrol_shift (id),
    line            integer not null,
    words           text not null,
    result          text not null check (result in ('fine', 'problem')),
    at              integer not null,
    primary key (shift_id, line)
) strict, without rowid;

-- Places to look at again after a report there was closed (rule R13): after 7, 30 and 90 days.
create table patrol_look (
    report_id       integer not null references report (id),
    after_days      integer not null check (after_days in (7, 30, 90)),
    shift_id        integer references patrol_shift (id),
    result          text not null check (result in ('fine', 'back')),
    at              integer not null,
    primary key (report_id, after_days)
) strict, without rowid;
create index patrol_look_shift on patrol_look (shift_id);

-- What a patrol found (rule V16).
create table patrol_finding (
    shift_id        integer not null references patrol_shift (id),
    report_id       integer not null references report (id),
    at              integer not null,
    primary key (shift_id, report_id)
) strict, without rowid;
create index patrol_finding_report on patrol_finding (report_id);

-- Photos of what was done, and of the signed sheet.
alter table photo add column shift_id integer references patrol_shift (id);
alter table photo add column shift_part text;
create index photo_shift on photo (shift_id, shift_part, sort);

-- Categories that tend to come back (rule R13).
alter table category add column comes_back integer not null default 0;
update category set comes_back = 1 where picture in ('small-ads', 'rubbish', 'clutter');
