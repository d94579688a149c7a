//! The second factor: codes of an app (TOTP), or of a printed list (密码单), asked once per device in
//! 90 days; administrators must have one (rule P10).

use domain::audit::Deed;
use domain::id::AccountId;
use domain::instant::Instant;
use domain::problem::Problem;
use serde::{Deserialize, Serialize};

use super::password::prove;
use super::{device, signed_in, throttle, totp};
use crate::audit::{self, Entry};
use crate::context::{Context, SignedIn};
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::secret::Purpose;
use crate::sql;

/// How long the first step of signing in waits for the second.
const HALF_MILLIS: i64 = 10 * 60 * 1000;
/// How long a device is trusted.
pub const TRUST_MILLIS: i64 = 90 * 24 * 60 * 60 * 1000;
/// Codes on a printed list.
pub const LIST: usize = 10;
/// Digits of a code on a printed list; those of an app have six.
const LIST_DIGITS: usize = 8;

/// What signing in needs after the first step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing more.
    Whole,
    /// A code.
    Code,
    /// A second factor has to be set up first.
    SetUp,
}

/// The first step of a sign-in, as the session keeps it. It is nobody's sign-in: it opens the second
/// step and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Half {
    account: i64,
    version: i64,
    until: i64,
}

impl Half {
    /// Of somebody who has passed the first step now.
    #[must_use]
    pub fn of(ctx: &Context, person: &SignedIn) -> Self {
        Self {
            account: person.account.get(),
            version: person.sign_in_version,
            until: ctx.now.millis() + HALF_MILLIS,
        }
    }

    /// When it ends, in epoch milliseconds.
    #[must_use]
    pub fn ends(self) -> i64 {
        self.until
    }

    /// Whose it is, when it still counts: in time, and nothing was changed meanwhile.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn whose(self, ctx: &Context) -> Result<Option<SignedIn>, Error> {
        if self.until <= ctx.now.millis() {
            return Ok(None);
        }
        let person = signed_in(ctx, AccountId::new(self.account)).await?;
        Ok(person.filter(|person| person.sign_in_version == self.version))
    }
}

/// What signing in needs of a person on a device that brings this trust.
///
/// # Errors
/// When the store fails.
pub async fn step(ctx: &Context, person: &SignedIn, trust: Option<&str>) -> Result<Step, Error> {
    if !person.has_second_factor {
        let forced = person.must_have_second_factor() && !ctx.community.is_demo;
        return Ok(if forced { Step::SetUp } else { Step::Whole });
    }
    let Some(trust) = trust else {
        return Ok(Step::Code);
    };
    let mut read = ctx.db().read().await?;
    let trusted = sql!(
        &mut read,
        optional as (i64,),
        "select account_id from device_trust
         where token_hash = $1 and account_id = $2 and expires_at > $3",
        ctx.stores.secret.keyed(Purpose::DeviceTrust, trust),
        person.account.get(),
        ctx.now.millis(),
    )?;
    Ok(if trusted.is_some() {
        Step::Whole
    } else {
        Step::Code
    })
}

/// Who has passed the second step.
#[derive(Debug, Clone)]
pub struct Passed {
    /// The person, now signed in.
    pub person: SignedIn,
    /// For the device's cookie, when it is to be trusted.
    pub trust: Option<String>,
}

/// The second step: a code of the app or of the list. None is taken twice.
///
/// # Errors
/// `SignIn` when the first step does not count any more, `Invalid` with `code` at fault, `Wait`.
pub async fn pass(ctx: &Context, half: Half, code: &str, trust: bool) -> Result<Passed, Error> {
    let person = half.whose(ctx).await?.ok_or(Error::SignIn)?;
    let code = digits(code);
    if code.is_empty() {
        return Err(Error::at("code", Problem::Missing));
    }
    let counter = throttle::of_codes(ctx, person.account);
    throttle::count(ctx, &counter, throttle::SIGN_IN).await?;

    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Account(person.account)).await?;
    if !take(&mut tx, ctx, person.account, &code).await? {
        return Err(Error::at("code", Problem::WrongCode));
    }
    throttle::forget(&mut tx, &counter).await?;
    let trust = if trust {
        let token = ctx.stores.random.token();
        sql!(
            &mut tx,
            execute,
            "insert into device_trust (token_hash, account_id, created_at, expires_at)
             values ($1, $2, $3, $4)",
            ctx.stores.secret.keyed(Purpose::DeviceTrust, &token),
            person.account.get(),
            ctx.now.millis(),
            ctx.now.millis() + TRUST_MILLIS,
        )?;
        Some(token)
    } else {
        None
    };
    tx.commit().await?;
    Ok(Passed { person, trust })
}

