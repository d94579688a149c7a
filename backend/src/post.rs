//! Posts: given, extended, shortened and ended by those whose own post may, within their own part of
//! the organisation, and never to oneself (rules P12, P14). A right ends at its time by itself: who is
//! signed in has those in force at the request's instant.

mod list;
mod sql;

use domain::audit::Deed;
use domain::id::{HoldingId, OrgNodeId, PersonId, ServiceOrgId};
use domain::instant::{Instant, LocalDate, Zone};
use domain::message::Kind;
use domain::permission::{Permission, Post};
use domain::post::{ChangeDraft, Choices, Draft, proposed_end};
use domain::telephone::Telephone;
use serde_json::{Value, json};

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Lock, Tx};
use crate::error::Error;
use crate::{account, estate, message, person, request_key};

pub use list::{Query, Roll, roll};

/// The use case's name among the request keys.
const GIVE: &str = "post";

/// A node that a post can be held on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its id.
    pub id: OrgNodeId,
    /// Its name as neighbours say it: `3号楼` or `3号楼 2单元`, without the grid.
    pub name: String,
    /// Its own path.
    pub path: String,
    /// The posts that the giver may give there.
    pub posts: Vec<Post>,
}

/// A post that somebody holds, held, or will hold.
#[derive(Debug, Clone)]
pub struct Holding {
    /// Its id.
    pub id: HoldingId,
    /// Whose it is.
    pub person: PersonId,
    /// What that person is called.
    pub name: String,
    /// The bundle of permissions.
    pub post: Post,
    /// The name of the node.
    pub place: String,
    /// The subtree.
    pub path: String,
    /// For people of a service organisation: which one.
    pub org: Option<(ServiceOrgId, String)>,
    /// From when.
    pub from: Instant,
    /// Until when; `None` has no end.
    pub until: Option<Instant>,
    /// The number given for the duty, which staff may dial (rule P18).
    pub telephone: Option<Telephone>,
    /// Why it was given.
    pub reason: String,
    /// Raised by every change, so that two people who act at once are told.
    pub version: i64,
}

impl Holding {
    /// Whether it is over at an instant. A term is half open.
    #[must_use]
    pub fn is_over(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// Whether it is in force at an instant.
    #[must_use]
    pub fn is_in_force(&self, now: Instant) -> bool {
        self.from <= now && !self.is_over(now)
    }

    /// What the trail keeps of it.
    fn told(&self, zone: &Zone) -> Value {
        let last = |until: Instant| zone.date_of(Instant::from_millis(until.millis() - 1));
        json!({ "post": self.post.as_str(), "place": self.place, "from": zone.date_of(self.from),
                "until": self.until.map(last) })
    }
}

/// What the page of one person's posts is made from.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Whose posts they are.
    pub person: person::Shown,
    /// Every one, what is over last.
    pub holdings: Vec<Holding>,
    /// Where the giver may give what.
    pub places: Vec<Place>,
    /// The organisations that serve.
    pub orgs: Vec<estate::ServiceOrg>,
    /// Whether it is the giver's own page, where nothing can be given (rule P14).
    pub is_own: bool,
}

/// Whether the rights of who asks reach so far as to give a post on a node (rules P12, P14).
#[must_use]
pub fn may_give(ctx: &Context, post: Post, path: &str) -> bool {
    ctx.rights_with(Permission::GivePosts)
        .any(|right| right.post.gives().contains(&post) && path.starts_with(&right.path))
}

/// Whether who asks may change this holding.
#[must_use]
pub fn may_change(ctx: &Context, holding: &Holding) -> bool {
    let is_own = ctx
        .signed_in()
        .is_some_and(|giver| giver.person == holding.person);
    !is_own && !holding.is_over(ctx.now) && may_give(ctx, holding.post, &holding.path)
}

