//! What an import would do: which shifts and persons are there already, who is added, what is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::id::{PatrolKindId, PatrolShiftId, PersonId};
use domain::instant::{Instant, LocalDate};
use domain::patrol::Role;
use domain::patrol::eligible::Span;
use domain::patrol::roster::{Fault, Row};
use domain::patrol::shift::{Body, span};
use domain::telephone::Telephone;
use domain::words::Line as Words;
use serde::{Deserialize, Serialize};

use super::Line;
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::patrol::kind::Kind;
use crate::patrol::setting;
use crate::sql;

/// How much an import changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// Shifts that are made.
    pub shifts: usize,
    /// Persons who are written down.
    pub persons: usize,
    /// Sign-ups that are made.
    pub sign_ups: usize,
    /// Rows that stand there already.
    pub known: usize,
}

impl Changes {
    /// Whether everything is there already.
    #[must_use]
    pub const fn is_nothing(self) -> bool {
        self.shifts == 0 && self.persons == 0 && self.sign_ups == 0
    }
}

/// Somebody in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    Known(PersonId),
    /// To be written down; the number among the new ones.
    New(usize),
}

/// A shift of the file.
pub(super) struct Shift {
    pub(super) id: Option<PatrolShiftId>,
    /// Whether it is there and nobody sees it yet.
    pub(super) is_draft: bool,
    kind: PatrolKindId,
    pub(super) day: LocalDate,
    pub(super) span: Span,
    pub(super) body: Body,
    /// Who is added to it, in the file's order.
    pub(super) adds: Vec<(Who, Role)>,
}

/// One row's place in the plan.
#[derive(Default, Clone, Copy)]
struct Placed {
    kind: Option<PatrolKindId>,
    is_known: bool,
    has_left: bool,
    is_new_person: bool,
}

/// What is to be done.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) shifts: Vec<Shift>,
    pub(super) new: Vec<(Words<30>, Option<Telephone>)>,
    placed: Vec<Placed>,
    known: usize,
    pub(super) faults: Vec<(usize, Fault)>,
}

impl Plan {
    pub(super) fn changes(&self) -> Changes {
        Changes {
            shifts: self
                .shifts
                .iter()
                .filter(|shift| shift.id.is_none())
                .count(),
            persons: self.new.len(),
            sign_ups: self.shifts.iter().map(|shift| shift.adds.len()).sum(),
            known: self.known,
        }
    }

    pub(super) fn lines(&self, rows: Vec<Row>, kinds: &[Kind]) -> Vec<Line> {
        rows.into_iter()
            .zip(&self.placed)
            .map(|(row, placed)| Line {
                row,
                kind: kinds
                    .iter()
                    .find(|kind| Some(kind.id) == placed.kind)
                    .cloned(),
                is_known: placed.is_known,
                has_left: placed.has_left,
                is_new_person: placed.is_new_person,
            })
            .collect()
    }
}

/// Looks everything up and puts the plan together; nothing is changed.
pub(super) async fn plan(
    db: &mut impl Connection,
    ctx: &Context,
    rows: &[Row],
    (kinds, usual): (&[Kind], PatrolKindId),
) -> Result<Plan, Error> {
    let mut plan = Plan {
        placed: vec![Placed::default(); rows.len()],
        ..Plan::default()
    };
    let whos = people(db, ctx, rows, &mut plan).await?;
    let there = shifts(db, ctx, rows).await?;
    let ids: Vec<_> = there.iter().map(|shift| shift.id).collect();
    let mut on = on(db, &ids).await?;
    let busy = busy(db, ctx, rows).await?;
    let rest = setting::load(db, ctx).await?.rest;
    let mut taken: BTreeMap<Who, Vec<(usize, Span)>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let kind = if row.kind.is_empty() {
            Some(usual)
        } else {
            let named = |kind: &&Kind| kind.name_zh == row.kind || kind.name_en == row.kind;
            kinds.iter().find(named).map(|kind| kind.id)
        };
        plan.placed[at].kind = kind;
        let Some(kind) = kind else {
            plan.faults.push((row.number, Fault::UnknownKind));
            continue;
        };
        let Some(who) = whos[at] else {
            continue;
        };
        plan.placed[at].is_new_person = matches!(who, Who::New(_));
        let which = match shift_of(&mut plan, ctx, row, kind, &there) {
            Ok(which) => which,
            Err(fault) => {
                plan.faults.push((row.number, fault));
                continue;
            }
        };
        let shift = &plan.shifts[which];
        let before = shift.id.zip(of(who)).and_then(|key| on.get(&key));
        if before.is_some() || shift.adds.iter().any(|(other, _)| *other == who) {
            plan.placed[at].is_known = true;
            plan.placed[at].has_left = before == Some(&false);
            plan.known += 1;
            continue;
        }
        let own = taken.entry(who).or_default();
        let others = own
            .iter()
            .filter(|(other, _)| *other != which)
            .map(|(_, span)| *span);
        let kept = of(who).map_or(&[][..], |person| {
            busy.get(&person).map_or(&[][..], Vec::as_slice)
        });
        let kept = kept
            .iter()
            .filter(|(id, _)| Some(*id) != shift.id)
            .map(|(_, span)| *span);
        if let Some(fault) = clash(shift.span, others.chain(kept), rest) {
            plan.faults.push((row.number, fault));
            continue;
        }
        own.push((which, shift.span));
        if let Some(key) = shift.id.zip(of(who)) {
            on.insert(key, true);
        }
        plan.shifts[which].adds.push((who, row.role));
    }
    for shift in &mut plan.shifts {
        let count = |role| {
            let of_role = shift.adds.iter().filter(|(_, other)| *other == role);
            i64::try_from(of_role.count()).unwrap_or(i64::MAX)
        };
        // There is always a leader's place: a first and a night patrol need one (rule V11).
        shift.body.places = [
            super::places(Role::Leader, count(Role::Leader).max(1)),
            super::places(Role::Member, count(Role::Member)),
            super::places(Role::Trainee, count(Role::Trainee)),
        ];
    }
    Ok(plan)
}

