//! The ledger of one person, a year at a time; the hours of children of theirs apart (rules V13, P21).

use domain::hours::{Source, Totals};
use domain::id::{HoursEntryId, PatrolShiftId, PersonId};
use domain::instant::{Instant, LocalDate};
use domain::patrol::eligible::Span;
use domain::permission::Permission;
use text::Lang;

use super::rows;
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::sql;

/// An entry as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: HoursEntryId,
    /// The day on which the service began.
    pub day: LocalDate,
    /// From when to when, where that is known.
    pub span: Option<Span>,
    /// On which shift.
    pub shift: Option<PatrolShiftId>,
    /// The shift's line or what was done, in Chinese.
    pub name_zh: String,
    /// The same in English.
    pub name_en: String,
    /// Where it comes from.
    pub source: Source,
    /// Whole minutes; negative where it takes another back.
    pub minutes: i64,
    /// What was written about it; may be empty.
    pub words: String,
    /// Whether it takes another back.
    pub is_reversal: bool,
    /// Whether another takes it back.
    pub is_reversed: bool,
}

impl Line {
    /// What was done.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.name_zh,
            Lang::En => &self.name_en,
        }
    }

    /// Whether it counts: it takes nothing back and nothing takes it back.
    #[must_use]
    pub const fn stands(&self) -> bool {
        !self.is_reversal && !self.is_reversed
    }
}

/// The hours of the person, or of one child.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// The child, if it is one.
    pub child: Option<PersonId>,
    /// Whose they are.
    pub name: String,
    /// What the year comes to.
    pub year: Totals,
    /// What all years come to.
    pub balance: Totals,
    /// The year's months that have hours, by the day on which each service began (rule V19).
    pub months: Vec<(i64, Totals)>,
    /// The year's entries, newest first, a bounded number of them; the totals are of all.
    pub lines: Vec<Line>,
}

/// Somebody's whole record.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// Under whose name.
    pub person: PersonId,
    /// The year that is shown.
    pub year: i64,
    /// The years that have hours, and this one, newest first.
    pub years: Vec<i64>,
    /// Their own.
    pub own: Part,
    /// Those of children of theirs.
    pub children: Vec<Part>,
}

/// More than a person does in a year.
const MOST: i64 = 1000;

/// One's own ledger of a year; without one, of this year.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn own(ctx: &Context, year: Option<i64>) -> Result<Ledger, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?;
    let mut read = ctx.db().read().await?;
    load(&mut read, ctx, me.person, me.display_name.clone(), year).await
}

/// Somebody's ledger, for staff.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` also for another community's person (rule P3), or when the store
/// fails.
pub async fn of(ctx: &Context, person: PersonId, year: Option<i64>) -> Result<Ledger, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut read = ctx.db().read().await?;
    let name = rows::name_of(&mut read, ctx, person).await?;
    load(&mut read, ctx, person, name, year).await
}

/// Whether the person who asks has any hours, so that a certificate can be offered (rule P23).
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn has_any(ctx: &Context) -> Result<bool, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut read = ctx.db().read().await?;
    let (sum,) = sql!(
        &mut read,
        one as (i64,),
        "select cast(coalesce(sum(minutes), 0) as bigint) from hours_entry
         where person_id = $1 and community_id = $2",
        me.get(),
        ctx.community.id.get(),
    )?;
    Ok(sum > 0)
}

#[derive(sqlx::FromRow)]
struct Sum {
    child_id: Option<i64>,
    year: String,
    month: String,
    source: String,
    minutes: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    child_id: Option<i64>,
    on_day: String,
    began_at: Option<i64>,
    ended_at: Option<i64>,
    shift_id: Option<i64>,
    name_zh: String,
    name_en: String,
    source: String,
    minutes: i64,
    words: String,
    reverses_id: Option<i64>,
    is_reversed: i64,
}

impl Row {
    fn line(self) -> Result<Line, Error> {
        Ok(Line {
            id: HoursEntryId::new(self.id),
            day: rows::day(&self.on_day)?,
            span: self.began_at.zip(self.ended_at).map(|(starts, ends)| Span {
                starts: Instant::from_millis(starts),
                ends: Instant::from_millis(ends),
            }),
            shift: self.shift_id.map(PatrolShiftId::new),
            name_zh: self.name_zh,
            name_en: self.name_en,
            source: rows::source(&self.source)?,
            minutes: self.minutes,
            words: self.words,
            is_reversal: self.reverses_id.is_some(),
            is_reversed: self.is_reversed == 1,
        })
    }
}

