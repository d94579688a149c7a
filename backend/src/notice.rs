//! Notices: what the community tells its residents, written once for the page, the door and the
//! group (rules X12, X19).

mod list;
mod sql;

use domain::audit::Deed;
use domain::id::{BuildingId, NoticeId};
use domain::instant::{Instant, LocalDate};
use domain::notice::{Draft, NewNotice};
use domain::permission::Permission;
use serde_json::json;

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::Lock;
use crate::error::Error;
use crate::estate::{self, Estate};
use crate::{community, request_key};

pub use list::{Cursor, Page, Query, all, current, latest, newest};

/// The use cases' names among the request keys.
const PUBLISH: &str = "notice";
const EDIT: &str = "notice_edit";

/// A notice as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its id, the last part of its address.
    pub id: NoticeId,
    /// The headline.
    pub title: String,
    /// The text; a blank line begins a paragraph.
    pub body: String,
    /// The buildings it is for, in order; none means the whole community.
    pub audience: Vec<BuildingId>,
    /// Whether it stands above the others.
    pub is_urgent: bool,
    /// The last local day on which it is shown.
    pub until: Option<LocalDate>,
    /// When that day has ended in the community's zone (rule X15).
    pub ends_at: Option<Instant>,
    /// When it was written.
    pub published_at: Instant,
    /// When its text was last changed.
    pub updated_at: Instant,
    /// When it was taken down.
    pub withdrawn_at: Option<Instant>,
    /// Raised by every change, so that two people who write at once are told.
    pub version: i64,
}

/// Where a notice is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is shown.
    Current,
    /// Its last day is over; it can still be read at its address.
    Ended,
    /// It was taken down: the public finds nothing at its address.
    Withdrawn,
}

impl Standing {
    /// In the order of a notice's life.
    pub const ALL: [Self; 3] = [Self::Current, Self::Ended, Self::Withdrawn];

    /// The name that addresses use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Ended => "ended",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The standing of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|standing| standing.as_str() == name)
    }
}

impl Notice {
    /// Where it is in its life at an instant. Its last day is half open: at the very instant at
    /// which the day has ended, the notice has.
    #[must_use]
    pub fn standing(&self, now: Instant) -> Standing {
        if self.withdrawn_at.is_some() {
            Standing::Withdrawn
        } else if self.ends_at.is_some_and(|end| end <= now) {
            Standing::Ended
        } else {
            Standing::Current
        }
    }
}

