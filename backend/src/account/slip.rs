//! The slip with which a forgotten password is set anew (rule P9): staff print it, its owner scans
//! or types it once. The link and the digits are kept hashed and shown once.

use domain::audit::Deed;
use domain::id::{AccountId, PersonId};
use domain::instant::Instant;
use domain::password::NewPassword;
use domain::permission::{Permission, Post};
use domain::problem::{Problem, Problems};
use domain::request_key::RequestKey;
use serde_json::json;

use super::password::{set, sign_in_name};
use super::{device, password, signed_in, throttle};
use crate::audit::{self, Entry};
use crate::context::{Context, SignedIn};
use crate::db::{Connection, Lock};
use crate::error::Error;
use crate::password as hashing;
use crate::secret::Purpose;
use crate::{request_key, sql};

/// A slip handed over at the desk.
const HANDED_MILLIS: i64 = 30 * 60 * 1000;
/// A slip put into the letter box.
const DELIVERED_MILLIS: i64 = 7 * 24 * 60 * 60 * 1000;
/// The end of the block of an account whose owner removed themselves (rule P23): it has none, and
/// nothing opens it again.
const GONE: i64 = i64::MAX;
/// Used and expired slips are kept so long, for questions.
const KEPT_MILLIS: i64 = 30 * 24 * 60 * 60 * 1000;

/// A person as the pages about their sign-in show them.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Who.
    pub person: PersonId,
    /// As staff know them.
    pub name: String,
    /// Their account, if they have one.
    pub account: Option<AccountId>,
    /// What they sign in with, if they have a password.
    pub sign_in_name: Option<String>,
}

/// What the form holds.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Makes one of a form sent twice.
    pub request_key: String,
    /// `handed` or `delivered`.
    pub handing: String,
}

/// A slip, this once.
#[derive(Clone)]
pub struct Slip {
    /// Whose it is.
    pub subject: Subject,
    /// The name to sign in with.
    pub sign_in_name: String,
    /// The last part of the link.
    pub token: String,
    /// To be typed where nothing can be scanned.
    pub digits: String,
    /// When it ends.
    pub expires_at: Instant,
}

impl std::fmt::Debug for Slip {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Slip(…)")
    }
}

/// What was shown to set a new password.
#[derive(Clone)]
pub enum Shown {
    /// The last part of the link.
    Token(String),
    /// Ten digits.
    Digits(String),
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Shown(…)")
    }
}

/// The person of a slip to be, and whether one's own posts reach above theirs. Staff who may admit
/// residents here may look.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` for another community's person.
pub async fn subject(ctx: &Context, person: PersonId) -> Result<(Subject, bool), Error> {
    ctx.require_at(Permission::AdmitResidents, &ctx.community.path)?;
    let subject = find_subject(ctx, person).await?;
    let mut read = ctx.db().read().await?;
    let may = is_below(&mut read, ctx, Permission::AdmitResidents, person).await?;
    Ok((subject, may))
}

/// A person of this community.
pub(super) async fn find_subject(ctx: &Context, person: PersonId) -> Result<Subject, Error> {
    let mut read = ctx.db().read().await?;
    let (name, account) = sql!(
        &mut read,
        optional as (String, Option<i64>),
        "select p.name, a.id
         from person p
         left join account a on a.person_id = p.id
              and (a.blocked_until is null or a.blocked_until < $3)
         where p.id = $1 and p.community_id = $2",
        person.get(),
        ctx.community.id.get(),
        GONE,
    )?
    .ok_or(Error::NotFound)?;
    let account = account.map(AccountId::new);
    let sign_in_name = match account {
        Some(account) => sign_in_name(&mut read, account).await?,
        None => None,
    };
    Ok(Subject {
        person,
        name,
        account,
        sign_in_name,
    })
}