/// Takes a code, so that it is worth nothing afterwards. Whether it was one.
async fn take(tx: &mut Tx, ctx: &Context, account: AccountId, code: &str) -> Result<bool, Error> {
    let found = sql!(
        tx,
        optional as (String, i64),
        "select secret, last_step from second_factor where account_id = $1",
        account.get(),
    )?;
    let Some((sealed, last_step)) = found else {
        return Ok(false);
    };
    let secret = ctx.stores.secret.unseal(&whose(account), &sealed);
    let typed =
        secret.and_then(|secret| totp::step_typed(&secret, code, ctx.now.millis(), last_step));
    if let Some(step) = typed {
        let taken = sql!(
            tx,
            execute,
            "update second_factor set last_step = $2 where account_id = $1 and last_step < $2",
            account.get(),
            step,
        )?;
        return Ok(taken == 1);
    }
    let taken = sql!(
        tx,
        execute,
        "update one_time_code set used_at = $3
         where account_id = $1 and code_hash = $2 and used_at is null",
        account.get(),
        kept(ctx, account, code),
        ctx.now.millis(),
    )?;
    Ok(taken == 1)
}

fn whose(account: AccountId) -> String {
    format!("totp/{account}")
}

fn kept(ctx: &Context, account: AccountId, code: &str) -> String {
    let text = format!("{account}/{code}");
    ctx.stores.secret.keyed(Purpose::OneTimeCode, &text)
}

fn digits(typed: &str) -> String {
    typed
        .chars()
        .filter_map(|character| match character {
            '0'..='9' => Some(character),
            '０'..='９' => char::from_u32(u32::from(character) - 0xFEE0),
            _ => None,
        })
        .take(LIST_DIGITS + 1)
        .collect()
}

/// A secret that counts for nothing until a code of it was typed: its letters.
#[must_use]
pub fn new_secret(ctx: &Context) -> String {
    totp::letters(&ctx.stores.random.bytes::<{ totp::SECRET_BYTES }>())
}

/// What an app reads from the QR code.
#[must_use]
pub fn address(ctx: &Context, person: &SignedIn, letters: &str) -> String {
    let plain = |text: &str| {
        text.bytes().fold(String::new(), |mut out, byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                out.push(char::from(byte));
            } else {
                use std::fmt::Write as _;
                // Writing to a String cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
            out
        })
    };
    let (issuer, name) = (plain(&ctx.community.name), plain(&person.display_name));
    format!("otpauth://totp/{issuer}:{name}?secret={letters}&issuer={issuer}")
}

/// Sets the second factor up once a code of it was typed, and gives its list of one-time codes, this
/// once. For whoever is signed in, or has passed the first step.
///
/// # Errors
/// `Invalid` with `code` at fault, `Changed` when there is one already, `SignIn`, `Wait`.
pub async fn set_up(
    ctx: &Context,
    half: Option<Half>,
    letters: &str,
    code: &str,
) -> Result<(SignedIn, Vec<String>), Error> {
    let person = asking(ctx, half).await?;
    let account = person.account;
    let secret = totp::read_letters(letters).ok_or(Error::at("code", Problem::Expired))?;
    let counter = throttle::of_codes(ctx, account);
    throttle::count(ctx, &counter, throttle::SIGN_IN).await?;
    let step = totp::step_typed(&secret, &digits(code), ctx.now.millis(), 0)
        .ok_or(Error::at("code", Problem::WrongCode))?;

    let sealed = ctx
        .stores
        .secret
        .seal(&ctx.stores.random, &whose(account), &secret);
    let mut tx = ctx.db().write().await?;
    let codes = add(&mut tx, ctx, &person, &sealed, step).await?;
    throttle::forget(&mut tx, &counter).await?;
    tx.commit().await?;
    Ok((person, codes))
}

/// A second factor that is nothing but its list of one-time codes, for whoever has no phone for an
/// app. It counts at once: who asks for it stays signed in and can have the list made anew.
///
/// # Errors
/// `Changed` when there is one already, `SignIn`.
pub async fn set_up_list(
    ctx: &Context,
    half: Option<Half>,
) -> Result<(SignedIn, Vec<String>), Error> {
    let person = asking(ctx, half).await?;
    let mut tx = ctx.db().write().await?;
    // What is no secret opens for no code.
    let codes = add(&mut tx, ctx, &person, "", 0).await?;
    tx.commit().await?;
    Ok((person, codes))
}

/// Whoever is signed in, or has passed the first step.
async fn asking(ctx: &Context, half: Option<Half>) -> Result<SignedIn, Error> {
    let person = match half {
        Some(half) => half.whose(ctx).await?,
        None => ctx.signed_in().cloned(),
    };
    person.ok_or(Error::SignIn)
}

