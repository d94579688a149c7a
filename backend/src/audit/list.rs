//! The trail as administrators read it (rule P25). Reading it is not recorded, looking at what is
//! personal in it is.

use domain::audit::Deed;
use domain::id::PersonId;
use domain::instant::{Instant, LocalDate};
use domain::permission::{Permission, Post};
use domain::problem::Problem;
use serde_json::Value;

use super::{Entry, record};
use crate::context::Context;
use crate::error::Error;
use crate::filter::Statement;

/// Rows on a page.
const PAGE: usize = 50;

/// What the list is narrowed to; all of it is in the address.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Who did it, or whom it concerns.
    pub person: Option<PersonId>,
    /// What was done.
    pub deed: Option<Deed>,
    /// On which day of the community.
    pub day: Option<LocalDate>,
    /// What it was done to; nothing when empty.
    pub subject: String,
    /// The page after this row, which is older.
    pub after: Option<i64>,
    /// The page before this row.
    pub before: Option<i64>,
}

/// Whether there is anything personal in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Personal {
    /// There never was.
    None,
    /// There is, and it opens with a press that is recorded.
    Kept,
    /// It was erased.
    Erased,
}

/// One row.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its id.
    pub id: i64,
    /// When.
    pub at: Instant,
    /// Who did it, with their name now; nobody for a job.
    pub actor: Option<(PersonId, String)>,
    /// Under which posts.
    pub posts: Vec<Post>,
    /// What was done; nothing when this program does not know the deed.
    pub deed: Option<Deed>,
    /// What it was done to.
    pub subject: String,
    /// Whom it concerns, with their name now.
    pub whose: Option<(PersonId, String)>,
    /// How it was before.
    pub was: Value,
    /// How it became.
    pub became: Value,
    /// Whether there is anything personal in it.
    pub personal: Personal,
}

/// One page, newest first.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The rows.
    pub lines: Vec<Line>,
    /// The page before begins before this row.
    pub earlier: Option<i64>,
    /// The page after begins after this row.
    pub later: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    at: i64,
    actor_id: Option<i64>,
    actor_name: Option<String>,
    post: String,
    deed: String,
    subject: String,
    person_id: Option<i64>,
    person_name: Option<String>,
    was: String,
    became: String,
    has_personal: i64,
    personal_digest: String,
}

const COLUMNS: &str = "select a.id, a.at, a.actor_id, w.name as actor_name, a.post, a.deed,
        a.subject, a.person_id, p.name as person_name, a.was, a.became,
        cast(case when a.personal is null then 0 else 1 end as bigint) as has_personal,
        a.personal_digest
    from audit a
    left join person w on w.id = a.actor_id
    left join person p on p.id = a.person_id";

impl Row {
    fn line(self) -> Line {
        let named = |id: Option<i64>, name: Option<String>| {
            id.map(|id| (PersonId::new(id), name.unwrap_or_default()))
        };
        Line {
            id: self.id,
            at: Instant::from_millis(self.at),
            actor: named(self.actor_id, self.actor_name),
            posts: self.post.split(',').filter_map(Post::parse).collect(),
            deed: Deed::parse(&self.deed),
            subject: self.subject,
            whose: named(self.person_id, self.person_name),
            was: serde_json::from_str(&self.was).unwrap_or_default(),
            became: serde_json::from_str(&self.became).unwrap_or_default(),
            personal: match (self.has_personal, self.personal_digest.is_empty()) {
                (1, _) => Personal::Kept,
                (_, true) => Personal::None,
                (_, false) => Personal::Erased,
            },
        }
    }
}

fn may_read(ctx: &Context) -> Result<(), Error> {
    ctx.require(Permission::SeeAudit)?;
    // The trail is the community's, so a right on a part of it does not open it.
    ctx.require_at(Permission::SeeAudit, &ctx.community.path)?;
    Ok(())
}

/// The trail, newest first.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn list(ctx: &Context, query: &Query) -> Result<Page, Error> {
    may_read(ctx)?;
    let mut statement = Statement::new(COLUMNS);
    statement.number("where a.community_id = ?", ctx.community.id.get());
    if let Some(person) = query.person {
        statement
            .number("and (a.actor_id = ?", person.get())
            .number("or a.person_id = ?)", person.get());
    }
    if let Some(deed) = query.deed {
        statement.text("and a.deed = ?", deed.as_str());
    }
    if let Some(day) = query.day {
        let zone = &ctx.community.zone;
        statement
            .number("and a.at >= ?", day.first_instant(zone).millis())
            .number("and a.at < ?", day.end_instant(zone).millis());
    }
    // A text that no column can hold is no row's subject, and PostgreSQL refuses to be asked.
    let subject = query.subject.trim();
    if !subject.is_empty() {
        statement.text("and a.subject = ?", subject.replace('\0', "\u{fffd}"));
    }
    let backwards = query.before.is_some();
    if let Some(id) = query.before {
        statement.number("and a.id > ?", id);
    } else if let Some(id) = query.after {
        statement.number("and a.id < ?", id);
    }
    statement.push(if backwards {
        "order by a.id"
    } else {
        "order by a.id desc"
    });
    statement.number("limit ?", i64::try_from(PAGE + 1).unwrap_or(i64::MAX));
    let mut read = ctx.db().read().await?;
    let mut rows = statement.all::<Row>(&mut read).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    if backwards {
        rows.reverse();
    }
    let (first, last) = (
        rows.first().map(|row| row.id),
        rows.last().map(|row| row.id),
    );
    let (earlier, later) = if backwards {
        (first.filter(|_| more), last)
    } else {
        (
            first.filter(|_| query.after.is_some()),
            last.filter(|_| more),
        )
    };
    Ok(Page {
        lines: rows.into_iter().map(Row::line).collect(),
        earlier,
        later,
    })
}

/// One row, without what is personal in it.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn one(ctx: &Context, id: i64) -> Result<Line, Error> {
    may_read(ctx)?;
    let mut statement = Statement::new(COLUMNS);
    statement
        .number("where a.community_id = ?", ctx.community.id.get())
        .number("and a.id = ?", id);
    let mut read = ctx.db().read().await?;
    let rows = statement.all::<Row>(&mut read).await?;
    rows.into_iter()
        .next()
        .map(Row::line)
        .ok_or(Error::NotFound)
}

/// What is personal in a row; the look is itself recorded, and whom the row concerns can read that.
///
/// # Errors
/// `Invalid` when nothing is asked for, `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn show_personal(ctx: &Context, id: i64, asked: bool) -> Result<Value, Error> {
    let line = one(ctx, id).await?;
    if !asked || line.personal != Personal::Kept {
        return Err(Error::at("show", Problem::Missing));
    }
    let mut tx = ctx.db().write().await?;
    let found = crate::sql!(
        &mut tx,
        optional as (Option<String>,),
        "select personal from audit where id = $1 and community_id = $2",
        id,
        ctx.community.id.get(),
    )?;
    let personal = found
        .and_then(|(personal,)| personal)
        .ok_or(Error::NotFound)?;
    let mut entry = Entry::new(Deed::AuditShown, format!("audit/{id}"));
    if let Some((person, _)) = line.whose {
        entry = entry.whose(person);
    }
    record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(serde_json::from_str(&personal).unwrap_or_default())
}
