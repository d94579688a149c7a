//! Holidays and 调休: what comes with the program, and what the community says itself (rule V10).

use std::collections::BTreeSet;

use domain::audit::Deed;
use domain::calendar::{Calendar, DayKind, Draft, Marked, SHIPPED_YEARS};
use domain::instant::LocalDate;
use domain::permission::Permission;
use domain::words::Line;
use serde_json::json;

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::patrol::template;
use crate::sql;

/// The calendar in force here.
///
/// # Errors
/// When the store fails.
pub async fn load(db: &mut impl Connection, ctx: &Context) -> Result<Calendar, Error> {
    let rows = sql!(
        db,
        all as (String, String, String),
        "select date, kind, name from calendar_day where community_id = $1 order by date",
        ctx.community.id.get(),
    )?;
    rows.into_iter()
        .try_fold(Calendar::shipped(), |calendar, (date, kind, name)| {
            let date = date.parse().ok();
            let (Some(date), Some(kind)) = (date, DayKind::parse(&kind)) else {
                return Err(Error::Unexpected("a day of the calendar is none"));
            };
            Ok(calendar.with_own(date, kind, name))
        })
}

/// One year of the calendar, as staff see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// Which one.
    pub year: i16,
    /// Whether its holidays came with the program; otherwise staff have to say them.
    pub is_shipped: bool,
    /// Every day that is not what its weekday says, in order.
    pub days: Vec<Marked>,
}

/// A year's days. What staff said not to be a holiday is among them.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn of_year(ctx: &Context, year: i16) -> Result<Year, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut read = ctx.db().read().await?;
    let calendar = load(&mut read, ctx).await?;
    Ok(Year {
        year,
        is_shipped: SHIPPED_YEARS.contains(&year),
        days: calendar.of_year(year).cloned().collect(),
    })
}

/// Says what some days are. Shifts that their template has no longer are removed while nobody signed
/// up for them; what is left, with people, is the answer: staff decide about those. Sent again, it
/// changes nothing.
///
/// # Errors
/// `SignIn`, `Denied`, `Invalid`, or when the store fails.
pub async fn save(ctx: &Context, draft: &Draft) -> Result<usize, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let new = draft.check()?;
    let name = new.name.as_ref().map_or("", Line::as_str);

    let mut tx = ctx.db().write().await?;
    for date in &new.dates {
        sql!(
            &mut tx,
            execute,
            "insert into calendar_day (community_id, date, kind, name) values ($1, $2, $3, $4)
             on conflict (community_id, date) do update
             set kind = excluded.kind, name = excluded.name",
            ctx.community.id.get(),
            date.to_string(),
            new.kind.as_str(),
            name,
        )?;
    }
    let dates: BTreeSet<_> = new.dates.iter().copied().collect();
    let left = template::follow(&mut tx, ctx, &dates).await?;
    let first = dates.first().copied();
    let entry = Entry::new(Deed::CalendarDaySaved, subject(first));
    let became = json!({
        "kind": new.kind.as_str(),
        "name": name,
        "from": first,
        "until": dates.last(),
    });
    audit::record(&mut tx, ctx, entry.became(became)).await?;
    tx.commit().await?;
    template::make_due(ctx).await?;
    Ok(left)
}

/// Takes back what was said about a day: it is again what the program or its weekday says. Answers as
/// [`save`] does; pressed twice, it is done once.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn remove(ctx: &Context, date: LocalDate) -> Result<usize, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut tx = ctx.db().write().await?;
    let removed = sql!(
        &mut tx,
        execute,
        "delete from calendar_day where community_id = $1 and date = $2",
        ctx.community.id.get(),
        date.to_string(),
    )?;
    if removed == 0 {
        return Ok(0);
    }
    let left = template::follow(&mut tx, ctx, &BTreeSet::from([date])).await?;
    let entry = Entry::new(Deed::CalendarDaySaved, subject(Some(date)));
    audit::record(&mut tx, ctx, entry.became(json!({ "kind": null }))).await?;
    tx.commit().await?;
    template::make_due(ctx).await?;
    Ok(left)
}

fn subject(date: Option<LocalDate>) -> String {
    date.map_or_else(|| "calendar".to_owned(), |date| format!("calendar/{date}"))
}