/// Whether one's own posts may give every post that a person holds or will hold: who may not give a
/// post may not come by it with a slip either (rule P14).
///
/// # Errors
/// When the store fails.
pub async fn is_below(
    db: &mut impl Connection,
    ctx: &Context,
    permission: Permission,
    person: PersonId,
) -> Result<bool, Error> {
    let held = sql!(
        db,
        all as (String,),
        "select post from post_holding
         where person_id = $1 and (valid_until is null or valid_until > $2)",
        person.get(),
        ctx.now.millis(),
    )?;
    let gives: Vec<Post> = ctx
        .rights_with(permission)
        .flat_map(|right| right.post.gives())
        .copied()
        .collect();
    Ok(held
        .iter()
        .all(|(post,)| Post::parse(post).is_some_and(|post| gives.contains(&post))))
}

/// Makes a slip; the account's older ones are worth nothing from then on. The same form sent twice
/// gives the same slip.
///
/// # Errors
/// `Denied` for an account whose posts are above one's own, `NotFound` for who has none, `Invalid`.
pub async fn make(ctx: &Context, person: PersonId, draft: Draft) -> Result<Slip, Error> {
    ctx.require_at(Permission::AdmitResidents, &ctx.community.path)?;
    let mut problems = Problems::new();
    let key = problems.take("request_key", RequestKey::parse(&draft.request_key));
    let (delivered, lasts) = match draft.handing.as_str() {
        "handed" => (false, HANDED_MILLIS),
        "delivered" => (true, DELIVERED_MILLIS),
        _ => {
            problems.add("handing", Problem::NotAChoice);
            (false, 0)
        }
    };
    let subject = find_subject(ctx, person).await?;
    let Some(key) = key.filter(|_| problems.is_empty()) else {
        return Err(problems.into());
    };
    let account = subject.account.ok_or(Error::NotFound)?;
    let (token, digits) = secrets_of(ctx, person, &key);
    let expires_at = ctx.now.millis() + lasts;

    let mut tx = ctx.db().write().await?;
    let before = request_key::answered(&mut tx, ctx, "account slip", &key).await?;
    tx.lock(Lock::Account(account)).await?;
    if !is_below(&mut tx, ctx, Permission::AdmitResidents, person).await? {
        return Err(Error::Denied);
    }
    if let Some(ends) = before {
        // The sheet that a double tap asks for again, as long as it is good for something.
        let known = sql!(
            &mut tx,
            optional as (i64,),
            "select id from reset_slip where token_hash = $1 and account_id = $2 and used_at is null",
            kept(ctx, &token),
            account.get(),
        )?;
        let ends: i64 = ends.parse().map_err(|_| Error::Changed)?;
        if known.is_none() || ends <= ctx.now.millis() {
            return Err(Error::Changed);
        }
        let sign_in_name = subject.sign_in_name.clone().ok_or(Error::Changed)?;
        return Ok(Slip {
            subject,
            sign_in_name,
            token,
            digits,
            expires_at: Instant::from_millis(ends),
        });
    }
    let sign_in_name = match subject.sign_in_name.clone() {
        Some(name) => name,
        None => give_name(&mut tx, ctx, account).await?,
    };
    sql!(
        &mut tx,
        execute,
        "delete from reset_slip where account_id = $1",
        account.get()
    )?;
    sql!(
        &mut tx,
        execute,
        "insert into reset_slip (community_id, account_id, token_hash, digits_hash, delivered,
                                 made_by, made_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        ctx.community.id.get(),
        account.get(),
        kept(ctx, &token),
        kept(ctx, &digits),
        i64::from(delivered),
        ctx.signed_in().map(|who| who.person.get()),
        ctx.now.millis(),
        expires_at,
    )?;
    let deed = Entry::new(Deed::AccountSlipMade, format!("account/{account}"));
    let until = ctx.community.zone.civil(Instant::from_millis(expires_at));
    let became = json!({ "until": until.to_string() });
    audit::record(&mut tx, ctx, deed.whose(person).became(became)).await?;
    request_key::answer(&mut tx, ctx, "account slip", &key, &expires_at.to_string()).await?;
    tx.commit().await?;
    Ok(Slip {
        subject,
        sign_in_name,
        token,
        digits,
        expires_at: Instant::from_millis(expires_at),
    })
}

