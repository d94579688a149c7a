//! Making the shifts of the coming weeks; twice makes nothing twice (rule V10).

use std::collections::BTreeSet;

use domain::id::PatrolTemplateId;
use domain::instant::LocalDate;
use domain::patrol::shift::span;
use domain::patrol::template::occurrences;

use super::super::setting::{self, Setting};
use super::super::shift::{Made, insert};
use super::{Template, rows};
use crate::calendar;
use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::sql;

/// Makes whatever shifts of the coming weeks are not there yet. Returns how many it made. Run twice,
/// or on two servers at once, each is made once.
///
/// # Errors
/// When the store fails.
pub async fn make_due(ctx: &Context) -> Result<u64, Error> {
    let today = ctx.community.zone.date_of(ctx.now);
    let mut read = ctx.db().read().await?;
    let templates = rows::in_force(&mut read, ctx, today).await?;
    if templates.is_empty() {
        return Ok(0);
    }
    let calendar = calendar::load(&mut read, ctx).await?;
    let setting = setting::load(&mut read, ctx).await?;
    let there = there(&mut read, ctx, today).await?;
    drop(read);
    let mut made = 0;
    for template in templates {
        let days = due(ctx, &template, &calendar, &setting);
        let is_there = |day: &LocalDate| there.contains(&(template.id, *day));
        if days.iter().all(is_there) {
            continue;
        }
        let mut tx = ctx.db().write().await?;
        made += make(&mut tx, ctx, template.id).await?;
        tx.commit().await?;
    }
    Ok(made)
}

/// Which days of which templates have their shift, from today on.
async fn there(
    db: &mut impl Connection,
    ctx: &Context,
    today: LocalDate,
) -> Result<BTreeSet<(PatrolTemplateId, LocalDate)>, Error> {
    let rows = sql!(
        db,
        all as (i64, String),
        "select template_id, occurrence_on from patrol_shift
         where community_id = $1 and occurrence_on >= $2 and template_id is not null",
        ctx.community.id.get(),
        today.to_string(),
    )?;
    let day = |text: String| text.parse().ok();
    Ok(rows
        .into_iter()
        .filter_map(|(id, on)| Some((PatrolTemplateId::new(id), day(on)?)))
        .collect())
}

/// The days of the coming weeks on which a template has a shift that has not begun.
fn due(
    ctx: &Context,
    template: &Template,
    calendar: &domain::calendar::Calendar,
    setting: &Setting,
) -> Vec<LocalDate> {
    let zone = &ctx.community.zone;
    let today = zone.date_of(ctx.now);
    let ahead = jiff::Span::new().weeks(setting.weeks_ahead);
    let until = today.civil().saturating_add(ahead).into();
    let mut days = occurrences(&template.recurrence, calendar, today, until);
    let body = &template.body;
    days.retain(|day| span(zone, *day, body.starts, body.ends).starts > ctx.now);
    days
}

/// Makes a template's shifts of the coming weeks, under its lock and as it stands now. Returns how
/// many.
pub(super) async fn make(tx: &mut Tx, ctx: &Context, id: PatrolTemplateId) -> Result<u64, Error> {
    tx.lock(Lock::Template(id)).await?;
    let Some(template) = rows::find(tx, ctx, id).await? else {
        return Ok(0);
    };
    let calendar = calendar::load(tx, ctx).await?;
    let setting = setting::load(tx, ctx).await?;
    let body = &template.body;
    let mut count = 0;
    for day in due(ctx, &template, &calendar, &setting) {
        let made = Made {
            body,
            day,
            span: span(&ctx.community.zone, day, body.starts, body.ends),
            leave: setting.leave,
            publish: template.publishes,
            origin: Some(id),
        };
        count += u64::from(insert(tx, ctx, &made).await?.is_some());
    }
    Ok(count)
}
