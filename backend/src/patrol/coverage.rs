//! How the next shifts are covered, whom to ask where people are missing, and what of the patrols
//! has to be done today (rule V17).

use std::collections::BTreeMap;
use std::time::Duration;

use domain::id::{BuildingId, PatrolKindId, PatrolShiftId, PersonId};
use domain::instant::{Instant, LocalDate};
use domain::patrol::Role;
use domain::patrol::coverage::Cover;
use domain::patrol::eligible::{PersonFacts, Span, refusal};
use domain::patrol::shift::{Kept, is_night};
use domain::permission::Permission;
use domain::telephone::Telephone;
use jiff::ToSpan;

use super::{COLUMNS, Shift, facts, of_shift, setting, shifts};
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::filter::Statement;
use crate::sql;

/// How many days the board shows.
pub const DAYS: i64 = 14;
/// More shifts than two weeks have.
const MOST_SHIFTS: i64 = 1000;
/// More people than anybody asks.
const MOST_ASKED: usize = 30;
const DAY: u64 = 24 * 60 * 60;
/// Who did it within so long knows how it goes.
const KNOWS: Duration = Duration::from_secs(180 * DAY);
/// What counts as lately.
const LATELY: Duration = Duration::from_secs(30 * DAY);
/// Gaps nearer than this are today's work.
const SOON: Duration = Duration::from_secs(2 * DAY);

impl Shift {
    /// How it is covered.
    #[must_use]
    pub fn cover(&self, ctx: &Context) -> Cover {
        Cover {
            needed: self.capacity(),
            covered: self.covered,
            lacks_leader: self.leading == 0 && is_night(&ctx.community.zone, self.span),
        }
    }

    /// Whether people can still be found for it, and have to be.
    #[must_use]
    pub fn is_gap(&self, ctx: &Context) -> bool {
        self.kept == Kept::Open && self.span.starts > ctx.now && self.cover(ctx).is_gap()
    }
}

/// What the board is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Its first day; today without one.
    pub from: Option<LocalDate>,
    /// Only this kind.
    pub kind: Option<PatrolKindId>,
    /// Only shifts about this building.
    pub building: Option<BuildingId>,
    /// Only where people are missing.
    pub gaps: bool,
}

/// Two weeks of shifts.
#[derive(Debug, Clone)]
pub struct Board {
    /// Its first day.
    pub from: LocalDate,
    /// Days on which there is something, each with its shifts by their start.
    pub days: Vec<(LocalDate, Vec<Shift>)>,
    /// How many shifts it shows.
    pub shifts: usize,
    /// At how many of them people are missing.
    pub gaps: usize,
}

/// Shifts of two weeks, day by day, in one statement; drafts and what was called off too.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn board(ctx: &Context, query: &Query) -> Result<Board, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let zone = &ctx.community.zone;
    let from = query.from.unwrap_or_else(|| zone.date_of(ctx.now));
    let until = from.civil().saturating_add((DAYS - 1).days());
    let mut list = Statement::new(COLUMNS);
    list.number("where s.community_id = ?", ctx.community.id.get())
        .text("and s.first_day >= ?", from.to_string())
        .text("and s.first_day <= ?", LocalDate::from(until).to_string());
    if let Some(kind) = query.kind {
        list.number("and s.kind_id = ?", kind.get());
    }
    if let Some(building) = query.building {
        list.number("and s.building_id = ?", building.get());
    }
    list.number("order by s.starts_at, s.id limit ?", MOST_SHIFTS);
    let mut read = ctx.db().read().await?;
    let mut found = shifts(&mut read, list).await?;
    if query.gaps {
        found.retain(|shift| shift.is_gap(ctx));
    }
    let gaps = found.iter().filter(|shift| shift.is_gap(ctx)).count();
    let count = found.len();
    let mut days: BTreeMap<LocalDate, Vec<Shift>> = BTreeMap::new();
    for shift in found {
        days.entry(shift.first_day).or_default().push(shift);
    }
    Ok(Board {
        from,
        days: days.into_iter().collect(),
        shifts: count,
        gaps,
    })
}

/// Somebody who could be asked, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Whom.
    pub person: PersonId,
    /// What the person is called.
    pub name: String,
    /// The number to dial (rule P18).
    pub telephone: Option<Telephone>,
    /// As what there is a place for them.
    pub role: Role,
    /// How often they did this kind in half a year.
    pub times: i64,
    /// How many shifts they have had or taken within thirty days before and after this one.
    pub lately: i64,
    /// When their last one was.
    pub last: Option<Instant>,
    /// When their next one begins, if they have one.
    pub next: Option<Instant>,
}