/// Link and digits, worked out from the form's unguessable key and the installation's secret, so
/// that a double tap prints one slip and nothing readable is kept.
fn secrets_of(ctx: &Context, person: PersonId, key: &RequestKey) -> (String, String) {
    let made = |what: &str| {
        let text = format!("{what}/{}/{person}/{key}", ctx.community.id);
        ctx.stores.secret.keyed(Purpose::SlipMaking, &text)
    };
    let token = made("link").chars().take(24).collect();
    let number = made("digits");
    let number = u64::from_str_radix(number.get(..15).unwrap_or_default(), 16).unwrap_or_default();
    (token, format!("{:010}", number % 10_000_000_000))
}

fn kept(ctx: &Context, shown: &str) -> String {
    ctx.stores.secret.keyed(Purpose::Slip, shown)
}

/// The link of a slip that nobody made and that is mailed; `key` is the asking's. It leaves paper
/// slips as they are: whoever asks may be somebody else.
pub(super) async fn mailed(
    tx: &mut crate::db::Tx,
    ctx: &Context,
    account: AccountId,
    key: &str,
) -> Result<String, Error> {
    let made = |what: &str| {
        let text = format!("{what}/mailed/{account}/{key}");
        ctx.stores.secret.keyed(Purpose::SlipMaking, &text)
    };
    let token: String = made("link").chars().take(32).collect();
    // Nobody is told these digits, and ten of them are never as long.
    let digits = made("digits");
    sql!(
        tx,
        execute,
        "insert into reset_slip (community_id, account_id, token_hash, digits_hash, delivered,
                                 made_at, expires_at)
         values ($1, $2, $3, $4, 0, $5, $6) on conflict do nothing",
        ctx.community.id.get(),
        account.get(),
        kept(ctx, &token),
        kept(ctx, &digits),
        ctx.now.millis(),
        ctx.now.millis() + HANDED_MILLIS,
    )?;
    Ok(token)
}

/// A sign-in name for an account that had no password until now, to stand on its slip.
pub(super) async fn give_name(
    tx: &mut crate::db::Tx,
    ctx: &Context,
    account: AccountId,
) -> Result<String, Error> {
    for name in [
        format!("jumin{account}"),
        format!("jumin{account}-{}", ctx.stores.random.below(10_000)),
    ] {
        // No password fits an empty hash.
        let added = sql!(
            tx,
            execute,
            "insert into credential (account_id, kind, name, secret, created_at)
             values ($1, 'password', $2, '', $3) on conflict do nothing",
            account.get(),
            &name,
            ctx.now.millis(),
        )?;
        if added == 1 {
            return Ok(name);
        }
    }
    Err(Error::Unexpected("no free sign-in name"))
}

/// An open slip.
#[derive(sqlx::FromRow)]
struct Open {
    id: i64,
    account_id: i64,
    person_id: i64,
    display_name: String,
    /// Nobody, when it was mailed.
    made_by: Option<i64>,
}

async fn find(ctx: &Context, shown: &Shown) -> Result<Option<Open>, Error> {
    let (text, by_digits) = match shown {
        Shown::Token(token) => (token, 0_i64),
        Shown::Digits(digits) => (digits, 1),
    };
    let mut read = ctx.db().read().await?;
    Ok(sql!(
        &mut read,
        optional as Open,
        "select s.id, s.account_id, a.person_id, a.display_name, s.made_by
         from reset_slip s join account a on a.id = s.account_id
         where ((s.token_hash = $1 and $4 = 0) or (s.digits_hash = $1 and $4 = 1))
           and s.community_id = $2 and s.used_at is null and s.expires_at > $3
           and (a.blocked_until is null or a.blocked_until <= $3)",
        kept(ctx, text),
        ctx.community.id.get(),
        ctx.now.millis(),
        by_digits,
    )?)
}

