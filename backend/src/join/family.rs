//! 家人代办 (rule P15): a resident invites a member of the family, here or elsewhere, who may then
//! act for them until either of both ends it.

use domain::id::{FamilyHelperId, PersonId};
use domain::instant::Instant;
use domain::join::Newcomer;
use domain::problem::Problem;
use domain::request_key::RequestKey;

use super::attempt;
use super::newcomer::{self, Joined};
use crate::context::{Context, SignedIn};
use crate::db::Connection;
use crate::error::Error;
use crate::secret::Purpose;
use crate::{request_key, sql};

/// How long an invitation may be used.
const LASTS_MILLIS: i64 = 7 * 24 * 60 * 60 * 1000;
const USE_CASE: &str = "family.join";

/// What is shown once.
#[derive(Debug, Clone)]
pub struct Invited {
    /// The secret part of the link.
    pub link: String,
    /// Eight digits, for whoever has an account.
    pub code: String,
    /// Until when.
    pub until: Instant,
}

/// Somebody on the other end of 家人代办.
#[derive(Debug, Clone)]
pub struct Relation {
    /// The row.
    pub id: FamilyHelperId,
    /// The other one.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Since when.
    pub since: Instant,
}

/// An invitation that can be accepted.
#[derive(Debug, Clone)]
pub struct Invitation {
    id: i64,
    /// Who invites.
    pub owner: PersonId,
    /// Their name, as neighbours see it.
    pub owner_name: String,
}

/// Whether somebody may act for somebody as family, or as the guardian of a child (rules P15, P21).
///
/// # Errors
/// When the store fails.
pub async fn may_act_for(
    db: &mut impl Connection,
    ctx: &Context,
    helper: PersonId,
    owner: PersonId,
) -> Result<bool, Error> {
    let found = sql!(
        db,
        optional as (i64,),
        "select owner_id from family_helper
         where community_id = $1 and helper_id = $2 and owner_id = $3 and ended_at is null
         union all
         select person_id from child
         where community_id = $1 and guardian_id = $2 and person_id = $3
         limit 1",
        ctx.community.id.get(),
        helper.get(),
        owner.get(),
    )?;
    Ok(found.is_some())
}

/// For whom somebody may act as family or guardian, with their names (rules P15, P21).
///
/// # Errors
/// When the store fails.
pub async fn acts_for(
    db: &mut impl Connection,
    ctx: &Context,
    helper: PersonId,
) -> Result<Vec<(PersonId, String)>, Error> {
    let rows = sql!(
        db,
        all as (i64, String),
        "select f.owner_id, coalesce(a.display_name, p.name) from family_helper f
         join person p on p.id = f.owner_id left join account a on a.person_id = p.id
         where f.community_id = $1 and f.helper_id = $2 and f.ended_at is null
         union all
         select c.person_id, p.name from child c join person p on p.id = c.person_id
         where c.community_id = $1 and c.guardian_id = $2
         order by 1",
        ctx.community.id.get(),
        helper.get(),
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, name)| (PersonId::new(id), name))
        .collect())
}

fn me(ctx: &Context) -> Result<&SignedIn, Error> {
    ctx.signed_in().ok_or(Error::SignIn)
}

fn keyed(ctx: &Context, what: &str) -> String {
    let community = ctx.community.id;
    let secret = &ctx.stores.secret;
    secret.keyed(Purpose::FamilyInvitation, &format!("{community}/{what}"))
}

/// Invites a member of the family. The invitation before, if it was not used, ends.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn invite(ctx: &Context) -> Result<Invited, Error> {
    let owner = me(ctx)?.person;
    let now = ctx.now.millis();
    let mut tx = ctx.db().write().await?;
    sql!(
        &mut tx,
        execute,
        "update family_invitation set expires_at = $3
         where community_id = $1 and owner_id = $2 and used_at is null and expires_at > $3",
        ctx.community.id.get(),
        owner.get(),
        now,
    )?;
    // Eight digits meet another invitation's once in a very long while; then others are taken.
    for _ in 0..8 {
        let link = ctx.stores.random.token();
        let code = format!("{:08}", ctx.stores.random.below(100_000_000));
        let kept = sql!(
            &mut tx,
            execute,
            "insert into family_invitation
                 (community_id, owner_id, link_hash, code_hash, made_at, expires_at)
             values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
            ctx.community.id.get(),
            owner.get(),
            keyed(ctx, &link),
            keyed(ctx, &code),
            now,
            now + LASTS_MILLIS,
        )?;
        if kept == 1 {
            tx.commit().await?;
            let until = Instant::from_millis(now + LASTS_MILLIS);
            return Ok(Invited { link, code, until });
        }
    }
    Err(Error::Unexpected("no free invitation code"))
}

