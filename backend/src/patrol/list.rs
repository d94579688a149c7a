//! Shifts for everybody: a week of them, with filters that live in the address (rule X13), and the
//! next few for the first page. A list asks one statement for them, one for
//! the kinds, and one more for whoever is signed in.

use domain::id::{BuildingId, PatrolKindId, PatrolShiftId, PersonId};
use domain::instant::{Instant, LocalDate};
use domain::patrol::shift::Standing;
use domain::patrol::sign_up::State;
use jiff::ToSpan;

use super::kind::{self, Kind};
use super::rows::SignUpRow;
use super::{COLUMNS, Shift, SignUp, own, shifts};
use crate::context::Context;
use crate::error::Error;
use crate::filter::Statement;

/// More shifts than any week has.
const MOST: i64 = 300;

/// Which week, and what of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Query {
    /// Its first day; today without one, and for days that are over.
    pub from: Option<LocalDate>,
    /// Only of this kind.
    pub kind: Option<PatrolKindId>,
    /// Only near this building: about it, or about the whole community.
    pub building: Option<BuildingId>,
}

/// Seven days of shifts.
#[derive(Debug, Clone)]
pub struct Week {
    /// The first day.
    pub from: LocalDate,
    /// The day behind the last.
    pub until: LocalDate,
    /// The first day of the week before, where that is not over.
    pub before: Option<LocalDate>,
    /// Those with places first, each part by its start.
    pub shifts: Vec<Shift>,
    /// What a list can be narrowed to.
    pub kinds: Vec<Kind>,
    /// Whether there are more than are shown.
    pub is_cut: bool,
    /// The sign-ups on them of who asks and of their children, or of whom they act for.
    pub own: Vec<SignUp>,
}

impl Week {
    /// How many have a place that anybody may take.
    #[must_use]
    pub fn open(&self, now: Instant) -> usize {
        let mut open = 0;
        for shift in &self.shifts {
            open += usize::from(shift.standing(now) == Standing::Open);
        }
        open
    }

    /// How a person stands on one of the shifts.
    #[must_use]
    pub fn state_of(&self, person: PersonId, shift: PatrolShiftId) -> Option<State> {
        let mut own = self.own.iter();
        own.find(|own| own.shift == shift && own.person == person)
            .map(|own| own.state)
    }
}

/// The published shifts of a week. What is over is left out, but whoever comes for a shift that was
/// called off still reads so until its day is over. `whom` is somebody whom who asks acts for
/// (rule P15).
///
/// # Errors
/// `Denied` when one may not act for that person, or when the store fails.
pub async fn week(ctx: &Context, query: &Query, whom: Option<PersonId>) -> Result<Week, Error> {
    let whose = own::whose(ctx, whom).await?;
    let zone = &ctx.community.zone;
    let today = zone.date_of(ctx.now);
    let from = query.from.filter(|day| *day > today).unwrap_or(today);
    let until = LocalDate::from(from.civil().saturating_add(7.days()));
    let earlier = LocalDate::from(from.civil().saturating_sub(7.days()));
    let (begins, ends) = (from.first_instant(zone), until.first_instant(zone));

    let mut list = Statement::new(COLUMNS);
    list.number("where s.community_id = ?", ctx.community.id.get())
        .number("and s.starts_at < ?", ends.millis())
        .number("and s.ends_at > ?", begins.millis())
        .number(
            "and s.published_at is not null
             and (s.state = 'cancelled' or (s.state = 'open' and s.ends_at > ?))",
            ctx.now.millis(),
        );
    if let Some(kind) = query.kind {
        list.number("and s.kind_id = ?", kind.get());
    }
    if let Some(building) = query.building {
        list.number(
            "and (s.building_id is null or s.building_id = ?)",
            building.get(),
        );
    }
    list.number("order by s.starts_at, s.id limit ?", MOST + 1);
    let mut read = ctx.db().read().await?;
    let mut found = shifts(&mut read, list).await?;
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let is_cut = found.len() > most;
    found.truncate(most);
    found.sort_by_key(|shift| rank(shift.standing(ctx.now)));

    let kinds = kind::all(&mut read, ctx).await?;
    let mut own = Vec::new();
    if let Some(whose) = whose {
        let mut list = Statement::new(
            "select u.id, u.shift_id, u.person_id, u.role, u.state, u.seq, u.guardian_id,
                    u.offered_until, u.came_at, u.went_at, u.signed_at, u.with_guardian, u.version
             from patrol_sign_up u join patrol_shift s on s.id = u.shift_id",
        );
        own::of_family(&mut list, ctx, whose);
        list.push("and u.is_active = 1")
            .number("and s.starts_at < ?", ends.millis())
            .number("and s.ends_at > ?", begins.millis());
        let rows = list.all::<SignUpRow>(&mut read).await?;
        for row in rows {
            own.push(row.sign_up()?);
        }
    }
    Ok(Week {
        from,
        until,
        before: (from > today).then(|| earlier.max(today)),
        shifts: found,
        kinds,
        is_cut,
        own,
    })
}

/// What can be taken first, then what runs or is full, what was called off last.
const fn rank(standing: Standing) -> u8 {
    match standing {
        Standing::Open => 0,
        Standing::Running | Standing::Full => 1,
        Standing::Draft | Standing::Ended | Standing::Cancelled => 2,
    }
}

/// The next shifts on which there is a place, at most so many.
///
/// # Errors
/// When the store fails.
pub async fn next(ctx: &Context, most: i64) -> Result<Vec<Shift>, Error> {
    let mut list = Statement::new(COLUMNS);
    list.number("where s.community_id = ?", ctx.community.id.get())
        .push("and s.state = 'open' and s.closed_at is null")
        .number("and s.starts_at > ?", ctx.now.millis())
        .push(
            "and exists (select 1 from patrol_place p
                         where p.shift_id = s.id and p.taken + p.reserved < p.capacity)",
        )
        .number("order by s.starts_at, s.id limit ?", most);
    let mut read = ctx.db().read().await?;
    shifts(&mut read, list).await
}
