//! Signing in with a code sent by text message (rules P5, P8), for those who turned it on.
//!
//! Families share numbers: once the code is right, and never before, whoever holds it says as whom
//! they sign in.

use domain::audit::Deed;
use domain::id::{AccountId, PersonId};
use domain::message::Kind;
use domain::permission::Permission;
use domain::problem::Problem;
use domain::telephone::Telephone;
use serde_json::Value;
use text::{Lang, account as words};

use super::asked::{self, Asked, Channel, Code, Done};
use super::slip::{Subject, digits, find_subject, is_below};
use super::{signed_in, throttle};
use crate::audit::{self, Entry};
use crate::context::{Context, SignedIn};
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::message::{self, Outlets};
use crate::secret::{Purpose, same};
use crate::sql;

/// Wrong codes at one page; a new one has to be asked for after them.
const TRIES: i64 = 5;

/// Asks for a code to a number; answers the last part of the address of the page that takes it. The
/// answer and the work are the same whether anybody is known by the number or not (rule P8). Quiet
/// hours do not hold it back: somebody waits for it.
///
/// # Errors
/// `Invalid` with `telephone` at fault, `Wait` when one was asked for a moment ago or too often today.
pub async fn ask(ctx: &Context, typed: &str) -> Result<String, Error> {
    let number = Telephone::parse(typed).map_err(|problem| Error::at("telephone", problem))?;
    if !number.takes_texts() {
        return Err(Error::at("telephone", Problem::NotAMobile));
    }
    let handle = ctx.stores.random.token();
    let code = format!("{:06}", ctx.stores.random.below(1_000_000));
    let asked = Asked {
        channel: Channel::Sms,
        of: number.dial(),
        code: Some(Code {
            digits: &code,
            handle: &handle,
        }),
    };
    asked::ask(ctx, asked).await?;
    Ok(handle)
}

/// Sends a code, if somebody signs in by it.
pub(super) async fn send(
    ctx: &Context,
    outlets: &Outlets,
    key: &str,
    number: &str,
    code: &str,
) -> Result<Done, Error> {
    let Some(gateway) = &outlets.sms else {
        return Ok(Done::ForNobody);
    };
    let mut read = ctx.db().read().await?;
    let behind = behind(&mut read, ctx, number).await?;
    drop(read);
    let Some(first) = behind.first() else {
        return Ok(Done::ForNobody);
    };
    let lang = first.language.as_deref().and_then(Lang::parse);
    let words = words::sms_code_text(lang.unwrap_or(Lang::Zh), code, &ctx.community.name);
    Ok(if gateway.send(key, number, &words).await {
        Done::Sent
    } else {
        Done::NotTaken
    })
}

/// Somebody who signs in by a number.
#[derive(sqlx::FromRow)]
struct Behind {
    id: i64,
    display_name: String,
    language: Option<String>,
}

fn kept(ctx: &Context, number: &str) -> String {
    ctx.stores.secret.keyed(Purpose::SignInNumber, number)
}

/// Whoever turned it on for exactly this number, as long as it is theirs: a number that changes takes
/// the way in with it.
async fn behind(
    db: &mut impl Connection,
    ctx: &Context,
    number: &str,
) -> Result<Vec<Behind>, Error> {
    Ok(sql!(
        db,
        all as Behind,
        "select a.id, a.display_name, a.language
         from credential c
         join account a on a.id = c.account_id
         join person p on p.id = a.person_id
         where c.kind = 'sms' and c.secret = $1 and p.community_id = $2 and p.telephone = $3
           and (a.blocked_until is null or a.blocked_until <= $4)
         order by a.id",
        kept(ctx, number),
        ctx.community.id.get(),
        number,
        ctx.now.millis(),
    )?)
}

#[derive(sqlx::FromRow)]
struct Waiting {
    id: i64,
    asked_of: String,
    key: String,
    sealed: Option<String>,
}

