//! Other people's sign-in: blocking and letting in again, waits, a lost second factor (rules P8,
//! P10). Staff see how it stands; those who manage people change it.

use domain::audit::Deed;
use domain::id::{AccountId, PersonId};
use domain::instant::Instant;
use domain::permission::Permission;
use domain::problem::{Problem, Problems};
use domain::words::Words;
use serde_json::json;

use super::slip::{Subject, find_subject, is_below};
use super::{device, second_factor, throttle};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Lock, Tx};
use crate::error::Error;
use crate::sql;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// The end of a block that has none: 9999-12-31.
const NEVER: i64 = 253_402_214_400_000;

/// How an account's sign-in stands.
#[derive(Debug, Clone)]
pub struct Access {
    /// Whose it is.
    pub subject: Subject,
    /// Its block, if it is blocked now.
    pub blocked: Option<Blocked>,
    /// Seconds for which the next try has to wait.
    pub waits: i64,
    /// The second factor, if there is one.
    pub second_factor: Option<second_factor::State>,
    /// On how many devices the person is signed in.
    pub sign_ins: i64,
    /// Whether whoever looks may change this.
    pub may_change: bool,
}

/// Until when an account is blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocked {
    /// Until this instant.
    Until(Instant),
    /// Until somebody lifts it.
    Lifted,
}

/// What the form that blocks holds.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// Why.
    pub reason: String,
    /// `1`, `7`, `30` days, or `lifted`.
    pub until: String,
}

/// How a person's sign-in stands.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` for another community's person.
pub async fn of(ctx: &Context, person: PersonId) -> Result<Access, Error> {
    ctx.require_at(Permission::SeePeople, &ctx.community.path)?;
    let subject = find_subject(ctx, person).await?;
    let mut access = Access {
        blocked: None,
        waits: 0,
        second_factor: None,
        sign_ins: 0,
        may_change: false,
        subject,
    };
    let Some(account) = access.subject.account else {
        return Ok(access);
    };
    let mut read = ctx.db().read().await?;
    let now = ctx.now.millis();
    let (until, sign_ins) = sql!(
        &mut read,
        one as (Option<i64>, i64),
        "select a.blocked_until,
                (select count(*) from session s where s.account_id = a.id and s.expires_at > $2)
         from account a where a.id = $1",
        account.get(),
        now,
    )?;
    access.blocked = until.filter(|until| *until > now).map(|until| {
        if until >= NEVER {
            Blocked::Lifted
        } else {
            Blocked::Until(Instant::from_millis(until))
        }
    });
    access.sign_ins = sign_ins;
    for counter in counters(ctx, &access.subject, account) {
        let waits = throttle::waits(&mut read, ctx, &counter).await?;
        access.waits = access.waits.max(waits);
    }
    access.second_factor = second_factor::state(&mut read, account).await?;
    access.may_change = ctx.may_at(Permission::ManagePeople, &ctx.community.path)
        && ctx.account() != Some(account)
        && is_below(&mut read, ctx, Permission::ManagePeople, person).await?;
    Ok(access)
}

fn counters(ctx: &Context, subject: &Subject, account: AccountId) -> Vec<String> {
    let mut all = vec![
        throttle::of_password(ctx, account),
        throttle::of_codes(ctx, account),
    ];
    let name = subject.sign_in_name.as_ref();
    all.extend(name.map(|name| throttle::of_name(ctx, name)));
    all
}

/// Begins a change of somebody else's account: permission, account, lock. Nobody changes their own,
/// and nobody one whose posts they may not give.
async fn begin(ctx: &Context, person: PersonId) -> Result<(Tx, Subject, AccountId), Error> {
    ctx.require_at(Permission::ManagePeople, &ctx.community.path)?;
    let subject = find_subject(ctx, person).await?;
    let account = subject.account.ok_or(Error::NotFound)?;
    if ctx.account() == Some(account) {
        return Err(Error::Denied);
    }
    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Account(account)).await?;
    if !is_below(&mut tx, ctx, Permission::ManagePeople, person).await? {
        return Err(Error::Denied);
    }
    Ok((tx, subject, account))
}