pub(super) const fn of(who: Who) -> Option<PersonId> {
    match who {
        Who::Known(person) => Some(person),
        Who::New(_) => None,
    }
}

fn clash(span: Span, others: impl Iterator<Item = Span>, rest: Duration) -> Option<Fault> {
    let near: Vec<_> = others
        .filter(|other| span.is_nearer_than(*other, rest))
        .collect();
    if near.iter().any(|other| span.overlaps(*other)) {
        Some(Fault::Overlap)
    } else {
        (!near.is_empty()).then_some(Fault::TooLittleRest)
    }
}

/// A shift that is there already.
struct There {
    id: PatrolShiftId,
    span: Span,
    kind: PatrolKindId,
    is_draft: bool,
    is_cancelled: bool,
    is_closed: bool,
}

/// The shift of a row: planned before, there already, or new.
fn shift_of(
    plan: &mut Plan,
    ctx: &Context,
    row: &Row,
    kind: PatrolKindId,
    there: &[There],
) -> Result<usize, Fault> {
    let span = span(&ctx.community.zone, row.day, row.starts, row.ends);
    let planned = plan
        .shifts
        .iter()
        .position(|shift| shift.kind == kind && shift.span == span);
    if let Some(planned) = planned {
        return Ok(planned);
    }
    let mut same = there
        .iter()
        .filter(|shift| shift.kind == kind && shift.span == span);
    let first = same.clone().find(|shift| !shift.is_cancelled);
    let found = first.or_else(|| same.next());
    match found {
        Some(found) if found.is_cancelled => return Err(Fault::Cancelled),
        Some(found) if found.is_closed => return Err(Fault::Closed),
        _ => {}
    }
    plan.shifts.push(Shift {
        id: found.map(|found| found.id),
        is_draft: found.is_some_and(|found| found.is_draft),
        kind,
        day: row.day,
        span,
        body: Body {
            kind,
            title: None,
            place: row.place.clone(),
            building: None,
            route: None,
            words: None,
            starts: row.starts,
            ends: row.ends,
            places: Role::ALL.map(|role| super::places(role, 0)),
            needs_approval: false,
            uses_code: false,
        },
        adds: Vec::new(),
    });
    Ok(plan.shifts.len() - 1)
}