/// A shift and whom to ask for it.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The shift.
    pub shift: Shift,
    /// Least asked first: who had the fewest shifts lately.
    pub candidates: Vec<Candidate>,
}

#[derive(sqlx::FromRow)]
struct Known {
    person_id: i64,
    name: String,
    telephone: Option<String>,
    times: i64,
    is_trained: i64,
    asked: i64,
}

#[derive(sqlx::FromRow)]
struct Busy {
    person_id: i64,
    starts_at: i64,
    ends_at: i64,
}

/// Whom to ask for a shift that lacks people: who did this kind within half a year, is free and
/// rested (rules V3, V4), and neither is on it nor has left it. Who had the fewest shifts lately, and
/// was phoned least, comes first; nothing else is compared, and nobody but staff sees it.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn ask(ctx: &Context, id: PatrolShiftId) -> Result<Ask, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut read = ctx.db().read().await?;
    let shift = of_shift(&mut read, ctx, id).await?.ok_or(Error::NotFound)?;
    let known = known(&mut read, ctx, &shift).await?;
    let busy = busy(&mut read, ctx, &shift).await?;
    let rest = setting::load(&mut read, ctx).await?.rest;
    drop(read);
    let mut found: Vec<_> = known
        .into_iter()
        .filter_map(|known| {
            let spans: Vec<_> = busy
                .iter()
                .filter(|busy| busy.person_id == known.person_id)
                .map(|busy| Span {
                    starts: Instant::from_millis(busy.starts_at),
                    ends: Instant::from_millis(busy.ends_at),
                })
                .collect();
            let asked = known.asked;
            candidate(ctx, &shift, rest, known, spans).map(|candidate| (asked, candidate))
        })
        .collect();
    found.sort_by_key(|(asked, one)| (one.lately, *asked, one.last, one.person));
    Ok(Ask {
        shift,
        candidates: found
            .into_iter()
            .map(|(_, candidate)| candidate)
            .take(MOST_ASKED)
            .collect(),
    })
}

/// Who did this kind lately, children left out: their guardians decide (rule P21).
async fn known(
    db: &mut impl Connection,
    ctx: &Context,
    shift: &Shift,
) -> Result<Vec<Known>, Error> {
    Ok(sql!(
        db,
        all as Known,
        "select u.person_id, p.name, p.telephone, count(*) as times,
                (select count(*) from patrol_skill k
                 where k.person_id = u.person_id and k.skill = 'leader') as is_trained,
                (select count(*) from patrol_call c
                 where c.person_id = u.person_id and c.at > $5) as asked
         from patrol_sign_up u
         join patrol_shift s on s.id = u.shift_id
         join person p on p.id = u.person_id
         where u.community_id = $1 and u.state = 'completed' and s.kind_id = $2
           and s.starts_at > $3 and s.id <> $4
           and not exists (select 1 from child c where c.person_id = u.person_id)
           and not exists (select 1 from patrol_sign_up o
                           where o.shift_id = $4 and o.person_id = u.person_id)
         group by u.person_id, p.name, p.telephone
         order by u.person_id limit 500",
        ctx.community.id.get(),
        shift.kind.get(),
        ctx.now.minus(KNOWS).millis(),
        shift.id.get(),
        ctx.now.minus(LATELY).millis(),
    )?)
}

/// The shifts of whoever did this kind, around this one.
async fn busy(db: &mut impl Connection, ctx: &Context, shift: &Shift) -> Result<Vec<Busy>, Error> {
    Ok(sql!(
        db,
        all as Busy,
        "select u.person_id, s.starts_at, s.ends_at
         from patrol_sign_up u join patrol_shift s on s.id = u.shift_id
         where u.community_id = $1 and u.holds = 1 and u.is_active = 1 and u.state <> 'no_show'
           and s.state <> 'cancelled' and s.id <> $2 and s.ends_at > $3 and s.starts_at < $4
           and u.person_id in (select d.person_id from patrol_sign_up d
                               join patrol_shift t on t.id = d.shift_id
                               where d.community_id = $1 and d.state = 'completed'
                                 and t.kind_id = $5 and t.starts_at > $6)
         order by s.starts_at",
        ctx.community.id.get(),
        shift.id.get(),
        shift.span.starts.minus(LATELY).millis(),
        shift.span.ends.plus(LATELY).millis(),
        shift.kind.get(),
        ctx.now.minus(KNOWS).millis(),
    )?)
}

