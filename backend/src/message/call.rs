//! 待电话通知: whom the system cannot reach is called by staff, with a tick for each (rule X19).

use domain::audit::Deed;
use domain::id::{DeliveryId, PersonId};
use domain::instant::Instant;
use domain::message::Kind;
use domain::permission::Permission;
use serde_json::Value;

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::error::Error;
use crate::filter::Statement;
use crate::patrol::reminder::STILL_OF_USE;
use crate::sql;

/// One call to make. Its number is seen on the person's page, with this as the reason (rule P18).
#[derive(Debug, Clone)]
pub struct Call {
    /// The delivery.
    pub id: DeliveryId,
    /// Whom.
    pub person: PersonId,
    /// What they are called.
    pub name: String,
    /// Whether a number is known.
    pub has_number: bool,
    /// What it is about.
    pub kind: Kind,
    /// What its sentence needs.
    pub args: Value,
    /// Since when it waits.
    pub since: Instant,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    person_id: i64,
    name: String,
    has_number: i64,
    kind: String,
    args: String,
    at: i64,
}

/// How many calls wait.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn waiting(ctx: &Context) -> Result<i64, Error> {
    ctx.require_at(Permission::CallResidents, &ctx.community.path)?;
    let mut read = ctx.db().read().await?;
    let mut count =
        Statement::new("select count(*) from delivery d join message m on m.id = d.message_id");
    that_wait(ctx, &mut count);
    let rows: Vec<(i64,)> = count.all(&mut read).await?;
    Ok(rows.first().map_or(0, |(count,)| *count))
}

/// Only those that wait and are still worth a call.
fn that_wait(ctx: &Context, calls: &mut Statement) {
    calls
        .number("where d.community_id = ?", ctx.community.id.get())
        .push("and d.channel = 'call' and d.state = 'waiting' and")
        .number(STILL_OF_USE, ctx.now.millis());
}

const CALLS: &str = "select d.id, m.person_id, p.name,
        cast(case when p.telephone is null then 0 else 1 end as bigint) as has_number,
        m.kind, m.args, m.at
     from delivery d
     join message m on m.id = d.message_id
     join person p on p.id = m.person_id";

/// The calls that wait, the oldest first; two hundred at most.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn list(ctx: &Context) -> Result<Vec<Call>, Error> {
    let mut calls = Statement::new(CALLS);
    that_wait(ctx, &mut calls);
    calls.push("order by d.id limit 200");
    read(ctx, calls).await
}

/// The calls that were ticked off today, the newest first, so that a tick at the wrong line can be
/// taken back (rule X8); fifty at most.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn ticked_today(ctx: &Context) -> Result<Vec<Call>, Error> {
    let zone = &ctx.community.zone;
    let morning = zone.date_of(ctx.now).first_instant(zone);
    let mut calls = Statement::new(CALLS);
    calls
        .number("where d.community_id = ?", ctx.community.id.get())
        .push("and d.channel = 'call' and d.state = 'done'")
        .number("and d.settled_at >= ?", morning.millis())
        .push("order by d.settled_at desc, d.id desc limit 50");
    read(ctx, calls).await
}

async fn read(ctx: &Context, calls: Statement) -> Result<Vec<Call>, Error> {
    ctx.require_at(Permission::CallResidents, &ctx.community.path)?;
    let mut read = ctx.db().read().await?;
    let rows: Vec<Row> = calls.all(&mut read).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(Call {
                id: DeliveryId::new(row.id),
                person: PersonId::new(row.person_id),
                name: row.name,
                has_number: row.has_number == 1,
                kind: Kind::parse(&row.kind)?,
                args: serde_json::from_str(&row.args).unwrap_or(Value::Null),
                since: Instant::from_millis(row.at),
            })
        })
        .collect())
}

/// Ticks a call off, or takes the tick back (rule X8).
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn tick(ctx: &Context, id: DeliveryId, done: bool) -> Result<(), Error> {
    let caller = ctx
        .require_at(Permission::CallResidents, &ctx.community.path)?
        .person;
    let mut tx = ctx.db().write().await?;
    let found = sql!(
        &mut tx,
        optional as (i64, String),
        "select m.person_id, d.state from delivery d join message m on m.id = d.message_id
         where d.id = $1 and d.community_id = $2 and d.channel = 'call'",
        id.get(),
        ctx.community.id.get(),
    )?;
    let (person, state) = found.ok_or(Error::NotFound)?;
    let wanted = if done { "done" } else { "waiting" };
    if state == wanted {
        return Ok(());
    }
    sql!(
        &mut tx,
        execute,
        "update delivery set state = $2, settled_at = $3, settled_by = $4 where id = $1",
        id.get(),
        wanted,
        done.then_some(ctx.now.millis()),
        done.then_some(caller.get()),
    )?;
    let deed = Entry::new(Deed::ResidentCalled, format!("delivery/{id}"))
        .whose(PersonId::new(person))
        .became(serde_json::json!({ "done": done }));
    audit::record(&mut tx, ctx, deed).await?;
    tx.commit().await?;
    Ok(())
}