/// The invitation of a link, while it can be accepted.
///
/// # Errors
/// `NotFound`, also for one that was used or is too old, or when the store fails.
pub async fn open(ctx: &Context, link: &str) -> Result<Invitation, Error> {
    if link.len() != 32 {
        return Err(Error::NotFound);
    }
    let mut read = ctx.db().read().await?;
    by_link(&mut read, ctx, link).await?.ok_or(Error::NotFound)
}

async fn by_link(
    db: &mut impl Connection,
    ctx: &Context,
    link: &str,
) -> Result<Option<Invitation>, Error> {
    let found = sql!(
        db,
        optional as (i64, i64, String),
        "select i.id, i.owner_id, coalesce(a.display_name, p.name) from family_invitation i
         join person p on p.id = i.owner_id left join account a on a.person_id = p.id
         where i.community_id = $1 and i.link_hash = $2 and i.used_at is null
           and i.expires_at > $3",
        ctx.community.id.get(),
        keyed(ctx, link),
        ctx.now.millis(),
    )?;
    Ok(found.map(|(id, owner, owner_name)| Invitation {
        id,
        owner: PersonId::new(owner),
        owner_name,
    }))
}

/// Whoever is signed in accepts the invitation of a link.
///
/// # Errors
/// `SignIn`; `NotFound` for a link that fits nothing; `Changed` for one's own invitation or one that
/// was used meanwhile.
pub async fn accept(ctx: &Context, link: &str) -> Result<(), Error> {
    let helper = me(ctx)?.person;
    let invitation = open(ctx, link).await?;
    let mut tx = ctx.db().write().await?;
    take(&mut tx, ctx, &invitation, helper).await?;
    tx.commit().await?;
    Ok(())
}

/// Whoever is signed in accepts the invitation of eight digits.
///
/// # Errors
/// `SignIn`; `Invalid` at `code`; `Wait` after too many that did not fit.
pub async fn accept_code(ctx: &Context, typed: &str) -> Result<(), Error> {
    let me = me(ctx)?;
    let code: String = typed
        .chars()
        .filter_map(|character| match character {
            '0'..='9' => Some(character),
            // Full-width digits.
            '\u{FF10}'..='\u{FF19}' => char::from_u32(u32::from(character) - 0xFEE0),
            _ => None,
        })
        .take(9)
        .collect();
    if code.is_empty() {
        return Err(Error::at("code", Problem::Missing));
    }
    if code.len() != 8 {
        return Err(Error::at("code", Problem::Mistyped));
    }
    // Counted for the account, not for the digits: whoever guesses tries each only once.
    let tried = attempt::count(ctx, "family", &me.account.to_string()).await?;
    let mut tx = ctx.db().write().await?;
    let found = sql!(
        &mut tx,
        optional as (i64, i64),
        "select id, owner_id from family_invitation
         where community_id = $1 and code_hash = $2 and used_at is null and expires_at > $3",
        ctx.community.id.get(),
        keyed(ctx, &code),
        ctx.now.millis(),
    )?;
    let Some((id, owner)) = found else {
        return Err(Error::at("code", Problem::DoesNotFit));
    };
    let invitation = Invitation {
        id,
        owner: PersonId::new(owner),
        owner_name: String::new(),
    };
    take(&mut tx, ctx, &invitation, me.person).await?;
    tx.commit().await?;
    tried.fitted(ctx).await
}