fn candidate(
    ctx: &Context,
    shift: &Shift,
    rest: Duration,
    known: Known,
    busy: Vec<Span>,
) -> Option<Candidate> {
    let last = busy
        .iter()
        .filter(|span| span.starts <= ctx.now)
        .map(|span| span.starts)
        .max();
    let next = busy
        .iter()
        .filter(|span| span.starts > ctx.now)
        .map(|span| span.starts)
        .min();
    let lately = i64::try_from(busy.len()).unwrap_or(i64::MAX);
    let is_trained = known.is_trained > 0;
    let facts = PersonFacts {
        busy,
        is_trained,
        has_patrolled: true,
        child: None,
    };
    let role = role(shift, is_trained)?;
    let of_shift = facts::of_shift(ctx, shift, role);
    let kept = refusal(&of_shift, &facts, role, rest, ctx.now, &[]);
    kept.is_none().then(|| Candidate {
        person: PersonId::new(known.person_id),
        name: known.name,
        telephone: known
            .telephone
            .and_then(|number| Telephone::parse(&number).ok()),
        role,
        times: known.times,
        lately,
        last,
        next,
    })
}

/// As what somebody is asked: to lead, where nobody does and they can; else as a member; and where
/// only leaders' places are left, those who can.
fn role(shift: &Shift, is_trained: bool) -> Option<Role> {
    let has_free = |role| {
        let places = shift.places_of(role);
        places.capacity > places.taken
    };
    let leads = has_free(Role::Leader);
    if leads && is_trained && shift.leading == 0 {
        Some(Role::Leader)
    } else if has_free(Role::Member) {
        Some(Role::Member)
    } else if leads {
        is_trained.then_some(Role::Leader)
    } else if shift.places_of(Role::Member).capacity > 0 {
        // Every place is held, some by people who look for a stand-in.
        Some(Role::Member)
    } else {
        None
    }
}

/// Shifts that wait for staff today.
#[derive(Debug, Clone, Default)]
pub struct Today {
    /// Shifts within two days that lack people, the next one first.
    pub gaps: Vec<Shift>,
    /// How many sign-ups wait for a yes, and at which shift the first one is.
    pub pending: Option<(i64, PatrolShiftId)>,
    /// How many shifts have ended and are not written up, and which one is the oldest.
    pub unwritten: Option<(i64, PatrolShiftId)>,
}

/// What of the patrols has to be done today.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn today(ctx: &Context) -> Result<Today, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut read = ctx.db().read().await?;
    let mut soon = Statement::new(COLUMNS);
    soon.number("where s.community_id = ?", ctx.community.id.get())
        .push("and s.state = 'open'")
        .number("and s.starts_at > ?", ctx.now.millis())
        .number("and s.starts_at <= ?", ctx.now.plus(SOON).millis())
        .push("order by s.starts_at, s.id limit 100");
    let mut gaps = shifts(&mut read, soon).await?;
    gaps.retain(|shift| shift.is_gap(ctx));
    let (pending, first) = sql!(
        &mut read,
        one as (i64, Option<i64>),
        "select count(*), min(s.id) from patrol_sign_up u
         join patrol_shift s on s.id = u.shift_id
         where u.community_id = $1 and u.state = 'pending' and s.state = 'open'
           and s.starts_at > $2",
        ctx.community.id.get(),
        ctx.now.millis(),
    )?;
    let pending = first.map(|first| (pending, PatrolShiftId::new(first)));
    let ended = sql!(
        &mut read,
        all as (i64,),
        "select id from patrol_shift
         where community_id = $1 and state = 'open' and closed_at is null and ends_at <= $2
           and starts_at > $3
         order by starts_at, id",
        ctx.community.id.get(),
        ctx.now.millis(),
        ctx.now.minus(LATELY).millis(),
    )?;
    let unwritten = ended.first().map(|(first,)| {
        (
            i64::try_from(ended.len()).unwrap_or(i64::MAX),
            PatrolShiftId::new(*first),
        )
    });
    Ok(Today {
        gaps,
        pending,
        unwritten,
    })
}
