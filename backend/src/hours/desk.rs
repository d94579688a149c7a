//! `/admin/hours`: what everybody did, by month; nothing is ranked (rules V13, V14, V19).

use domain::hours::Totals;
use domain::id::PersonId;
use domain::instant::LocalDate;
use domain::permission::Permission;
use jiff::civil::Date;

use super::rows;
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::filter::Statement;
use crate::sql;

/// Which entries are meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Of this year; without one, of this year's.
    pub year: Option<i64>,
    /// Of this month, 1 to 12; without one, of the whole year.
    pub month: Option<i64>,
    /// Of people whose name holds this.
    pub name: String,
    /// Of this person only.
    pub person: Option<PersonId>,
    /// The person and child, 0 for none, behind whom the page begins.
    pub after: Option<(i64, i64)>,
}

/// The first day that is meant, and the first that is not any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Days {
    /// The year.
    pub year: i64,
    pub from: String,
    pub before: String,
}

impl Query {
    /// A year or month that no calendar has is this year.
    pub(super) fn days(&self, ctx: &Context) -> Days {
        let this_year = ctx.community.zone.year_of(ctx.now);
        let year = self.year.and_then(|year| i16::try_from(year).ok());
        let year = year
            .filter(|year| (1900..=9998).contains(year))
            .unwrap_or(this_year);
        let month = self.month.and_then(|month| i8::try_from(month).ok());
        let (first, last) = match month.filter(|month| (1..=12).contains(month)) {
            Some(month) => (month, month),
            None => (1, 12),
        };
        let day = |year, month| Date::new(year, month, 1).map(LocalDate::from);
        let before = if last == 12 {
            day(year + 1, 1)
        } else {
            day(year, last + 1)
        };
        let text = |day: Result<LocalDate, _>| day.map_or_else(|_| String::new(), String::from);
        Days {
            year: i64::from(year),
            from: text(day(year, first)),
            before: text(before),
        }
    }

    /// Adds what is meant to a statement on `hours_entry e join person p`.
    pub(super) fn meant(&self, ctx: &Context, statement: &mut Statement) {
        let days = self.days(ctx);
        statement
            .number("where e.community_id = ?", ctx.community.id.get())
            .text("and e.on_day >= ?", days.from)
            .text("and e.on_day < ?", days.before);
        if let Some(person) = self.person {
            statement.number("and e.person_id = ?", person.get());
        }
        let name = self.name.trim();
        if !name.is_empty() {
            let name = name.replace('\0', "");
            let held = name
                .replace('\\', "\\\\")
                .replace('%', "\\%")
                .replace('_', "\\_");
            statement
                .text(
                    "and (lower(p.name) like lower(?) escape '\\'",
                    format!("%{held}%"),
                )
                .text(
                    "or lower(x.name) like lower(?) escape '\\')",
                    format!("%{held}%"),
                );
        }
    }
}

/// One person, or one child, with what they did in the time that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Under whose record.
    pub person: PersonId,
    /// What that person is called.
    pub name: String,
    /// The child that served, with its name.
    pub child: Option<(PersonId, String)>,
    /// Minutes.
    pub totals: Totals,
}

/// Part of the list, in the order in which people were written down.
#[derive(Debug, Clone)]
pub struct Page {
    /// The year that is shown.
    pub year: i64,
    /// The community's months of that year that have hours; they sum to the year (rule V19).
    pub months: Vec<(i64, Totals)>,
    /// Everything that is meant.
    pub total: Totals,
    /// How many people.
    pub people: i64,
    /// Fifty at most.
    pub lines: Vec<Line>,
    /// Behind whom the next page begins.
    pub next: Option<(i64, i64)>,
}

const AT_ONCE: usize = 50;

#[derive(sqlx::FromRow)]
struct Row {
    person_id: i64,
    name: String,
    child_id: i64,
    child: String,
    automatic: i64,
    back_entered: i64,
}

const fn totals(automatic: i64, back_entered: i64) -> Totals {
    Totals {
        automatic,
        back_entered,
    }
}