async fn take(
    tx: &mut crate::db::Tx,
    ctx: &Context,
    invitation: &Invitation,
    helper: PersonId,
) -> Result<(), Error> {
    if invitation.owner == helper {
        return Err(Error::Changed);
    }
    let now = ctx.now.millis();
    // Used once: of two at the same instant one finds it used.
    let used = sql!(
        tx,
        execute,
        "update family_invitation set used_at = $2
         where id = $1 and used_at is null and expires_at > $2",
        invitation.id,
        now,
    )?;
    if used == 0 {
        return Err(Error::Changed);
    }
    sql!(
        tx,
        execute,
        "insert into family_helper (community_id, owner_id, helper_id, since)
         values ($1, $2, $3, $4) on conflict do nothing",
        ctx.community.id.get(),
        invitation.owner.get(),
        helper.get(),
        now,
    )?;
    Ok(())
}

/// Somebody without an account accepts by the link, and gets one: no household here is needed.
///
/// # Errors
/// `NotFound` for a link that fits nothing; `Invalid` with the fields at fault; `Changed` when it
/// was used meanwhile.
pub async fn join(ctx: &Context, link: &str, newcomer: Newcomer) -> Result<Joined, Error> {
    if request_key::answered_before(ctx, USE_CASE, &newcomer.request_key)
        .await?
        .is_some()
    {
        return Ok(Joined::Before);
    }
    let invitation = open(ctx, link).await?;
    let new = newcomer.check()?;
    let key = RequestKey::parse(&newcomer.request_key)
        .map_err(|problem| Error::at("request_key", problem))?;
    let hash = newcomer::hash(ctx, &new.password).await?;
    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, USE_CASE, &key)
        .await?
        .is_some()
    {
        return Ok(Joined::Before);
    }
    let (person, account) = newcomer::make(&mut tx, ctx, None, &new, &hash).await?;
    take(&mut tx, ctx, &invitation, person).await?;
    tx.commit().await?;
    Ok(Joined::Now(account))
}

/// Who may act for me.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn helpers(ctx: &Context) -> Result<Vec<Relation>, Error> {
    let me = me(ctx)?;
    let mut read = ctx.db().read().await?;
    let rows = sql!(
        &mut read,
        all as (i64, i64, String, i64),
        "select f.id, p.id, coalesce(a.display_name, p.name), f.since from family_helper f
         join person p on p.id = f.helper_id left join account a on a.person_id = p.id
         where f.community_id = $1 and f.owner_id = $2 and f.ended_at is null order by f.id",
        ctx.community.id.get(),
        me.person.get(),
    )?;
    Ok(relations(rows))
}

/// For whom I may act as family; children are not among them.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn helped(ctx: &Context) -> Result<Vec<Relation>, Error> {
    let me = me(ctx)?;
    let mut read = ctx.db().read().await?;
    let rows = sql!(
        &mut read,
        all as (i64, i64, String, i64),
        "select f.id, p.id, coalesce(a.display_name, p.name), f.since from family_helper f
         join person p on p.id = f.owner_id left join account a on a.person_id = p.id
         where f.community_id = $1 and f.helper_id = $2 and f.ended_at is null order by f.id",
        ctx.community.id.get(),
        me.person.get(),
    )?;
    Ok(relations(rows))
}

fn relations(rows: Vec<(i64, i64, String, i64)>) -> Vec<Relation> {
    rows.into_iter()
        .map(|(id, person, name, since)| Relation {
            id: FamilyHelperId::new(id),
            person: PersonId::new(person),
            name,
            since: Instant::from_millis(since),
        })
        .collect()
}

/// Either of both ends it. Ending what has ended is fulfilled already.
///
/// # Errors
/// `SignIn`, `NotFound` for what is neither's, or when the store fails.
pub async fn end(ctx: &Context, id: FamilyHelperId) -> Result<(), Error> {
    let me = me(ctx)?;
    let mut tx = ctx.db().write().await?;
    let ended = sql!(
        &mut tx,
        execute,
        "update family_helper set ended_at = coalesce(ended_at, $4)
         where id = $1 and community_id = $2 and (owner_id = $3 or helper_id = $3)",
        id.get(),
        ctx.community.id.get(),
        me.person.get(),
        ctx.now.millis(),
    )?;
    if ended == 0 {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