/// The posts of a person, and what may be given.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` also for another community's person (rule P3), or when the store
/// fails.
pub async fn desk(ctx: &Context, id: PersonId) -> Result<Desk, Error> {
    let giver = ctx.require(Permission::GivePosts)?.person;
    let person = person::find(ctx, id).await?;
    let mut read = ctx.db().read().await?;
    person::require_at_home(&mut read, ctx, Permission::GivePosts, id).await?;
    Ok(Desk {
        holdings: sql::of_person(&mut read, ctx, id).await?,
        places: sql::places(&mut read, ctx).await?,
        orgs: estate::service_orgs(&mut read, ctx).await?,
        is_own: giver == id,
        person,
    })
}

/// What who asks holds now, for the page about oneself.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn own(ctx: &Context) -> Result<Vec<Holding>, Error> {
    let person = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut read = ctx.db().read().await?;
    let mut holdings = sql::of_person(&mut read, ctx, person).await?;
    holdings.retain(|holding| holding.is_in_force(ctx.now));
    Ok(holdings)
}

/// Gives a post. The same form sent again gives it once (rule R3).
///
/// # Errors
/// `SignIn`, `Denied` to oneself, `NotFound`, `Invalid` with the fields at fault, or when the store
/// fails.
pub async fn give(ctx: &Context, to: PersonId, draft: Draft) -> Result<(), Error> {
    let giver = ctx.require(Permission::GivePosts)?.person;
    let desk = desk(ctx, to).await?;
    if desk.is_own {
        return Err(ctx.refused(Permission::GivePosts));
    }
    let answered = request_key::answered_before(ctx, GIVE, &draft.request_key).await?;
    if answered.is_some() {
        return Ok(());
    }
    let choices = Choices {
        nodes: desk
            .places
            .iter()
            .map(|place| (place.id, place.posts.clone()))
            .collect(),
        orgs: desk.orgs.iter().map(|org| org.id).collect(),
        has_account: desk.person.account.is_some(),
    };
    let new = draft.check(today(ctx), &choices)?;
    let place = desk
        .places
        .iter()
        .find(|place| place.id == new.node)
        .ok_or(Error::NotFound)?;

    let mut tx = ctx.db().write().await?;
    let answered = request_key::answered(&mut tx, ctx, GIVE, &new.request_key).await?;
    if answered.is_some() {
        return Ok(());
    }
    let id = sql::insert(&mut tx, ctx, to, giver, &new).await?;
    let became = json!({ "post": new.post.as_str(), "place": place.name, "from": new.from,
                         "until": new.until });
    let subject = format!("post/{id}");
    message::tell(&mut tx, ctx, to, Kind::PostGiven, &subject, became.clone()).await?;
    let mut entry = entry(Deed::PostGiven, id, to).became(became);
    if let Some(reason) = &new.reason {
        entry = entry.personal(json!({ "reason": reason.as_str() }));
    }
    audit::record(&mut tx, ctx, entry).await?;
    account::rights_changed(&mut tx, to).await?;
    request_key::answer(&mut tx, ctx, GIVE, &new.request_key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives a holding of that version another end; the same press again finds its wish fulfilled.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Invalid`, `Changed` when somebody was faster or it is over, or
/// when the store fails.
pub async fn change(
    ctx: &Context,
    id: HoldingId,
    version: i64,
    draft: ChangeDraft,
) -> Result<(), Error> {
    let kept = reachable(ctx, id).await?;
    let (until, reason) = draft.check(today(ctx))?;
    let zone = &ctx.community.zone;
    if until.is_some_and(|until| until < zone.date_of(kept.from)) {
        return Err(Error::at(
            "until",
            domain::problem::Problem::EndsBeforeItBegins,
        ));
    }
    let until = until.map(|until| until.end_instant(zone));
    set_end(ctx, id, version, until, Some(reason.as_str())).await
}

/// One tap: a year more than it had. Returns the new last day.
///
/// # Errors
/// Those of [`change`]; `Changed` also when it has no end.
pub async fn extend(ctx: &Context, id: HoldingId, version: i64) -> Result<LocalDate, Error> {
    let kept = reachable(ctx, id).await?;
    let until = kept.until.ok_or(Error::Changed)?;
    let zone = &ctx.community.zone;
    // Its first day after the term, so that a year more ends on the same day.
    let end = proposed_end(zone.date_of(until)).ok_or(Error::Unexpected("no such year"))?;
    set_end(ctx, id, version, Some(end.end_instant(zone)), None).await?;
    Ok(end)
}

/// Ends a holding of that version at once.
///
/// # Errors
/// Those of [`change`].
pub async fn end(
    ctx: &Context,
    id: HoldingId,
    version: i64,
    draft: ChangeDraft,
) -> Result<(), Error> {
    reachable(ctx, id).await?;
    let reason = draft.check_end()?;
    set_end(ctx, id, version, Some(ctx.now), Some(reason.as_str())).await
}

/// A holding that who asks may change.
async fn reachable(ctx: &Context, id: HoldingId) -> Result<Holding, Error> {
    ctx.require(Permission::GivePosts)?;
    let mut read = ctx.db().read().await?;
    let kept = sql::find(&mut read, ctx, id)
        .await?
        .ok_or(Error::NotFound)?;
    allowed(ctx, kept)
}

fn allowed(ctx: &Context, kept: Holding) -> Result<Holding, Error> {
    if kept.is_over(ctx.now) {
        Err(Error::Changed)
    } else if may_change(ctx, &kept) {
        Ok(kept)
    } else {
        Err(ctx.refused(Permission::GivePosts))
    }
}

async fn set_end(
    ctx: &Context,
    id: HoldingId,
    version: i64,
    until: Option<Instant>,
    reason: Option<&str>,
) -> Result<(), Error> {
    let giver = ctx.require(Permission::GivePosts)?.person;
    let mut tx = ctx.db().write().await?;
    // Two administrators who end each other's post at once would leave none.
    tx.lock(Lock::Community(ctx.community.id)).await?;
    let kept = sql::find(&mut tx, ctx, id).await?.ok_or(Error::NotFound)?;
    if kept.until == until {
        return Ok(());
    }
    let kept = allowed(ctx, kept)?;
    if kept.version != version {
        return Err(Error::Changed);
    }
    if until.is_some() && is_last_administrator(&mut tx, ctx, &kept).await? {
        return Err(Error::at(
            "until",
            domain::problem::Problem::LastAdministrator,
        ));
    }
    let is_end = until.is_some_and(|until| until <= ctx.now);
    let ended_by = is_end.then_some(giver);
    sql::set_end(&mut tx, id, until, ended_by, reason.filter(|_| is_end)).await?;
    let zone = &ctx.community.zone;
    let deed = if is_end {
        Deed::PostEnded
    } else {
        Deed::PostChanged
    };
    let after = Holding {
        until,
        ..kept.clone()
    };
    if is_end {
        let args = after.told(zone);
        let subject = format!("post/{id}");
        message::tell(&mut tx, ctx, kept.person, Kind::PostEnded, &subject, args).await?;
    }
    let mut entry = entry(deed, id, kept.person)
        .was(kept.told(zone))
        .became(after.told(zone));
    if let Some(reason) = reason {
        entry = entry.personal(json!({ "reason": reason }));
    }
    audit::record(&mut tx, ctx, entry).await?;
    account::rights_changed(&mut tx, kept.person).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether nobody else administers this community without an end (rule P14).
async fn is_last_administrator(
    tx: &mut Tx,
    ctx: &Context,
    holding: &Holding,
) -> Result<bool, Error> {
    let counts = holding.post == Post::Admin
        && holding.until.is_none()
        && ctx.community.path.starts_with(&holding.path);
    Ok(counts && !sql::has_other_administrator(tx, ctx, holding.id).await?)
}

fn entry(deed: Deed, id: HoldingId, whose: PersonId) -> Entry {
    Entry::new(deed, format!("post/{id}")).whose(whose)
}

fn today(ctx: &Context) -> LocalDate {
    ctx.community.zone.date_of(ctx.now)
}