/// A code that can still be typed. Its number is read back until it ends.
async fn waiting(ctx: &Context, handle: &str) -> Result<(Waiting, Telephone), Error> {
    let mut read = ctx.db().read().await?;
    let found = sql!(
        &mut read,
        optional as Waiting,
        "select id, asked_of, key, sealed from sign_in_ask
         where handle_hash = $1 and community_id = $2 and channel = 'sms'
           and used_at is null and tries < $3 and expires_at > $4",
        asked::kept(ctx, handle),
        ctx.community.id.get(),
        TRIES,
        ctx.now.millis(),
    )?
    .ok_or(Error::NotFound)?;
    let sealed = found.sealed.as_deref();
    let text = sealed.and_then(|sealed| asked::unseal(&ctx.stores, &found.key, sealed));
    let number = text.and_then(|text| {
        let number = text.split('\n').next().unwrap_or_default();
        Telephone::parse(number).ok()
    });
    Ok((found, number.ok_or(Error::NotFound)?))
}

/// The number that a code was asked for, which shows itself masked.
///
/// # Errors
/// `NotFound` for a page that takes no code any more.
pub async fn number(ctx: &Context, handle: &str) -> Result<Telephone, Error> {
    waiting(ctx, handle).await.map(|(_, number)| number)
}

/// Where a right code leads.
#[derive(Debug, Clone)]
pub enum Passed {
    /// Signed in, as far as this step goes.
    In(Box<SignedIn>),
    /// Several people sign in by this number: their accounts and names.
    Choose(Vec<(AccountId, String)>),
}

/// Checks a code. It works once, for whoever is `chosen` of those behind the number, or for the only
/// one. Wrong ones are counted like passwords (rule P8).
///
/// # Errors
/// `NotFound` when the page takes none any more, `Invalid` with `code` at fault, `Wait`, or `Denied`.
pub async fn pass(
    ctx: &Context,
    handle: &str,
    typed: &str,
    chosen: Option<AccountId>,
) -> Result<Passed, Error> {
    let typed = digits(typed);
    if typed.is_empty() {
        return Err(Error::at("code", Problem::Missing));
    }
    let (open, number) = waiting(ctx, handle).await?;
    let counter = throttle::of_number(ctx, &open.asked_of);
    throttle::count(ctx, &counter, throttle::SIGN_IN).await?;

    let mut tx = ctx.db().write().await?;
    // Counted before it is compared; of several at once each finds its own count.
    let (code_hash,) = sql!(
        &mut tx,
        optional as (Option<String>,),
        "update sign_in_ask set tries = tries + 1
         where id = $1 and handle_hash = $2 and used_at is null and tries < $3
         returning code_hash",
        open.id,
        asked::kept(ctx, handle),
        TRIES,
    )?
    .ok_or(Error::NotFound)?;
    let right = code_hash.is_some_and(|hash| same(&hash, &asked::kept(ctx, &typed)));
    let behind = behind(&mut tx, ctx, number.dial()).await?;
    if !right || behind.is_empty() {
        tx.commit().await?;
        return Err(Error::at("code", Problem::WrongCode));
    }
    throttle::forget(&mut tx, &counter).await?;
    let account = match (chosen, behind.as_slice()) {
        (None, [only]) => only.id,
        (Some(chosen), all) if all.iter().any(|one| one.id == chosen.get()) => chosen.get(),
        _ => {
            sql!(
                &mut tx,
                execute,
                "update sign_in_ask set tries = 0 where id = $1",
                open.id
            )?;
            tx.commit().await?;
            let choices = behind.into_iter();
            let choices = choices.map(|one| (AccountId::new(one.id), one.display_name));
            return Ok(Passed::Choose(choices.collect()));
        }
    };
    sql!(
        &mut tx,
        execute,
        "update sign_in_ask set used_at = $2, sealed = null where id = $1",
        open.id,
        ctx.now.millis(),
    )?;
    tx.commit().await?;
    let person = signed_in(ctx, AccountId::new(account)).await?;
    Ok(Passed::In(Box::new(person.ok_or(Error::Denied)?)))
}