async fn load(
    db: &mut impl Connection,
    ctx: &Context,
    person: PersonId,
    name: String,
    year: Option<i64>,
) -> Result<Ledger, Error> {
    let this_year = i64::from(ctx.community.zone.year_of(ctx.now));
    let year = year.unwrap_or(this_year);
    let mut own = Part {
        name,
        ..Part::default()
    };
    let mut children = children(db, ctx, person).await?;
    let mut years = vec![this_year];
    for sum in sums(db, ctx, person).await? {
        let source = rows::source(&sum.source)?;
        let of_year: i64 = number(&sum.year)?;
        years.push(of_year);
        let Some(part) = part_of(&mut own, &mut children, sum.child_id) else {
            continue;
        };
        part.balance.add(source, sum.minutes);
        if of_year == year {
            part.year.add(source, sum.minutes);
            let month = number(&sum.month)?;
            match part.months.last_mut() {
                Some((known, totals)) if *known == month => totals.add(source, sum.minutes),
                _ => {
                    let mut totals = Totals::default();
                    totals.add(source, sum.minutes);
                    part.months.push((month, totals));
                }
            }
        }
    }
    years.sort_unstable_by(|one, other| other.cmp(one));
    years.dedup();
    for row in entries(db, ctx, person, year).await? {
        if let Some(part) = part_of(&mut own, &mut children, row.child_id) {
            part.lines.push(row.line()?);
        }
    }
    Ok(Ledger {
        person,
        year,
        years,
        own,
        children,
    })
}

fn number(text: &str) -> Result<i64, Error> {
    text.parse()
        .map_err(|_| Error::Unexpected("the day of an entry is no date"))
}

fn part_of<'p>(
    own: &'p mut Part,
    children: &'p mut [Part],
    child: Option<i64>,
) -> Option<&'p mut Part> {
    match child {
        None => Some(own),
        Some(child) => children
            .iter_mut()
            .find(|part| part.child.is_some_and(|known| known.get() == child)),
    }
}

/// The children that have hours under a person's record.
async fn children(
    db: &mut impl Connection,
    ctx: &Context,
    person: PersonId,
) -> Result<Vec<Part>, Error> {
    let rows = sql!(
        db,
        all as (i64, String),
        "select p.id, p.name from person p
         where p.community_id = $2 and p.id in (
             select e.child_id from hours_entry e where e.person_id = $1 and e.community_id = $2)
         order by p.id",
        person.get(),
        ctx.community.id.get(),
    )?;
    Ok(rows
        .into_iter()
        .map(|(child, name)| Part {
            child: Some(PersonId::new(child)),
            name,
            ..Part::default()
        })
        .collect())
}

/// All minutes by child, month and source.
async fn sums(
    db: &mut impl Connection,
    ctx: &Context,
    person: PersonId,
) -> Result<Vec<Sum>, Error> {
    Ok(sql!(
        db,
        all as Sum,
        "select child_id, substr(on_day, 1, 4) as year, substr(on_day, 6, 2) as month, source,
                cast(sum(minutes) as bigint) as minutes
         from hours_entry where person_id = $1 and community_id = $2
         group by child_id, substr(on_day, 1, 4), substr(on_day, 6, 2), source
         order by child_id, substr(on_day, 1, 4), substr(on_day, 6, 2), source",
        person.get(),
        ctx.community.id.get(),
    )?)
}

async fn entries(
    db: &mut impl Connection,
    ctx: &Context,
    person: PersonId,
    year: i64,
) -> Result<Vec<Row>, Error> {
    Ok(sql!(
        db,
        all as Row,
        "select e.id, e.child_id, e.on_day, e.began_at, e.ended_at, e.shift_id,
                coalesce(nullif(s.title, ''), k.name_zh, '') as name_zh,
                coalesce(nullif(s.title, ''), k.name_en, '') as name_en,
                e.source, e.minutes, e.words, e.reverses_id,
                cast(case when r.id is null then 0 else 1 end as bigint) as is_reversed
         from hours_entry e
         left join patrol_shift s on s.id = e.shift_id
         left join hours_claim c on c.id = e.claim_id
         left join patrol_kind k on k.id = coalesce(s.kind_id, c.kind_id)
         left join hours_entry r on r.reverses_id = e.id
         where e.person_id = $1 and e.community_id = $2 and substr(e.on_day, 1, 4) = $3
         order by e.on_day desc, e.id desc limit $4",
        person.get(),
        ctx.community.id.get(),
        format!("{year:04}"),
        MOST,
    )?)
}
