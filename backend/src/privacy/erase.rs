//! Removing oneself: everything personal goes at once or loses its name (rule P23).

use domain::audit::Deed;
use domain::id::{AccountId, PersonId};
use domain::permission::Post;
use domain::problem::Problem;

use super::registry::HOLDINGS;
use super::{review, tombstone};
use crate::account::password::prove;
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Lock, Tx};
use crate::error::Error;
use crate::{community, patrol, sql};

/// What stands where a name stood.
pub const ERASED: &str = "已注销";

/// How somebody shows that they mean it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// With their password.
    Password,
    /// Whoever has none types a word.
    Word,
}

/// What was typed.
#[derive(Clone, Default)]
pub struct Confirmed {
    /// The password.
    pub password: String,
    /// The word.
    pub word: String,
}

impl std::fmt::Debug for Confirmed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Confirmed(…)")
    }
}

/// How the person who asks confirms it, and whether they are the only administrator, who cannot go.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn means(ctx: &Context) -> Result<(Means, bool), Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?;
    let means = match kept_password(ctx, me.account).await? {
        Some(_) => Means::Password,
        None => Means::Word,
    };
    let mut tx = ctx.db().write().await?;
    let last = is_last_admin(&mut tx, ctx).await?;
    Ok((means, last))
}

async fn kept_password(ctx: &Context, account: AccountId) -> Result<Option<String>, Error> {
    let mut read = ctx.db().read().await?;
    let found = sql!(
        &mut read,
        optional as (String,),
        "select secret from credential where account_id = $1 and kind = 'password' order by id limit 1",
        account.get(),
    )?;
    Ok(found.map(|(secret,)| secret))
}

/// Removes the person who asks. Reports stay, without who wrote them; what may still name the person
/// is listed for staff.
///
/// # Errors
/// `SignIn`, `Invalid` where the password or the word does not fit or nobody else is administrator,
/// `Wait` after many wrong passwords, or when a store fails.
pub async fn erase_self(ctx: &Context, confirmed: &Confirmed) -> Result<(), Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?;
    if kept_password(ctx, me.account).await?.is_some() {
        prove(ctx, me, confirmed.password.clone(), "password").await?;
    } else {
        let word = confirmed.word.trim().to_lowercase();
        if word != "删除" && word != "delete" {
            return Err(Error::at("word", Problem::DoesNotFit));
        }
    }
    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Account(me.account)).await?;
    patrol::hold_of(&mut tx, ctx, me.person).await?;
    // Of two administrators who go at the same instant one has to stay.
    tx.lock(Lock::Community(ctx.community.id)).await?;
    if is_last_admin(&mut tx, ctx).await? {
        return Err(Error::at("confirm", Problem::LastAdmin));
    }
    let mark = erase(&mut tx, ctx, me.person, Some(me.account)).await?;
    tx.commit().await?;
    if let Some(mark) = mark {
        tombstone::keep(ctx, &mark).await?;
    }
    Ok(())
}

/// Whether the person who asks is an administrator of the whole community and nobody else is.
async fn is_last_admin(tx: &mut Tx, ctx: &Context) -> Result<bool, Error> {
    let Some(me) = ctx.signed_in() else {
        return Ok(false);
    };
    let here = &ctx.community.path;
    let is_admin = ctx
        .rights_here()
        .any(|right| right.post == Post::Admin && here.starts_with(&right.path));
    if !is_admin {
        return Ok(false);
    }
    let (others,) = sql!(
        tx,
        one as (i64,),
        "select count(*) from post_holding h
         join org_node n on n.id = h.node_id
         join account a on a.person_id = h.person_id
         where h.post = 'admin' and h.person_id <> $1 and h.valid_from <= $2
           and (h.valid_until is null or h.valid_until > $2)
           and (a.blocked_until is null or a.blocked_until <= $2)
           and substr($3, 1, length(n.path)) = n.path",
        me.person.get(),
        ctx.now.millis(),
        here.as_str(),
    )?;
    Ok(others == 0)
}

/// Everything of a person, in one transaction. Returns the mark that is to be kept.
pub(super) async fn erase(
    tx: &mut Tx,
    ctx: &Context,
    person: PersonId,
    account: Option<AccountId>,
) -> Result<Option<String>, Error> {
    let (name, telephone, since, at_home) = sql!(
        tx,
        one as (String, Option<String>, i64, Option<i64>),
        "select name, telephone, created_at, community_id from person where id = $1",
        person.get(),
    )?;
    let mut names = vec![name];
    names.extend(telephone);
    if let Some(account) = account {
        let shown = sql!(
            tx,
            optional as (String,),
            "select display_name from account where id = $1",
            account.get(),
        )?;
        names.extend(shown.map(|(name,)| name));
    }
    review::list_naming(tx, ctx, &names).await?;
    for holding in HOLDINGS {
        holding.erased(tx, ctx, person, account).await?;
    }
    let entry = Entry::new(Deed::PersonErased, format!("person/{person}")).whose(person);
    audit::record(tx, ctx, entry).await?;
    let mark = tombstone::mark(&ctx.stores, ctx.community.id, person.get(), since);
    // People of the street office belong to no community, and no community's backup brings them back.
    let mark = at_home.map(|_| mark);
    if let Some(mark) = &mark {
        tombstone::set(tx, ctx, mark).await?;
    }
    community::public_changed(tx, ctx).await?;
    Ok(mark)
}
