//! The notices' statements.

use std::collections::BTreeMap;

use domain::id::{AccountId, BuildingId, NoticeId};
use domain::instant::{Instant, LocalDate};
use domain::notice::NewNotice;

use super::Notice;
use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::filter::Statement;
use crate::sql;

/// A notice's own columns, in the order of [`Row`].
pub(super) const COLUMNS: &str = "select n.id, n.title, n.body, n.is_urgent, n.until_date, \
     n.ends_at, n.published_at, n.updated_at, n.withdrawn_at, n.version from notice n";

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: i64,
    title: String,
    body: String,
    is_urgent: i64,
    until_date: Option<String>,
    ends_at: Option<i64>,
    published_at: i64,
    updated_at: i64,
    withdrawn_at: Option<i64>,
    version: i64,
}

impl Row {
    fn notice(self, audience: Vec<BuildingId>) -> Result<Notice, Error> {
        let until = self
            .until_date
            .as_deref()
            .map(str::parse::<LocalDate>)
            .transpose();
        Ok(Notice {
            id: NoticeId::new(self.id),
            title: self.title,
            body: self.body,
            audience,
            is_urgent: self.is_urgent == 1,
            until: until.map_err(|_| Error::Unexpected("a notice's last day is no date"))?,
            ends_at: self.ends_at.map(Instant::from_millis),
            published_at: Instant::from_millis(self.published_at),
            updated_at: Instant::from_millis(self.updated_at),
            withdrawn_at: self.withdrawn_at.map(Instant::from_millis),
            version: self.version,
        })
    }
}

/// The rows of a statement on [`COLUMNS`] with their buildings, in two statements whatever their
/// number (rule X13).
pub(super) async fn notices(
    db: &mut impl Connection,
    statement: Statement,
) -> Result<Vec<Notice>, Error> {
    let rows = statement.all::<Row>(db).await?;
    let mut audiences = audiences(db, &rows).await?;
    rows.into_iter()
        .map(|row| {
            let audience = audiences.remove(&row.id).unwrap_or_default();
            row.notice(audience)
        })
        .collect()
}

async fn audiences(
    db: &mut impl Connection,
    rows: &[Row],
) -> Result<BTreeMap<i64, Vec<BuildingId>>, Error> {
    let mut audiences: BTreeMap<i64, Vec<BuildingId>> = BTreeMap::new();
    let Some((first, others)) = rows.split_first() else {
        return Ok(audiences);
    };
    let mut statement = Statement::new(
        "select a.notice_id, a.building_id from notice_building a
         join building b on b.id = a.building_id",
    );
    statement.number("where a.notice_id in (?", first.id);
    for row in others {
        statement.number(", ?", row.id);
    }
    statement.push(") order by b.sort, b.id");
    for (notice, building) in statement.all::<(i64, i64)>(db).await? {
        audiences
            .entry(notice)
            .or_default()
            .push(BuildingId::new(building));
    }
    Ok(audiences)
}

/// The community's notice of that id (rule P3).
pub(super) async fn find(
    db: &mut impl Connection,
    ctx: &Context,
    id: NoticeId,
) -> Result<Option<Notice>, Error> {
    let mut statement = Statement::new(COLUMNS);
    statement
        .number("where n.id = ?", id.get())
        .number("and n.community_id = ?", ctx.community.id.get());
    Ok(notices(db, statement).await?.pop())
}

fn ends_at(ctx: &Context, new: &NewNotice) -> Option<i64> {
    new.until
        .map(|day| day.end_instant(&ctx.community.zone).millis())
}

/// Writes a new notice with its buildings.
pub(super) async fn insert(
    tx: &mut Tx,
    ctx: &Context,
    author: AccountId,
    new: &NewNotice,
) -> Result<NoticeId, Error> {
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into notice (community_id, title, body, is_urgent, until_date, ends_at,
                             written_by, published_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
         returning id",
        ctx.community.id.get(),
        new.title.as_str(),
        new.body.as_str(),
        i64::from(new.urgent),
        new.until.map(|day| day.to_string()),
        ends_at(ctx, new),
        author.get(),
        ctx.now.millis(),
    )?;
    let id = NoticeId::new(id);
    tell(tx, id, &new.audience).await?;
    Ok(id)
}

/// Writes what was changed; the caller holds the row.
pub(super) async fn change(
    tx: &mut Tx,
    ctx: &Context,
    id: NoticeId,
    new: &NewNotice,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update notice
         set title = $3, body = $4, is_urgent = $5, until_date = $6, ends_at = $7,
             updated_at = $8, version = version + 1
         where id = $1 and community_id = $2",
        id.get(),
        ctx.community.id.get(),
        new.title.as_str(),
        new.body.as_str(),
        i64::from(new.urgent),
        new.until.map(|day| day.to_string()),
        ends_at(ctx, new),
        ctx.now.millis(),
    )?;
    sql!(
        tx,
        execute,
        "delete from notice_building where notice_id = $1",
        id.get()
    )?;
    tell(tx, id, &new.audience).await
}

async fn tell(tx: &mut Tx, id: NoticeId, audience: &[BuildingId]) -> Result<(), Error> {
    for building in audience {
        sql!(
            tx,
            execute,
            "insert into notice_building (notice_id, building_id) values ($1, $2)",
            id.get(),
            building.get(),
        )?;
    }
    Ok(())
}

/// Takes a notice down at an instant, or puts it back; the caller holds the row.
pub(super) async fn set_withdrawn(
    tx: &mut Tx,
    ctx: &Context,
    id: NoticeId,
    at: Option<Instant>,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update notice set withdrawn_at = $3, version = version + 1
         where id = $1 and community_id = $2",
        id.get(),
        ctx.community.id.get(),
        at.map(Instant::millis),
    )?;
    Ok(())
}