/// Balances for staff.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn page(ctx: &Context, query: &Query) -> Result<Page, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let year = query.days(ctx).year;
    let mut read = ctx.db().read().await?;
    let months = months(&mut read, ctx, year).await?;
    let mut list = Statement::new(
        "select e.person_id, p.name, coalesce(e.child_id, 0) as child_id,
                coalesce(x.name, '') as child,
                cast(sum(case when e.source = 'back_entered' then 0 else e.minutes end)
                     as bigint) as automatic,
                cast(sum(case when e.source = 'back_entered' then e.minutes else 0 end)
                     as bigint) as back_entered
         from hours_entry e join person p on p.id = e.person_id
         left join person x on x.id = e.child_id",
    );
    query.meant(ctx, &mut list);
    if let Some((person, child)) = query.after {
        list.number("and (e.person_id, coalesce(e.child_id, 0)) > (?,", person)
            .number("?)", child);
    }
    list.push(
        "group by e.person_id, p.name, coalesce(e.child_id, 0), coalesce(x.name, '')
         order by e.person_id, coalesce(e.child_id, 0) limit 51",
    );
    let mut lines: Vec<_> = list
        .all::<Row>(&mut read)
        .await?
        .into_iter()
        .map(|row| Line {
            person: PersonId::new(row.person_id),
            name: row.name,
            child: (row.child_id != 0).then(|| (PersonId::new(row.child_id), row.child)),
            totals: totals(row.automatic, row.back_entered),
        })
        .collect();
    let (people, automatic, back_entered) = all(&mut read, ctx, query).await?;
    let more = lines.len() > AT_ONCE;
    lines.truncate(AT_ONCE);
    let next = lines.last().filter(|_| more).map(|last| {
        let child = last.child.as_ref().map_or(0, |(child, _)| child.get());
        (last.person.get(), child)
    });
    Ok(Page {
        year,
        months,
        total: totals(automatic, back_entered),
        people,
        lines,
        next,
    })
}

async fn all(
    db: &mut impl Connection,
    ctx: &Context,
    query: &Query,
) -> Result<(i64, i64, i64), Error> {
    let mut sums = Statement::new(
        "select count(distinct coalesce(e.child_id, e.person_id)) as people,
                cast(coalesce(sum(case when e.source = 'back_entered' then 0 else e.minutes end), 0)
                     as bigint) as automatic,
                cast(coalesce(sum(case when e.source = 'back_entered' then e.minutes else 0 end), 0)
                     as bigint) as back_entered
         from hours_entry e join person p on p.id = e.person_id
         left join person x on x.id = e.child_id",
    );
    query.meant(ctx, &mut sums);
    let rows: Vec<(i64, i64, i64)> = sums.all(db).await?;
    Ok(rows.into_iter().next().unwrap_or_default())
}

/// What the whole community did in each month of a year, by the day on which each service began.
async fn months(
    db: &mut impl Connection,
    ctx: &Context,
    year: i64,
) -> Result<Vec<(i64, Totals)>, Error> {
    let rows = sql!(
        db,
        all as (String, String, i64),
        "select substr(on_day, 6, 2), source, cast(sum(minutes) as bigint) from hours_entry
         where community_id = $1 and on_day >= $2 and on_day < $3
         group by substr(on_day, 6, 2), source order by substr(on_day, 6, 2), source",
        ctx.community.id.get(),
        format!("{year:04}-01-01"),
        format!("{:04}-01-01", year + 1),
    )?;
    let mut months: Vec<(i64, Totals)> = Vec::new();
    for (month, source, minutes) in rows {
        let source = rows::source(&source)?;
        let month = month
            .parse()
            .map_err(|_| Error::Unexpected("the day of an entry is no date"))?;
        if months.last().is_none_or(|(known, _)| *known != month) {
            months.push((month, Totals::default()));
        }
        if let Some((_, totals)) = months.last_mut() {
            totals.add(source, minutes);
        }
    }
    Ok(months)
}
