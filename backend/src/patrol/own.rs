//! What somebody has to do with patrols: on one shift, and all in all. Nobody else's name is among
//! it, but that of who leads, for those who come (rule P18).

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use domain::id::{PatrolShiftId, PatrolSignUpId, PersonId};
use domain::patrol::Role;
use domain::patrol::sign_up::State;

use super::rows::SignUpRow;
use super::{COLUMNS, Shift, SignUp, shifts};
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::filter::Statement;
use crate::{assist, sql};

/// So many past sign-ups are on one page.
const PAGE: i64 = 20;
/// More than anybody has ahead.
const MOST_COMING: i64 = 200;

/// A sign-up, whose it is, and its turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// The sign-up.
    pub sign_up: SignUp,
    /// What its person is called.
    pub name: String,
    /// Which turn it has on the waiting list of its role, from 1; nothing when it does not wait.
    pub turn: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    sign_up: SignUpRow,
    name: String,
    turn: i64,
}

impl Row {
    fn own(self) -> Result<Own, Error> {
        let sign_up = self.sign_up.sign_up()?;
        Ok(Own {
            name: self.name,
            turn: (sign_up.state == State::Waitlisted).then_some(self.turn),
            sign_up,
        })
    }
}

/// The columns of [`Row`].
const OWN: &str = "select u.id, u.shift_id, u.person_id, u.role, u.state, u.seq, u.guardian_id, \
     u.offered_until, u.came_at, u.went_at, u.signed_at, u.with_guardian, u.version, \
     coalesce(a.display_name, p.name) as name, \
     (select count(*) from patrol_sign_up w where w.shift_id = u.shift_id and w.role = u.role \
         and w.state = 'waitlisted' and w.seq <= u.seq) as turn \
     from patrol_sign_up u join patrol_shift s on s.id = u.shift_id \
     join person p on p.id = u.person_id left join account a on a.person_id = p.id";

/// Only sign-ups of a person and, for oneself, the children in one's care: who acts for somebody
/// has nothing to do with theirs.
pub(super) fn of_family(list: &mut Statement, ctx: &Context, whose: PersonId) {
    let is_me = ctx.signed_in().is_some_and(|me| me.person == whose);
    list.number("where u.community_id = ?", ctx.community.id.get())
        .number(
            "and (u.person_id in (select m.id from person m where m.id = ?",
            whose.get(),
        )
        .number(
            "union all select c.person_id from child c where c.guardian_id = ?)",
            if is_me { whose.get() } else { -1 },
        )
        // Whoever came of age meanwhile is still on the shifts that they were signed up for.
        .number(
            "or u.guardian_id = ?)",
            if is_me { whose.get() } else { -1 },
        );
}

/// Whose plan is meant: one's own, or that of somebody whom one acts for (rule P15); nobody's
/// without a sign-in.
pub(super) async fn whose(
    ctx: &Context,
    whom: Option<PersonId>,
) -> Result<Option<PersonId>, Error> {
    let Some(me) = ctx.signed_in() else {
        return Ok(None);
    };
    match whom {
        Some(whom) if whom != me.person => Ok(Some(assist::owner(ctx, whom).await?.person)),
        _ => Ok(Some(me.person)),
    }
}

/// What one shift is to somebody who is signed in.
#[derive(Debug, Clone)]
pub struct OnShift {
    /// Whose view it is.
    pub person: PersonId,
    /// The sign-up of that person and those of the children in their care.
    pub own: Vec<Own>,
    /// Whether that person is a child, for whom a guardian has to agree (rule P21).
    pub is_child: bool,
    /// The children in one's own care who are not signed up.
    pub children: Vec<(PersonId, String)>,
    /// Whether the person was trained to lead.
    pub is_trained: bool,
    /// Of each role the one who has looked for a stand-in longest; nobody's name.
    pub seekers: Vec<(Role, PatrolSignUpId)>,
    /// Who leads, for those who have a place.
    pub leaders: Vec<String>,
}