/// Blocks an account and ends all its sign-ins at once.
///
/// # Errors
/// `Denied` for one's own, `NotFound` for who has none, `Invalid` with `reason` or `until` at fault.
pub async fn block(ctx: &Context, person: PersonId, typed: Block) -> Result<(), Error> {
    ctx.require_at(Permission::ManagePeople, &ctx.community.path)?;
    let mut problems = Problems::new();
    let reason = problems.take("reason", Words::<200>::parse(&typed.reason));
    let until = match typed.until.as_str() {
        "lifted" => Some(NEVER),
        "1" | "7" | "30" => {
            let days: i64 = typed.until.parse().unwrap_or(1);
            Some(ctx.now.millis() + days * DAY_MILLIS)
        }
        _ => None,
    };
    let until = problems.take("until", until.ok_or(Problem::NotAChoice));
    let (Some(reason), Some(until)) = (reason, until) else {
        // Whose it is comes before what is wrong with the form.
        find_subject(ctx, person).await?;
        return Err(problems.into());
    };
    let (mut tx, _, account) = begin(ctx, person).await?;
    sql!(
        &mut tx,
        execute,
        "update account set blocked_until = $2 where id = $1",
        account.get(),
        until,
    )?;
    device::end_all(&mut tx, account, None).await?;
    let ends = (until < NEVER).then(|| {
        let ends = ctx.community.zone.civil(Instant::from_millis(until));
        ends.to_string()
    });
    let deed = Entry::new(Deed::AccountBlocked, format!("account/{account}"));
    let deed = deed.whose(person).became(json!({ "until": ends }));
    let deed = deed.personal(json!({ "reason": reason.as_str() }));
    audit::record(&mut tx, ctx, deed).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets a blocked account in again.
///
/// # Errors
/// `Denied` for one's own, `NotFound` for who has none.
pub async fn lift(ctx: &Context, person: PersonId) -> Result<(), Error> {
    let (mut tx, _, account) = begin(ctx, person).await?;
    let changed = sql!(
        &mut tx,
        execute,
        "update account set blocked_until = null where id = $1 and blocked_until is not null",
        account.get(),
    )?;
    if changed == 0 {
        return Ok(());
    }
    record(tx, ctx, Deed::AccountUnblocked, person, account).await
}

/// Lets the next try come at once.
///
/// # Errors
/// `Denied` for one's own, `NotFound` for who has none.
pub async fn lift_wait(ctx: &Context, person: PersonId) -> Result<(), Error> {
    let (mut tx, subject, account) = begin(ctx, person).await?;
    let mut removed = 0;
    for counter in counters(ctx, &subject, account) {
        removed += throttle::forget(&mut tx, &counter).await?;
    }
    if removed == 0 {
        return Ok(());
    }
    record(tx, ctx, Deed::AccountWaitLifted, person, account).await
}

/// Takes a lost second factor away; the person is signed out everywhere.
///
/// # Errors
/// `Denied` for one's own, `NotFound` for who has none.
pub async fn take_second_factor(ctx: &Context, person: PersonId) -> Result<(), Error> {
    let (mut tx, _, account) = begin(ctx, person).await?;
    if second_factor::remove(&mut tx, account).await? == 0 {
        return Ok(());
    }
    device::end_all(&mut tx, account, None).await?;
    record(tx, ctx, Deed::AccountSecondFactorTaken, person, account).await
}

async fn record(
    mut tx: Tx,
    ctx: &Context,
    deed: Deed,
    person: PersonId,
    account: AccountId,
) -> Result<(), Error> {
    let entry = Entry::new(deed, format!("account/{account}")).whose(person);
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(())
}