/// Who each row means: by number and name, else by a name that only one person here has; those with
/// numbers first, so that a name alone finds them. Nobody of that name: a new person.
async fn people(
    db: &mut impl Connection,
    ctx: &Context,
    rows: &[Row],
    plan: &mut Plan,
) -> Result<Vec<Option<Who>>, Error> {
    let names: BTreeSet<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    let names =
        serde_json::to_string(&names).map_err(|_| Error::Unexpected("names are no list"))?;
    let known = sql!(
        db, all as (i64, String, Option<String>, i64),
        { sqlite: "select p.id, p.name, p.telephone,
                          cast(case when c.person_id is null then 0 else 1 end as bigint)
                   from person p left join child c on c.person_id = p.id
                   where p.community_id = $1 and p.name in (select value from json_each($2))
                   order by p.id",
          postgres: "select p.id, p.name, p.telephone,
                            cast(case when c.person_id is null then 0 else 1 end as bigint)
                     from person p left join child c on c.person_id = p.id
                     where p.community_id = $1
                       and p.name in (select value
                                      from jsonb_array_elements_text(cast($2 as jsonb)) as value)
                     order by p.id" },
        ctx.community.id.get(), names,
    )?;
    let children: BTreeSet<i64> = known
        .iter()
        .filter(|(.., child)| *child == 1)
        .map(|(id, ..)| *id)
        .collect();
    let mut persons: Vec<(Who, String, Option<String>)> = known
        .into_iter()
        .map(|(id, name, number, _)| (Who::Known(PersonId::new(id)), name, number))
        .collect();
    let mut whos = vec![None; rows.len()];
    let with = (0..rows.len()).filter(|at| rows[*at].telephone.is_some());
    let without = (0..rows.len()).filter(|at| rows[*at].telephone.is_none());
    for at in with.chain(without) {
        let row = &rows[at];
        let number = row
            .telephone
            .as_ref()
            .map(|number| number.dial().to_owned());
        let mut same = persons
            .iter()
            .filter(|(_, name, kept)| {
                name == row.name.as_str() && (number.is_none() || *kept == number)
            })
            .map(|(who, ..)| *who);
        let who = match (same.next(), same.next()) {
            (Some(_), Some(_)) if number.is_none() => {
                plan.faults.push((row.number, Fault::Ambiguous));
                continue;
            }
            (Some(who), _) => who,
            (None, _) => {
                plan.new.push((row.name.clone(), row.telephone.clone()));
                let who = Who::New(plan.new.len() - 1);
                persons.push((who, row.name.to_string(), number));
                who
            }
        };
        if of(who).is_some_and(|person| children.contains(&person.get())) {
            plan.faults.push((row.number, Fault::Child));
            continue;
        }
        whos[at] = Some(who);
    }
    Ok(whos)
}

/// First and last day of the file.
fn days(rows: &[Row]) -> (String, String) {
    let days = || rows.iter().map(|row| row.day);
    let text = |day: Option<LocalDate>| day.map_or_else(String::new, |day| day.to_string());
    (text(days().min()), text(days().max()))
}

async fn shifts(
    db: &mut impl Connection,
    ctx: &Context,
    rows: &[Row],
) -> Result<Vec<There>, Error> {
    let (first, last) = days(rows);
    Ok(sql!(
        db,
        all as (i64, i64, i64, i64, String, Option<i64>),
        "select id, starts_at, ends_at, kind_id, state, closed_at from patrol_shift
         where community_id = $1 and first_day >= $2 and first_day <= $3 order by id",
        ctx.community.id.get(),
        first,
        last,
    )?
    .into_iter()
    .map(|(id, starts, ends, kind, state, closed)| There {
        id: PatrolShiftId::new(id),
        span: Span {
            starts: Instant::from_millis(starts),
            ends: Instant::from_millis(ends),
        },
        kind: PatrolKindId::new(kind),
        is_draft: state == "draft",
        is_cancelled: state == "cancelled",
        is_closed: closed.is_some(),
    })
    .collect())
}

/// Who was on these shifts ever, and whether they still are. Whoever left is not put back by a file
/// that is older than that (rule V6).
async fn on(
    db: &mut impl Connection,
    ids: &[PatrolShiftId],
) -> Result<BTreeMap<(PatrolShiftId, PersonId), bool>, Error> {
    let ids = serde_json::to_string(ids).map_err(|_| Error::Unexpected("ids are no list"))?;
    Ok(sql!(
        db, all as (i64, i64, i64),
        { sqlite: "select shift_id, person_id, max(is_active) from patrol_sign_up
                   where shift_id in (select value from json_each($1))
                   group by shift_id, person_id",
          postgres: "select shift_id, person_id, max(is_active) from patrol_sign_up
                     where shift_id in (select cast(value as bigint)
                                        from jsonb_array_elements_text(cast($1 as jsonb)) as value)
                     group by shift_id, person_id" },
        ids,
    )?
    .into_iter()
    .map(|(shift, person, active)| {
        let key = (PatrolShiftId::new(shift), PersonId::new(person));
        (key, active == 1)
    })
    .collect())
}

/// Whose places lie around the file's days.
async fn busy(
    db: &mut impl Connection,
    ctx: &Context,
    rows: &[Row],
) -> Result<BTreeMap<PersonId, Vec<(PatrolShiftId, Span)>>, Error> {
    const MARGIN: Duration = Duration::from_secs(3 * 24 * 60 * 60);
    let zone = &ctx.community.zone;
    let first = rows.iter().map(|row| row.day.first_instant(zone)).min();
    let last = rows.iter().map(|row| row.day.end_instant(zone)).max();
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(BTreeMap::new());
    };
    let found = sql!(
        db,
        all as (i64, i64, i64, i64),
        "select u.person_id, s.id, s.starts_at, s.ends_at
         from patrol_sign_up u join patrol_shift s on s.id = u.shift_id
         where s.community_id = $1 and u.holds = 1 and u.is_active = 1 and s.state <> 'cancelled'
           and s.ends_at > $2 and s.starts_at < $3",
        ctx.community.id.get(),
        first.minus(MARGIN).millis(),
        last.plus(MARGIN).millis(),
    )?;
    let mut busy: BTreeMap<PersonId, Vec<_>> = BTreeMap::new();
    for (person, shift, starts, ends) in found {
        let span = Span {
            starts: Instant::from_millis(starts),
            ends: Instant::from_millis(ends),
        };
        busy.entry(PersonId::new(person))
            .or_default()
            .push((PatrolShiftId::new(shift), span));
    }
    Ok(busy)
}