/// Publishes a notice. The same form sent again gives the same notice (rule R3).
///
/// # Errors
/// `SignIn`, `Denied` when the rights do not reach its buildings, `Invalid` with the fields at
/// fault, or when the store fails.
pub async fn publish(ctx: &Context, draft: Draft) -> Result<NoticeId, Error> {
    let author = ctx.require(Permission::WriteNotice)?.account;
    if let Some(id) = request_key::answered_before(ctx, PUBLISH, &draft.request_key).await? {
        return before(&id);
    }
    let estate = estate(ctx).await?;
    let new = check(ctx, &estate, &draft, None)?;
    require_for(ctx, &estate, &new.audience)?;

    let mut tx = ctx.db().write().await?;
    if let Some(id) = request_key::answered(&mut tx, ctx, PUBLISH, &new.request_key).await? {
        return before(&id);
    }
    let id = sql::insert(&mut tx, ctx, author, &new).await?;
    audit::record(
        &mut tx,
        ctx,
        entry(Deed::NoticePublished, id).became(told(&new)),
    )
    .await?;
    community::public_changed(&mut tx, ctx).await?;
    request_key::answer(&mut tx, ctx, PUBLISH, &new.request_key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(id)
}

fn entry(deed: Deed, id: NoticeId) -> Entry {
    Entry::new(deed, format!("notice/{id}"))
}

/// What the trail keeps of a notice: its text is public and stands elsewhere.
fn told(new: &NewNotice) -> serde_json::Value {
    json!({ "title": new.title.as_str(), "buildings": new.audience, "until": new.until })
}

fn before(answer: &str) -> Result<NoticeId, Error> {
    answer
        .parse()
        .map_err(|_| Error::Unexpected("a kept answer is no notice"))
}

/// Changes a notice of that version, current or not. The same form sent again changes nothing.
///
/// # Errors
/// Those of [`publish`], `NotFound`, and `Changed` when somebody else was faster.
pub async fn edit(ctx: &Context, id: NoticeId, version: i64, draft: Draft) -> Result<(), Error> {
    ctx.require(Permission::WriteNotice)?;
    if request_key::answered_before(ctx, EDIT, &draft.request_key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let kept = for_edit(ctx, id).await?;
    let estate = estate(ctx).await?;
    let new = check(ctx, &estate, &draft, kept.until)?;
    require_for(ctx, &estate, &new.audience)?;
    require_for(ctx, &estate, &kept.audience)?;

    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, EDIT, &new.request_key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    tx.lock(Lock::Notice(id)).await?;
    let kept = sql::find(&mut tx, ctx, id).await?.ok_or(Error::NotFound)?;
    if kept.version != version {
        return Err(Error::Changed);
    }
    sql::change(&mut tx, ctx, id, &new).await?;
    let was = json!({ "title": kept.title, "buildings": kept.audience, "until": kept.until });
    let deed = entry(Deed::NoticeEdited, id).was(was).became(told(&new));
    audit::record(&mut tx, ctx, deed).await?;
    community::public_changed(&mut tx, ctx).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a notice of that version down; [`restore`] undoes it (rule X8). One that is down already
/// stays so.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Changed`, or when the store fails.
pub async fn withdraw(ctx: &Context, id: NoticeId, version: i64) -> Result<(), Error> {
    set_withdrawn(ctx, id, version, true).await
}

/// Puts a withdrawn notice of that version back. One that is up already stays so.
///
/// # Errors
/// Those of [`withdraw`].
pub async fn restore(ctx: &Context, id: NoticeId, version: i64) -> Result<(), Error> {
    set_withdrawn(ctx, id, version, false).await
}

async fn set_withdrawn(ctx: &Context, id: NoticeId, version: i64, down: bool) -> Result<(), Error> {
    let kept = for_edit(ctx, id).await?;
    require_for(ctx, &estate(ctx).await?, &kept.audience)?;

    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Notice(id)).await?;
    let kept = sql::find(&mut tx, ctx, id).await?.ok_or(Error::NotFound)?;
    if kept.withdrawn_at.is_some() == down {
        // The same press a second time: what it wanted is so.
        return Ok(());
    }
    if kept.version != version {
        return Err(Error::Changed);
    }
    sql::set_withdrawn(&mut tx, ctx, id, down.then_some(ctx.now)).await?;
    let deed = if down {
        Deed::NoticeWithdrawn
    } else {
        Deed::NoticeRestored
    };
    audit::record(&mut tx, ctx, entry(deed, id)).await?;
    community::public_changed(&mut tx, ctx).await?;
    tx.commit().await?;
    Ok(())
}

/// A notice for everybody: current, or ended and still readable.
///
/// # Errors
/// `NotFound` also for a withdrawn one and for another community's (rule P3), or when the store
/// fails.
pub async fn find(ctx: &Context, id: NoticeId) -> Result<Notice, Error> {
    let mut read = ctx.db().read().await?;
    sql::find(&mut read, ctx, id)
        .await?
        .filter(|notice| notice.standing(ctx.now) != Standing::Withdrawn)
        .ok_or(Error::NotFound)
}

/// A notice for those who write them, whatever its standing.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn for_edit(ctx: &Context, id: NoticeId) -> Result<Notice, Error> {
    ctx.require(Permission::WriteNotice)?;
    let mut read = ctx.db().read().await?;
    sql::find(&mut read, ctx, id).await?.ok_or(Error::NotFound)
}

async fn estate(ctx: &Context) -> Result<Estate, Error> {
    let mut read = ctx.db().read().await?;
    estate::load(&mut read, ctx).await
}

/// The form without faults. A last day that is over may stay as it was, so that a word can be
/// corrected in a notice that has ended.
fn check(
    ctx: &Context,
    estate: &Estate,
    draft: &Draft,
    kept_until: Option<LocalDate>,
) -> Result<NewNotice, Error> {
    let today = ctx.community.zone.date_of(ctx.now);
    let unchanged = kept_until.filter(|until| draft.until.trim() == until.to_string());
    let earliest = unchanged.map_or(today, |until| until.min(today));
    let buildings: Vec<_> = estate
        .buildings
        .iter()
        .map(|building| building.id)
        .collect();
    Ok(draft.check(earliest, &buildings)?)
}

/// The right has to reach every building that is told, or the community when all are.
fn require_for(ctx: &Context, estate: &Estate, audience: &[BuildingId]) -> Result<(), Error> {
    if audience.is_empty() {
        ctx.require_at(Permission::WriteNotice, &ctx.community.path)?;
    }
    for id in audience {
        let building = estate.building(*id).ok_or(Error::NotFound)?;
        ctx.require_at(Permission::WriteNotice, &building.path)?;
    }
    Ok(())
}
