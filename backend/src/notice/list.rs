//! Lists of notices, paged by key (rule X13).

use std::fmt;
use std::str::FromStr;

use domain::id::NoticeId;
use domain::permission::Permission;

use super::{Notice, Standing, sql};
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::filter::Statement;

/// How many a page holds.
const PAGE: usize = 20;

/// A place in a list: the notice beside which a page begins. In addresses `31`, or `u31` for an
/// urgent one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    is_urgent: bool,
    id: NoticeId,
}

impl Cursor {
    fn of(notice: &Notice) -> Self {
        Self {
            is_urgent: notice.is_urgent,
            id: notice.id,
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}{}",
            if self.is_urgent { "u" } else { "" },
            self.id
        )
    }
}

impl FromStr for Cursor {
    type Err = domain::id::NotAnId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (is_urgent, digits) = match text.strip_prefix('u') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        Ok(Self {
            is_urgent,
            id: digits.parse()?,
        })
    }
}

/// What a page of a list is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Query {
    /// Only those that stand so; for staff.
    pub standing: Option<Standing>,
    /// The page after this place.
    pub after: Option<Cursor>,
    /// The page before this place.
    pub before: Option<Cursor>,
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page {
    /// In order.
    pub notices: Vec<Notice>,
    /// How many the whole list holds.
    pub total: u64,
    /// There is more before this page.
    pub earlier: Option<Cursor>,
    /// There is more after this page.
    pub later: Option<Cursor>,
}

/// What comes first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    UrgentFirst,
    NewestFirst,
}

/// What everybody may read now: urgent ones first, then the newest.
///
/// # Errors
/// When the store fails.
pub async fn current(ctx: &Context, query: &Query) -> Result<Page, Error> {
    let query = Query {
        standing: Some(Standing::Current),
        ..*query
    };
    let mut read = ctx.db().read().await?;
    page(&mut read, ctx, &query, Order::UrgentFirst).await
}

/// Every notice for those who write them, newest first.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn all(ctx: &Context, query: &Query) -> Result<Page, Error> {
    ctx.require(Permission::WriteNotice)?;
    let mut read = ctx.db().read().await?;
    page(&mut read, ctx, query, Order::NewestFirst).await
}

/// The first `most` of [`current`], for the first page.
///
/// # Errors
/// When the store fails.
pub async fn latest(ctx: &Context, most: i64) -> Result<Vec<Notice>, Error> {
    first(ctx, most, Order::UrgentFirst).await
}

/// The `most` newest that everybody may read now, for the feed.
///
/// # Errors
/// When the store fails.
pub async fn newest(ctx: &Context, most: i64) -> Result<Vec<Notice>, Error> {
    first(ctx, most, Order::NewestFirst).await
}

async fn first(ctx: &Context, most: i64, order: Order) -> Result<Vec<Notice>, Error> {
    let mut statement = Statement::new(sql::COLUMNS);
    narrow(&mut statement, ctx, Some(Standing::Current));
    statement
        .push(order_by(order, true))
        .number("limit ?", most);
    let mut read = ctx.db().read().await?;
    sql::notices(&mut read, statement).await
}

async fn page(
    db: &mut impl Connection,
    ctx: &Context,
    query: &Query,
    order: Order,
) -> Result<Page, Error> {
    let mut statement = Statement::new(sql::COLUMNS);
    narrow(&mut statement, ctx, query.standing);
    // The way back reads in the other direction and is turned round afterwards.
    let backwards = query.before.is_some();
    if let Some(cursor) = query.after.or(query.before) {
        beyond(&mut statement, order, cursor, backwards);
    }
    statement.push(order_by(order, !backwards));
    statement.number("limit ?", i64::try_from(PAGE + 1).unwrap_or(i64::MAX));
    let mut notices = sql::notices(db, statement).await?;
    let more = notices.len() > PAGE;
    notices.truncate(PAGE);
    if backwards {
        notices.reverse();
    }
    let first = notices.first().map(Cursor::of);
    let last = notices.last().map(Cursor::of);
    let (earlier, later) = if backwards {
        (first.filter(|_| more), last)
    } else {
        (
            first.filter(|_| query.after.is_some()),
            last.filter(|_| more),
        )
    };
    let total = count(db, ctx, query.standing).await?;
    Ok(Page {
        notices,
        total,
        earlier,
        later,
    })
}

fn beyond(statement: &mut Statement, order: Order, cursor: Cursor, backwards: bool) {
    let id = cursor.id.get();
    match (order, backwards) {
        (Order::UrgentFirst, _) => {
            let piece = if backwards {
                "and (n.is_urgent, n.id) > (?"
            } else {
                "and (n.is_urgent, n.id) < (?"
            };
            statement
                .number(piece, i64::from(cursor.is_urgent))
                .number(", ?)", id);
        }
        (Order::NewestFirst, true) => {
            statement.number("and n.id > ?", id);
        }
        (Order::NewestFirst, false) => {
            statement.number("and n.id < ?", id);
        }
    }
}

const fn order_by(order: Order, forwards: bool) -> &'static str {
    match (order, forwards) {
        (Order::UrgentFirst, true) => "order by n.is_urgent desc, n.id desc",
        (Order::UrgentFirst, false) => "order by n.is_urgent, n.id",
        (Order::NewestFirst, true) => "order by n.id desc",
        (Order::NewestFirst, false) => "order by n.id",
    }
}

fn narrow(statement: &mut Statement, ctx: &Context, standing: Option<Standing>) {
    let now = ctx.now.millis();
    statement.number("where n.community_id = ?", ctx.community.id.get());
    match standing {
        None => {}
        Some(Standing::Withdrawn) => {
            statement.push("and n.withdrawn_at is not null");
        }
        Some(Standing::Ended) => {
            statement
                .push("and n.withdrawn_at is null")
                .number("and n.ends_at <= ?", now);
        }
        Some(Standing::Current) => {
            statement
                .push("and n.withdrawn_at is null")
                .number("and (n.ends_at is null or n.ends_at > ?)", now);
        }
    }
}

async fn count(
    db: &mut impl Connection,
    ctx: &Context,
    standing: Option<Standing>,
) -> Result<u64, Error> {
    let mut statement = Statement::new("select count(*) from notice n");
    narrow(&mut statement, ctx, standing);
    let counted = statement.all::<(i64,)>(db).await?;
    Ok(counted
        .first()
        .map_or(0, |(n,)| u64::try_from(*n).unwrap_or(0)))
}
