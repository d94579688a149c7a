//! 代办 (rule P15): whoever may acts for a resident, who stays the owner of what is done; the helper
//! is recorded, and the resident reads each such act. Staff, grid workers and captains may where the
//! resident lives, family by invitation.

use domain::audit::Deed;
use domain::id::{AccountId, PersonId};
use domain::instant::Instant;
use domain::permission::{Permission, Post};

use crate::context::Context;
use crate::error::Error;
use crate::person::{self, Page, Query};
use crate::{join, sql};

/// So many acts are shown.
const MOST: i64 = 200;

/// Whom somebody acts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The person.
    pub person: PersonId,
    /// What the person is called.
    pub name: String,
    /// Their account, if they have one.
    pub account: Option<AccountId>,
}

/// What somebody did for the person who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// When.
    pub at: Instant,
    /// What.
    pub deed: Deed,
    /// To what, such as `report/2026-000001`.
    pub subject: String,
    /// Who.
    pub helper: String,
    /// Under which posts; none with family.
    pub posts: Vec<Post>,
}

/// The resident of that id, when who asks may act for them now.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` also for another community's person (rule P3), or when the store
/// fails.
pub async fn owner(ctx: &Context, id: PersonId) -> Result<Owner, Error> {
    let helper = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut read = ctx.db().read().await?;
    let (name, account) = sql!(
        &mut read,
        optional as (String, Option<i64>),
        "select coalesce(a.display_name, p.name), a.id
         from person p left join account a on a.person_id = p.id
         where p.id = $1 and p.community_id = $2",
        id.get(),
        ctx.community.id.get(),
    )?
    .ok_or(Error::NotFound)?;
    if helper == id {
        return Err(ctx.refused(Permission::ActFor));
    }
    let places = person::places(&mut read, ctx, id).await?;
    // Whoever lives nowhere yet is the office's, not a captain's.
    let by_post = ctx.rights_with(Permission::ActFor).any(|right| {
        places.iter().any(|path| {
            path.starts_with(&right.path) && (right.post.is_staff() || *path != ctx.community.path)
        })
    });
    if !by_post && !join::may_act_for(&mut read, ctx, helper, id).await? {
        return Err(ctx.refused(Permission::ActFor));
    }
    Ok(Owner {
        person: id,
        name,
        account: account.map(AccountId::new),
    })
}

/// The residents that a post reaches, found by name or door; no numbers, not even their ends.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn residents(ctx: &Context, query: &Query) -> Result<Page, Error> {
    let mut query = query.clone();
    if let Some(sought) = &mut query.sought {
        sought.tail = None;
    }
    let mut page = person::reached(ctx, Permission::ActFor, &query).await?;
    for line in &mut page.lines {
        line.telephone = None;
    }
    Ok(page)
}

/// The family who invited the person who asks, and the children they are guardian of.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn family(ctx: &Context) -> Result<Vec<(PersonId, String)>, Error> {
    let helper = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut read = ctx.db().read().await?;
    join::acts_for(&mut read, ctx, helper).await
}

#[derive(sqlx::FromRow)]
struct Row {
    at: i64,
    deed: String,
    subject: String,
    post: String,
    helper: Option<String>,
}

/// What others did for the person who asks, newest first (谁替我办过什么).
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn acts(ctx: &Context) -> Result<Vec<Act>, Error> {
    let owner = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut read = ctx.db().read().await?;
    let rows = sql!(
        &mut read,
        all as Row,
        "select t.at, t.deed, t.subject, t.post, coalesce(a.display_name, p.name) as helper
         from audit t
         left join person p on p.id = t.actor_id
         left join account a on a.person_id = t.actor_id
         where t.person_id = $1 and t.community_id = $2 
           and (t.deed like 'assist.%'
                or (t.actor_id <> t.person_id
                    and t.deed in ('account.sms_on', 'account.sms_off',
                                   'consent.given', 'consent.withdrawn')))
         order by t.id desc limit $3",
        owner.get(),
        ctx.community.id.get(),
        MOST,
    )?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(Act {
                at: Instant::from_millis(row.at),
                deed: Deed::parse(&row.deed)?,
                subject: row.subject,
                helper: row.helper.unwrap_or_default(),
                posts: row.post.split(',').filter_map(Post::parse).collect(),
            })
        })
        .collect())
}