/// Whether a link is good for setting a password now.
///
/// # Errors
/// `NotFound` when it is not.
pub async fn open(ctx: &Context, token: &str) -> Result<(), Error> {
    let found = find(ctx, &Shown::Token(token.to_owned())).await?;
    found.map(|_| ()).ok_or(Error::NotFound)
}

/// Sets a new password with a slip, ends all sign-ins of the account, and answers who has shown who
/// they are. A slip works once, also when it is pressed twice at the same instant.
///
/// # Errors
/// `NotFound` for a link that is none any more, `Invalid` with `code` or `password` at fault, `Wait`
/// after too many wrong digits.
pub async fn redeem(ctx: &Context, shown: Shown, new: String) -> Result<SignedIn, Error> {
    let (shown, counter) = match shown {
        Shown::Token(token) => (Shown::Token(token), None),
        Shown::Digits(typed) => {
            let digits = digits(&typed);
            if digits.is_empty() {
                return Err(Error::at("code", Problem::Missing));
            }
            let counter = throttle::of_slips(ctx);
            throttle::count(ctx, &counter, throttle::SLIPS).await?;
            (Shown::Digits(digits), Some(counter))
        }
    };
    let is_typed = counter.is_some();
    let not_there = move || {
        if is_typed {
            Error::at("code", Problem::WrongCode)
        } else {
            Error::NotFound
        }
    };
    let open = find(ctx, &shown).await?.ok_or_else(not_there)?;
    let (account, person) = (
        AccountId::new(open.account_id),
        PersonId::new(open.person_id),
    );
    let name = sign_in_name(&mut ctx.db().read().await?, account).await?;
    let names = [
        name.as_deref().unwrap_or_default(),
        open.display_name.as_str(),
    ];
    let new = NewPassword::parse(&new, &names).map_err(|problem| Error::at("password", problem))?;
    let hash = hashing::hash(
        ctx.stores.password_cost,
        &ctx.stores.random,
        new.into_text(),
    )
    .await?;

    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Account(account)).await?;
    let used = sql!(
        &mut tx,
        execute,
        "update reset_slip set used_at = $2 where id = $1 and used_at is null",
        open.id,
        ctx.now.millis(),
    )?;
    if used == 0 {
        return Err(not_there());
    }
    // The others that lie about open nothing any more.
    sql!(
        &mut tx,
        execute,
        "update reset_slip set used_at = $2 where account_id = $1 and used_at is null",
        account.get(),
        ctx.now.millis(),
    )?;
    set(&mut tx, account, &hash).await?;
    device::end_all(&mut tx, account, None).await?;
    let forgotten = [
        name.map(|name| throttle::of_name(ctx, &name)),
        Some(throttle::of_password(ctx, account)),
        counter,
    ];
    for counter in forgotten.into_iter().flatten() {
        throttle::forget(&mut tx, &counter).await?;
    }
    let deed = if open.made_by.is_some() {
        Deed::AccountReset
    } else {
        Deed::AccountResetByMail
    };
    let deed = Entry::new(deed, format!("account/{account}"));
    audit::record(&mut tx, ctx, deed.whose(person)).await?;
    password::tell_owner(&mut tx, ctx, account, person).await?;
    tx.commit().await?;
    signed_in(ctx, account).await?.ok_or(Error::Denied)
}

/// The digits of what was typed, whatever stands between them and however wide they are.
pub(super) fn digits(typed: &str) -> String {
    typed
        .chars()
        .filter_map(|character| match character {
            '0'..='9' => Some(character),
            '０'..='９' => char::from_u32(u32::from(character) - 0xFEE0),
            _ => None,
        })
        .take(11)
        .collect()
}

/// Removes slips that were used or ended a month ago. Returns how many.
///
/// # Errors
/// When the store fails.
pub async fn remove_old(ctx: &Context) -> Result<u64, Error> {
    let mut tx = ctx.db().write().await?;
    let removed = sql!(
        &mut tx,
        execute,
        "delete from reset_slip where expires_at <= $1 or used_at <= $1",
        ctx.now.millis() - KEPT_MILLIS,
    )?;
    tx.commit().await?;
    Ok(removed)
}
