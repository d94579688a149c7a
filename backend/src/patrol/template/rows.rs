//! Rows of templates.

use domain::id::{BuildingId, PatrolRouteId, PatrolTemplateId};
use domain::instant::LocalDate;
use domain::patrol::template::{DayRule, Every, NewTemplate, On, Recurrence};
use domain::patrol::{Places, Role};
use domain::words::{Line, Words};

use super::{Kept, Template};
use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::filter::Statement;
use crate::sql;

/// How many templates that are over are listed.
const MOST_OVER: i64 = 50;

const COLUMNS: &str = "select t.id, t.kind_id, k.name_zh, k.name_en, t.title, t.place, \
     t.building_id, t.route_id, t.words, t.every, t.step, t.weekdays, t.month_day, t.nth, \
     t.starts, t.ends, t.first_on, t.last_on, t.days, t.leaders, t.members, t.trainees, \
     t.reserved, t.needs_approval, t.uses_code, t.publishes, t.ended_at, t.version \
     from patrol_template t join patrol_kind k on k.id = t.kind_id";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    kind_id: i64,
    name_zh: String,
    name_en: String,
    title: String,
    place: String,
    building_id: Option<i64>,
    route_id: Option<i64>,
    words: String,
    every: String,
    step: i64,
    weekdays: i64,
    month_day: i64,
    nth: i64,
    starts: String,
    ends: String,
    first_on: String,
    last_on: Option<String>,
    days: String,
    leaders: i64,
    members: i64,
    trainees: i64,
    reserved: i64,
    needs_approval: i64,
    uses_code: i64,
    publishes: i64,
    ended_at: Option<i64>,
    version: i64,
}

impl Row {
    fn template(self) -> Result<Template, Error> {
        let recurrence = self.recurrence();
        let places = |role, capacity, reserved| Places {
            role,
            capacity,
            reserved,
            taken: 0,
        };
        let kept = Kept {
            kind: self.kind_id,
            title: self.title,
            place: self.place,
            building: self.building_id,
            route: self.route_id,
            words: self.words,
            starts: self.starts,
            ends: self.ends,
            places: [
                places(Role::Leader, self.leaders, 0),
                places(Role::Member, self.members, self.reserved),
                places(Role::Trainee, self.trainees, 0),
            ],
            needs_approval: self.needs_approval == 1,
            uses_code: self.uses_code == 1,
        };
        Ok(Template {
            id: PatrolTemplateId::new(self.id),
            kind_zh: self.name_zh,
            kind_en: self.name_en,
            body: kept.body()?,
            recurrence: recurrence.ok_or(Error::Unexpected("a template's days are no days"))?,
            publishes: self.publishes == 1,
            is_ended: self.ended_at.is_some(),
            version: self.version,
        })
    }

    fn recurrence(&self) -> Option<Recurrence> {
        let last_on = match &self.last_on {
            Some(last) => Some(last.parse().ok()?),
            None => None,
        };
        Some(Recurrence {
            on: On::from_numbers(
                Every::parse(&self.every)?,
                (self.weekdays, self.month_day, self.nth),
            )?,
            step: self.step,
            first_on: self.first_on.parse().ok()?,
            last_on,
            days: DayRule::parse(&self.days)?,
        })
    }
}

async fn all(db: &mut impl Connection, statement: Statement) -> Result<Vec<Template>, Error> {
    let rows = statement.all::<Row>(db).await?;
    rows.into_iter().map(Row::template).collect()
}

/// One template of this community.
pub(super) async fn find(
    db: &mut impl Connection,
    ctx: &Context,
    id: PatrolTemplateId,
) -> Result<Option<Template>, Error> {
    let mut one = Statement::new(COLUMNS);
    one.number("where t.id = ?", id.get())
        .number("and t.community_id = ?", ctx.community.id.get());
    Ok(all(db, one).await?.into_iter().next())
}

/// The templates whose last day is not over.
pub(super) async fn in_force(
    db: &mut impl Connection,
    ctx: &Context,
    today: LocalDate,
) -> Result<Vec<Template>, Error> {
    let mut list = Statement::new(COLUMNS);
    list.number("where t.community_id = ?", ctx.community.id.get())
        .text(
            "and (t.last_on is null or t.last_on >= ?)",
            today.to_string(),
        )
        .push("order by t.id");
    all(db, list).await
}

/// The templates that were over last.
pub(super) async fn over(
    db: &mut impl Connection,
    ctx: &Context,
    today: LocalDate,
) -> Result<Vec<Template>, Error> {
    let mut list = Statement::new(COLUMNS);
    list.number("where t.community_id = ?", ctx.community.id.get())
        .text("and t.last_on < ?", today.to_string())
        .number("order by t.last_on desc, t.id desc limit ?", MOST_OVER);
    all(db, list).await
}

/// Writes a template's row.
pub(super) async fn insert(
    tx: &mut Tx,
    ctx: &Context,
    new: &NewTemplate,
) -> Result<PatrolTemplateId, Error> {
    let NewTemplate {
        body, recurrence, ..
    } = new;
    let text = |line: Option<&str>| line.unwrap_or_default().to_owned();
    let (weekdays, month_day, nth) = recurrence.on.numbers();
    let member = body.places_of(Role::Member);
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into patrol_template (community_id, kind_id, title, place, building_id, route_id,
                                      words, every, step, weekdays, month_day, nth, starts, ends,
                                      first_on, last_on, days, leaders, members, trainees, reserved,
                                      needs_approval, uses_code, publishes)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19, $20, $21, $22, $23, $24)
         returning id",
        ctx.community.id.get(),
        body.kind.get(),
        text(body.title.as_ref().map(Line::as_str)),
        text(body.place.as_ref().map(Line::as_str)),
        body.building.map(BuildingId::get),
        body.route.map(PatrolRouteId::get),
        text(body.words.as_ref().map(Words::as_str)),
        recurrence.on.every().as_str(),
        recurrence.step,
        weekdays,
        month_day,
        nth,
        body.starts.to_string(),
        body.ends.to_string(),
        recurrence.first_on.to_string(),
        recurrence.last_on.map(|last| last.to_string()),
        recurrence.days.as_str(),
        body.places_of(Role::Leader).capacity,
        member.capacity,
        body.places_of(Role::Trainee).capacity,
        member.reserved,
        i64::from(body.needs_approval),
        i64::from(body.uses_code),
        i64::from(new.publish),
    )?;
    Ok(PatrolTemplateId::new(id))
}

/// Ends a template with a last day.
pub(super) async fn end(
    tx: &mut Tx,
    ctx: &Context,
    id: PatrolTemplateId,
    last: LocalDate,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update patrol_template set last_on = $2, ended_at = $3, version = version + 1
         where id = $1",
        id.get(),
        last.to_string(),
        ctx.now.millis(),
    )?;
    Ok(())
}

/// Removes a template that no shift came from; whether it is gone.
pub(super) async fn remove_unused(tx: &mut Tx, id: PatrolTemplateId) -> Result<bool, Error> {
    let removed = sql!(
        tx,
        execute,
        "delete from patrol_template where id = $1
           and not exists (select 1 from patrol_shift s where s.template_id = $1)",
        id.get(),
    )?;
    Ok(removed == 1)
}