impl OnShift {
    /// The person's own sign-up.
    #[must_use]
    pub fn mine(&self) -> Option<&Own> {
        let mut own = self.own.iter();
        own.find(|own| own.sign_up.person == self.person)
    }
}

/// How who asks, or whom they act for, stands on a shift; nothing without a sign-in.
///
/// # Errors
/// `Denied` when one may not act for that person, or when the store fails.
pub async fn on(
    ctx: &Context,
    shift: PatrolShiftId,
    whom: Option<PersonId>,
) -> Result<Option<OnShift>, Error> {
    let Some(person) = whose(ctx, whom).await? else {
        return Ok(None);
    };
    let mut read = ctx.db().read().await?;
    let mut list = Statement::new(OWN);
    of_family(&mut list, ctx, person);
    list.number(
        "and u.is_active = 1 and u.shift_id = ? order by u.seq",
        shift.get(),
    );
    let mut own = Vec::new();
    for row in list.all::<Row>(&mut read).await? {
        own.push(row.own()?);
    }
    let children = sql!(
        &mut read,
        all as (i64, String),
        "select c.person_id, p.name from child c join person p on p.id = c.person_id
         where c.guardian_id = $1 and c.community_id = $2
           and not exists (select 1 from patrol_sign_up u
                           where u.shift_id = $3 and u.person_id = c.person_id and u.is_active = 1)
         order by c.person_id",
        if ctx.signed_in().is_some_and(|me| me.person == person) {
            person.get()
        } else {
            -1
        },
        ctx.community.id.get(),
        shift.get(),
    )?;
    let (trained, child) = sql!(
        &mut read,
        one as (i64, i64),
        "select (select count(*) from patrol_skill
                 where person_id = $1 and community_id = $2 and skill = 'leader'),
                (select count(*) from child where person_id = $1 and community_id = $2)",
        person.get(),
        ctx.community.id.get(),
    )?;
    let leaders = if own.iter().any(|own| own.sign_up.state.holds()) {
        leaders(&mut read, ctx, shift).await?
    } else {
        Vec::new()
    };
    Ok(Some(OnShift {
        person,
        own,
        is_child: child > 0,
        children: children
            .into_iter()
            .map(|(id, name)| (PersonId::new(id), name))
            .collect(),
        is_trained: trained > 0,
        seekers: seekers(&mut read, ctx, shift).await?,
        leaders,
    }))
}

async fn leaders(
    db: &mut impl Connection,
    ctx: &Context,
    shift: PatrolShiftId,
) -> Result<Vec<String>, Error> {
    let names = sql!(
        db,
        all as (String,),
        "select coalesce(a.display_name, p.name) from patrol_sign_up u
         join person p on p.id = u.person_id left join account a on a.person_id = p.id
         where u.shift_id = $1 and u.community_id = $2 and u.role = 'leader'
           and u.state in ('confirmed', 'checked_in', 'completed')
         order by u.seq",
        shift.get(),
        ctx.community.id.get(),
    )?;
    Ok(names.into_iter().map(|(name,)| name).collect())
}

async fn seekers(
    db: &mut impl Connection,
    ctx: &Context,
    shift: PatrolShiftId,
) -> Result<Vec<(Role, PatrolSignUpId)>, Error> {
    let rows = sql!(
        db,
        all as (String, i64),
        "select role, min(id) from patrol_sign_up
         where shift_id = $1 and community_id = $2 and state = 'seeking'
         group by role",
        shift.get(),
        ctx.community.id.get(),
    )?;
    let mut seekers: Vec<_> = rows
        .into_iter()
        .filter_map(|(role, id)| Some((Role::parse(&role)?, PatrolSignUpId::new(id))))
        .collect();
    seekers.sort_unstable();
    Ok(seekers)
}

/// The way a shift goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The route's name.
    pub name: String,
    /// What to look at, in order.
    pub stops: Vec<String>,
}