async fn add(
    tx: &mut Tx,
    ctx: &Context,
    person: &SignedIn,
    sealed: &str,
    step: i64,
) -> Result<Vec<String>, Error> {
    tx.lock(Lock::Account(person.account)).await?;
    let added = sql!(
        tx,
        execute,
        "insert into second_factor (account_id, secret, last_step, created_at)
         values ($1, $2, $3, $4) on conflict do nothing",
        person.account.get(),
        sealed,
        step,
        ctx.now.millis(),
    )?;
    if added == 0 {
        return Err(Error::Changed);
    }
    let codes = write_list(tx, ctx, person.account).await?;
    device::rights_changed(tx, person.person).await?;
    note(tx, ctx, person, Deed::AccountSecondFactorSet).await?;
    Ok(codes)
}

async fn note(tx: &mut Tx, ctx: &Context, person: &SignedIn, deed: Deed) -> Result<(), Error> {
    let entry = Entry::new(deed, format!("account/{}", person.account));
    audit::record(tx, ctx, entry.whose(person.person)).await
}

/// A new list; the old one is worth nothing.
async fn write_list(tx: &mut Tx, ctx: &Context, account: AccountId) -> Result<Vec<String>, Error> {
    forget_list(tx, account).await?;
    let mut codes: Vec<String> = Vec::with_capacity(LIST);
    while codes.len() < LIST {
        let code = format!("{:08}", ctx.stores.random.below(100_000_000));
        if codes.contains(&code) {
            continue;
        }
        sql!(
            tx,
            execute,
            "insert into one_time_code (account_id, code_hash) values ($1, $2)",
            account.get(),
            kept(ctx, account, &code),
        )?;
        codes.push(code);
    }
    Ok(codes)
}

async fn forget_list(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "delete from one_time_code where account_id = $1",
        account.get()
    )?;
    Ok(())
}

/// A second factor as its owner and staff see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// Since when.
    pub since: Instant,
    /// Codes on the list that still work.
    pub codes_left: i64,
}

/// Whether an account has a second factor.
///
/// # Errors
/// When the store fails.
pub async fn state(db: &mut impl Connection, account: AccountId) -> Result<Option<State>, Error> {
    let found = sql!(
        db,
        optional as (i64, i64),
        "select f.created_at,
                (select count(*) from one_time_code c
                 where c.account_id = f.account_id and c.used_at is null)
         from second_factor f where f.account_id = $1",
        account.get(),
    )?;
    Ok(found.map(|(since, codes_left)| State {
        since: Instant::from_millis(since),
        codes_left,
    }))
}

/// The own second factor.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn own(ctx: &Context) -> Result<Option<State>, Error> {
    let account = ctx.account().ok_or(Error::SignIn)?;
    state(&mut ctx.db().read().await?, account).await
}

/// Makes a new list of one-time codes, for its owner who types the password again.
///
/// # Errors
/// `SignIn`, `NotFound` without a second factor, `Invalid` with `password` at fault, `Wait`.
pub async fn renew_list(ctx: &Context, password: String) -> Result<Vec<String>, Error> {
    let person = ctx.signed_in().ok_or(Error::SignIn)?;
    if !person.has_second_factor {
        return Err(Error::NotFound);
    }
    prove(ctx, person, password, "password").await?;
    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Account(person.account)).await?;
    let codes = write_list(&mut tx, ctx, person.account).await?;
    note(&mut tx, ctx, person, Deed::AccountCodesRenewed).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Takes the own second factor away, after the password was typed again. Whoever must have one sets
/// a new one up at once.
///
/// # Errors
/// `SignIn`, `NotFound` without one, `Invalid` with `password` at fault, `Wait`.
pub async fn take_own_away(ctx: &Context, password: String) -> Result<(), Error> {
    let person = ctx.signed_in().ok_or(Error::SignIn)?;
    if !person.has_second_factor {
        return Err(Error::NotFound);
    }
    prove(ctx, person, password, "password").await?;
    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Account(person.account)).await?;
    remove(&mut tx, person.account).await?;
    device::rights_changed(&mut tx, person.person).await?;
    note(&mut tx, ctx, person, Deed::AccountSecondFactorTaken).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes secret, list and trust.
pub(super) async fn remove(tx: &mut Tx, account: AccountId) -> Result<u64, Error> {
    forget_list(tx, account).await?;
    sql!(
        tx,
        execute,
        "delete from device_trust where account_id = $1",
        account.get()
    )?;
    let removed = sql!(
        tx,
        execute,
        "delete from second_factor where account_id = $1",
        account.get()
    )?;
    Ok(removed)
}

/// Removes trust that has ended. Returns how many.
///
/// # Errors
/// When the store fails.
pub async fn remove_ended_trust(ctx: &Context) -> Result<u64, Error> {
    let mut tx = ctx.db().write().await?;
    let removed = sql!(
        &mut tx,
        execute,
        "delete from device_trust where expires_at <= $1",
        ctx.now.millis()
    )?;
    tx.commit().await?;
    Ok(removed)
}
