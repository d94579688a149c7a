//! What is kept for how long (rule P24). Once a day; never anything that is still open.

use domain::audit::Deed;
use serde_json::json;

use crate::audit::{self, Entry};
use crate::claim::{self, Claim};
use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::{community, photo, sql};

const JOB: &str = "retention";
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
const LEASE_MILLIS: i64 = 60 * 60 * 1000;
/// A little less than a day, so that it does not wander through the day.
const EVERY_MILLIS: i64 = DAY_MILLIS - 60 * 60 * 1000;

/// One rule of keeping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Its name, for the dry run and the audit trail.
    pub name: &'static str,
    /// Days after the end of what it is about.
    pub days: i64,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// Photos of closed reports that show before and after in public.
    PublishedPairs,
    /// All other photos of closed reports.
    OtherPhotos,
    /// Requests to join that were answered.
    JoinRequests,
    /// Invitations of family that have ended.
    FamilyInvitations,
}

/// The defaults.
pub const RULES: [Rule; 4] = [
    Rule {
        name: "published_pairs",
        days: 730,
        what: What::PublishedPairs,
    },
    Rule {
        name: "other_photos",
        days: 180,
        what: What::OtherPhotos,
    },
    Rule {
        name: "join_requests",
        days: 180,
        what: What::JoinRequests,
    },
    Rule {
        name: "family_invitations",
        days: 180,
        what: What::FamilyInvitations,
    },
];

/// What a rule means now: the names of rows, never anything personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The rule.
    pub rule: Rule,
    /// Photos by name, other rows by id.
    pub ids: Vec<String>,
}

/// What would go now.
///
/// # Errors
/// When the store fails.
pub async fn due(ctx: &Context) -> Result<Vec<Due>, Error> {
    let mut read = ctx.db().read().await?;
    let mut all = Vec::new();
    for rule in RULES {
        let ids = find(&mut read, ctx, rule).await?;
        all.push(Due { rule, ids });
    }
    Ok(all)
}

async fn find(db: &mut impl Connection, ctx: &Context, rule: Rule) -> Result<Vec<String>, Error> {
    let until = ctx.now.millis() - rule.days * DAY_MILLIS;
    let community = ctx.community.id.get();
    let pairs = i64::from(rule.what == What::PublishedPairs);
    let rows = match rule.what {
        What::PublishedPairs | What::OtherPhotos => sql!(
            db,
            all as (String,),
            "select p.id from photo p join report r on r.id = p.report_id
             where r.community_id = $1 and r.is_open = 0
               and coalesce(r.closed_at, r.updated_at) <= $2
               and $3 = case when p.is_published = 1 and r.is_public = 1
                    and exists (select 1 from photo b where b.report_id = r.id
                                and b.stage = 'before' and b.is_published = 1)
                    and exists (select 1 from photo a where a.report_id = r.id
                                and a.stage = 'after' and a.is_published = 1)
                    then 1 else 0 end
             order by p.id",
            community,
            until,
            pairs,
        )?,
        What::JoinRequests => sql!(
            db,
            all as (String,),
            "select cast(id as text) from join_request
             where community_id = $1 and state in ('declined', 'finished') and decided_at <= $2
             order by id",
            community,
            until,
        )?,
        What::FamilyInvitations => sql!(
            db,
            all as (String,),
            "select cast(id as text) from family_invitation
             where community_id = $1 and expires_at <= $2 order by id",
            community,
            until,
        )?,
    };
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Does it once a day. Returns how much went; nothing when another server is at it.
///
/// # Errors
/// When a store fails.
pub async fn run_daily(ctx: &Context) -> Result<u64, Error> {
    if claim::last_done(ctx, JOB).await? > ctx.now.millis() - EVERY_MILLIS {
        return Ok(0);
    }
    let Some(claim) = Claim::take(ctx, JOB, LEASE_MILLIS).await? else {
        return Ok(0);
    };
    let removed = run(ctx).await?;
    claim.done(ctx).await?;
    Ok(removed)
}

/// Removes what is due now, each rule in a transaction of its own, and records how much.
///
/// # Errors
/// When a store fails.
pub async fn run(ctx: &Context) -> Result<u64, Error> {
    let mut all = 0;
    for Due { rule, ids } in due(ctx).await? {
        if ids.is_empty() {
            continue;
        }
        let mut tx = ctx.db().write().await?;
        let mut files = Vec::new();
        let mut removed: u64 = 0;
        for id in &ids {
            removed += match rule.what {
                What::PublishedPairs | What::OtherPhotos => {
                    remove_photo(&mut tx, ctx, id, &mut files).await?
                }
                What::JoinRequests => sql!(
                    &mut tx,
                    execute,
                    "delete from join_request where cast(id as text) = $1 and community_id = $2
                       and state in ('declined', 'finished')",
                    id,
                    ctx.community.id.get(),
                )?,
                What::FamilyInvitations => sql!(
                    &mut tx,
                    execute,
                    "delete from family_invitation
                     where cast(id as text) = $1 and community_id = $2",
                    id,
                    ctx.community.id.get(),
                )?,
            };
        }
        let entry = Entry::new(Deed::RetentionRan, format!("retention/{}", rule.name))
            .became(json!({ "number": removed }));
        audit::record(&mut tx, ctx, entry).await?;
        if !files.is_empty() {
            community::public_changed(&mut tx, ctx).await?;
        }
        tx.commit().await?;
        // Only now: a row never names a picture that is gone.
        for name in files {
            for key in photo::keys(&name) {
                ctx.stores.photos.delete(&key).await?;
            }
        }
        all += removed;
    }
    Ok(all)
}

/// Removes the row of a photo, unless its report was opened again meanwhile.
async fn remove_photo(
    tx: &mut Tx,
    ctx: &Context,
    id: &str,
    files: &mut Vec<String>,
) -> Result<u64, Error> {
    let gone = sql!(
        tx,
        optional as (Option<String>,),
        "delete from photo where id = $1 and community_id = $2
           and exists (select 1 from report r where r.id = photo.report_id and r.is_open = 0)
         returning public_key",
        id,
        ctx.community.id.get(),
    )?;
    let Some((covered,)) = gone else {
        return Ok(0);
    };
    sql!(
        tx,
        execute,
        "update report set cover_before = case when cover_before = $1 then null else cover_before end,
                cover_after = case when cover_after = $1 then null else cover_after end
         where community_id = $2 and (cover_before = $1 or cover_after = $1)",
        id,
        ctx.community.id.get(),
    )?;
    files.push(id.to_owned());
    files.extend(covered);
    Ok(1)
}