/// The route of a shift, where it has one.
///
/// # Errors
/// When the store fails.
pub async fn way(ctx: &Context, shift: &Shift) -> Result<Option<Way>, Error> {
    let Some(route) = shift.route else {
        return Ok(None);
    };
    let mut read = ctx.db().read().await?;
    let found = sql!(
        &mut read,
        optional as (String, String),
        "select name, stops from patrol_route where id = $1 and community_id = $2",
        route.get(),
        ctx.community.id.get(),
    )?;
    Ok(found.map(|(name, stops)| Way {
        name,
        stops: stops
            .lines()
            .filter(|stop| !stop.is_empty())
            .map(ToOwned::to_owned)
            .collect(),
    }))
}

/// One entry of a plan.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The shift.
    pub shift: Shift,
    /// The sign-up on it.
    pub own: Own,
}

/// Behind which entry the past goes on: the start and the sign-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor(i64, i64);

impl Cursor {
    fn behind(planned: &Planned) -> Self {
        let start = planned.shift.span.starts.millis();
        Self(start, planned.own.sign_up.id.get())
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.0, self.1)
    }
}

impl FromStr for Cursor {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (start, id) = text.split_once('-').unwrap_or((text, ""));
        Ok(Self(start.parse()?, id.parse()?))
    }
}

/// All that somebody signed up for, with the children in their care.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What is not over, soonest first.
    pub coming: Vec<Planned>,
    /// What is over, newest first; not coming stands here too and is seen by nobody else but staff
    /// (rule V14).
    pub past: Vec<Planned>,
    /// Where the past goes on.
    pub next: Option<Cursor>,
}

/// One's own plan.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn plan(ctx: &Context, after: Option<Cursor>) -> Result<Plan, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut read = ctx.db().read().await?;

    let mut list = Statement::new(OWN);
    of_family(&mut list, ctx, me);
    list.number("and u.is_active = 1 and s.ends_at > ?", ctx.now.millis())
        .number("order by s.starts_at, u.id limit ?", MOST_COMING);
    let coming = list.all::<Row>(&mut read).await?;

    let mut list = Statement::new(OWN);
    of_family(&mut list, ctx, me);
    list.number("and u.is_active = 1 and s.ends_at <= ?", ctx.now.millis());
    if let Some(Cursor(start, id)) = after {
        list.number("and (s.starts_at, u.id) < (?,", start)
            .number("?)", id);
    }
    list.number("order by s.starts_at desc, u.id desc limit ?", PAGE + 1);
    let mut past = list.all::<Row>(&mut read).await?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let has_more = past.len() > page;
    past.truncate(page);

    let coming = with_shifts(&mut read, ctx, coming).await?;
    let past = with_shifts(&mut read, ctx, past).await?;
    let oldest = past.last().filter(|_| has_more);
    Ok(Plan {
        next: oldest.map(Cursor::behind),
        coming,
        past,
    })
}

async fn with_shifts(
    db: &mut impl Connection,
    ctx: &Context,
    rows: Vec<Row>,
) -> Result<Vec<Planned>, Error> {
    let mut own = Vec::new();
    for row in rows {
        own.push(row.own()?);
    }
    let shifts = by_id(db, ctx, own.iter().map(|own| own.sign_up.shift)).await?;
    Ok(own
        .into_iter()
        .filter_map(|own| {
            let shift = shifts.get(&own.sign_up.shift)?.clone();
            Some(Planned { shift, own })
        })
        .collect())
}

/// Shifts by their ids, in one statement.
pub(super) async fn by_id(
    db: &mut impl Connection,
    ctx: &Context,
    ids: impl Iterator<Item = PatrolShiftId>,
) -> Result<HashMap<PatrolShiftId, Shift>, Error> {
    let mut list = Statement::new(COLUMNS);
    list.number("where s.community_id = ?", ctx.community.id.get())
        .push("and s.id in (-1");
    for id in ids {
        list.number(", ?", id.get());
    }
    list.push(")");
    let found = shifts(db, list).await?;
    Ok(found.into_iter().map(|shift| (shift.id, shift)).collect())
}