/// How signing in by text message stands for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Their number, if text messages reach it.
    pub number: Option<Telephone>,
    /// Whether it is on, for this number.
    pub is_on: bool,
}

async fn state(
    db: &mut impl Connection,
    ctx: &Context,
    account: AccountId,
) -> Result<State, Error> {
    let (number, secret) = sql!(
        db,
        one as (Option<String>, Option<String>),
        "select p.telephone, c.secret
         from account a
         join person p on p.id = a.person_id
         left join credential c on c.account_id = a.id and c.kind = 'sms'
         where a.id = $1",
        account.get(),
    )?;
    let number = number
        .and_then(|number| Telephone::parse(&number).ok())
        .filter(Telephone::takes_texts);
    let is_on = number
        .as_ref()
        .zip(secret)
        .is_some_and(|(number, secret)| kept(ctx, number.dial()) == secret);
    Ok(State { number, is_on })
}

/// How it stands for oneself.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn own(ctx: &Context) -> Result<State, Error> {
    let account = ctx.account().ok_or(Error::SignIn)?;
    state(&mut ctx.db().read().await?, ctx, account).await
}

/// How it stands for somebody whose sign-in one helps with.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` for another community's person, or one without an account.
pub async fn of(ctx: &Context, person: PersonId) -> Result<State, Error> {
    ctx.require_at(Permission::AdmitResidents, &ctx.community.path)?;
    let subject = find_subject(ctx, person).await?;
    let account = subject.account.ok_or(Error::NotFound)?;
    state(&mut ctx.db().read().await?, ctx, account).await
}

/// Turns it on or off for oneself. Pressed twice, it is done once.
///
/// # Errors
/// `SignIn`, `Invalid` with `telephone` at fault when no number is known that it could go to.
pub async fn set_own(ctx: &Context, on: bool) -> Result<(), Error> {
    let who = ctx.signed_in().ok_or(Error::SignIn)?;
    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Account(who.account)).await?;
    set(&mut tx, ctx, who.account, who.person, on).await?;
    tx.commit().await?;
    Ok(())
}

/// Turns it on or off for a resident at their wish; they read it in their own record (rule P15).
///
/// # Errors
/// `Denied` for an account whose posts are above one's own, `NotFound` for who has none, `Invalid`
/// with `telephone` at fault when no number is known that it could go to.
pub async fn set_for(ctx: &Context, person: PersonId, on: bool) -> Result<(), Error> {
    ctx.require_at(Permission::AdmitResidents, &ctx.community.path)?;
    let Subject { account, .. } = find_subject(ctx, person).await?;
    let account = account.ok_or(Error::NotFound)?;
    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Account(account)).await?;
    if !is_below(&mut tx, ctx, Permission::AdmitResidents, person).await? {
        return Err(Error::Denied);
    }
    if set(&mut tx, ctx, account, person, on).await? {
        let subject = format!("account/{account}");
        message::tell(&mut tx, ctx, person, Kind::ActedFor, &subject, Value::Null).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Whether anything changed.
async fn set(
    tx: &mut Tx,
    ctx: &Context,
    account: AccountId,
    person: PersonId,
    on: bool,
) -> Result<bool, Error> {
    let before = state(tx, ctx, account).await?;
    if before.is_on == on {
        return Ok(false);
    }
    sql!(
        tx,
        execute,
        "delete from credential where account_id = $1 and kind = 'sms'",
        account.get(),
    )?;
    if on {
        let number = before.number;
        let number = number.ok_or_else(|| Error::at("telephone", Problem::Missing))?;
        sql!(
            tx,
            execute,
            "insert into credential (account_id, kind, name, secret, created_at)
             values ($1, 'sms', $2, $3, $4)",
            account.get(),
            format!("sms{account}"),
            kept(ctx, number.dial()),
            ctx.now.millis(),
        )?;
    }
    let deed = if on {
        Deed::AccountSmsOn
    } else {
        Deed::AccountSmsOff
    };
    let entry = Entry::new(deed, format!("account/{account}")).whose(person);
    audit::record(tx, ctx, entry).await?;
    Ok(true)
}
