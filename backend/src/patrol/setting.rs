//! What a community decided about its patrols: rest, deadline, weeks ahead.

use std::time::Duration;

use domain::audit::Deed;
use domain::permission::Permission;
use domain::problem::{Problem, Problems};
use serde_json::json;

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::sql;

const MINUTE: u64 = 60;
/// Nobody has to rest longer.
const MOST_REST_HOURS: i64 = 24;
/// Nobody has to know earlier.
const MOST_LEAVE_HOURS: i64 = 14 * 24;
/// Templates make no shifts further ahead.
const MOST_WEEKS: i64 = 26;

/// The rules of a community's patrols.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Rest between two shifts of a person (rule V4); zero asks for none.
    pub rest: Duration,
    /// Leaving is free until so long before the start (rule V6).
    pub leave: Duration,
    /// How many weeks ahead templates make shifts (rule V10).
    pub weeks_ahead: i64,
    /// Raised by every change; 0 before the first.
    pub version: i64,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            rest: Duration::ZERO,
            leave: Duration::from_secs(24 * 60 * MINUTE),
            weeks_ahead: 4,
            version: 0,
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    rest_minutes: i64,
    leave_minutes: i64,
    weeks_ahead: i64,
    version: i64,
}

/// [`load`], for a page.
///
/// # Errors
/// When the store fails.
pub async fn in_force(ctx: &Context) -> Result<Setting, Error> {
    load(&mut ctx.db().read().await?, ctx).await
}

/// The rules in force here.
///
/// # Errors
/// When the store fails.
pub async fn load(db: &mut impl Connection, ctx: &Context) -> Result<Setting, Error> {
    let minutes = |minutes: i64| Duration::from_secs(u64::try_from(minutes).unwrap_or(0) * MINUTE);
    let row = sql!(
        db,
        optional as Row,
        "select rest_minutes, leave_minutes, weeks_ahead, version
         from patrol_setting where community_id = $1",
        ctx.community.id.get(),
    )?;
    Ok(row.map_or_else(Setting::default, |row| Setting {
        rest: minutes(row.rest_minutes),
        leave: minutes(row.leave_minutes),
        weeks_ahead: row.weeks_ahead,
        version: row.version,
    }))
}

/// What the form holds, as typed; whole hours and weeks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Hours of rest.
    pub rest: String,
    /// Hours before the start until which leaving is free.
    pub leave: String,
    /// Weeks ahead.
    pub weeks: String,
    /// The version that the form was made from.
    pub version: i64,
}

/// Decides them anew. Shifts that are there keep the deadline they have.
///
/// # Errors
/// `SignIn`, `Denied`, `Invalid`, `Changed`, or when the store fails.
pub async fn save(ctx: &Context, draft: Draft) -> Result<(), Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut problems = Problems::new();
    let mut number = |field, text: &str, min, max| {
        let known = text.trim().parse::<i64>().ok();
        let known = known.filter(|number| (min..=max).contains(number));
        problems.take(field, known.ok_or(Problem::NotANumber { min, max }))
    };
    let rest = number("rest", &draft.rest, 0, MOST_REST_HOURS);
    let leave = number("leave", &draft.leave, 0, MOST_LEAVE_HOURS);
    let weeks = number("weeks", &draft.weeks, 1, MOST_WEEKS);
    let (Some(rest), Some(leave), Some(weeks)) = (rest, leave, weeks) else {
        return Err(problems.into());
    };
    let mut tx = ctx.db().write().await?;
    sql!(
        &mut tx,
        execute,
        "insert into patrol_setting (community_id, version) values ($1, 0) on conflict do nothing",
        ctx.community.id.get(),
    )?;
    let changed = sql!(
        &mut tx,
        execute,
        "update patrol_setting set rest_minutes = $2, leave_minutes = $3, weeks_ahead = $4,
                version = version + 1
         where community_id = $1 and version = $5",
        ctx.community.id.get(),
        rest * 60,
        leave * 60,
        weeks,
        draft.version,
    )?;
    if changed == 0 {
        return Err(Error::Changed);
    }
    let deed = Entry::new(Deed::PatrolSettingSaved, "patrol_setting");
    let became = json!({ "rest": rest, "leave": leave, "weeks": weeks });
    audit::record(&mut tx, ctx, deed.became(became)).await?;
    tx.commit().await?;
    Ok(())
}
