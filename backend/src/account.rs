//! Signing in, and what a signed-in person may do now.

pub mod access;
pub(crate) mod asked;
pub mod device;
pub mod forgotten;
pub mod look;
pub mod password;
pub mod second_factor;
pub mod slip;
pub mod sms;
pub(crate) mod throttle;
pub mod totp;

use domain::id::{AccountId, PersonId, ServiceOrgId};
use domain::permission::Post;

use crate::context::{Context, Right, SignedIn};
use crate::error::Error;
use crate::password as hashing;
use crate::sql;

pub use device::rights_changed;

/// The demo community's password, which everybody knows.
pub const DEMO_PASSWORD: &str = "linli-demo";

/// What was typed into the sign-in form.
#[derive(Clone, Default)]
pub struct Try {
    /// The sign-in name.
    pub name: String,
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for Try {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Try(…)")
    }
}

/// Checks a name and a password. The answer takes the same work, and says the same, whether the
/// account exists or not; failures are counted for both, and make the next tries wait (rule P8).
///
/// # Errors
/// `Denied` when they do not fit, `Wait` when it is too early, or when the store fails.
pub async fn sign_in(ctx: &Context, tried: Try) -> Result<SignedIn, Error> {
    let name = tried.name.trim().to_lowercase();
    let counter = throttle::of_name(ctx, &name);
    throttle::count(ctx, &counter, throttle::SIGN_IN).await?;
    // Nobody is called that, and PostgreSQL cannot even be asked for it.
    let known_as = if name.contains('\0') { "" } else { &name };

    let mut read = ctx.db().read().await?;
    let found = sql!(
        &mut read,
        optional as (i64, String, Option<i64>),
        "select c.account_id, c.secret, a.blocked_until
         from credential c
         join account a on a.id = c.account_id
         join person p on p.id = a.person_id
         where c.kind = 'password' and c.name = $1
           and (p.community_id = $2 or p.community_id is null)",
        known_as,
        ctx.community.id.get(),
    )?;
    // Not held while the hash is worked out: others need it.
    drop(read);
    let demo_outside_demo = tried.password == DEMO_PASSWORD && !ctx.community.is_demo;
    let kept = found.as_ref().map(|(_, secret, _)| secret.clone());
    let fits = hashing::fits(ctx.stores.password_cost, kept, tried.password).await?;
    let blocked = found
        .as_ref()
        .is_some_and(|(_, _, until)| until.is_some_and(|until| until > ctx.now.millis()));
    let Some((account, _, _)) = found.filter(|_| fits && !blocked && !demo_outside_demo) else {
        return Err(Error::Denied);
    };

    let mut tx = ctx.db().write().await?;
    throttle::forget(&mut tx, &counter).await?;
    tx.commit().await?;
    signed_in(ctx, AccountId::new(account))
        .await?
        .ok_or(Error::Denied)
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    person_id: i64,
    display_name: String,
    blocked_until: Option<i64>,
    has_second_factor: i64,
    sign_in_version: i64,
    post: Option<String>,
    path: Option<String>,
    service_org_id: Option<i64>,
}

/// The person behind an account with the rights in force at the context's instant, or nothing when
/// the account is gone, blocked, or of another community. One statement, since every page of a
/// signed-in person begins with it.
///
/// # Errors
/// When the store fails.
pub async fn signed_in(ctx: &Context, account: AccountId) -> Result<Option<SignedIn>, Error> {
    let mut read = ctx.db().read().await?;
    let rows = sql!(
        &mut read,
        all as PersonRow,
        "select a.person_id, a.display_name, a.blocked_until, a.sign_in_version,
                cast(case when f.account_id is null then 0 else 1 end as bigint)
                    as has_second_factor,
                h.post, n.path, h.service_org_id
         from account a
         join person p on p.id = a.person_id
         left join second_factor f on f.account_id = a.id
         left join post_holding h on h.person_id = a.person_id and h.valid_from <= $3
              and (h.valid_until is null or h.valid_until > $3)
         left join org_node n on n.id = h.node_id
         where a.id = $1 and (p.community_id = $2 or p.community_id is null)
         order by h.id",
        account.get(),
        ctx.community.id.get(),
        ctx.now.millis(),
    )?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    if first
        .blocked_until
        .is_some_and(|until| until > ctx.now.millis())
    {
        return Ok(None);
    }
    let (person, display_name) = (PersonId::new(first.person_id), first.display_name.clone());
    let has_second_factor = first.has_second_factor != 0;
    let sign_in_version = first.sign_in_version;
    let rights = rows
        .into_iter()
        .filter_map(|row| {
            Some(Right {
                post: Post::parse(&row.post?)?,
                path: row.path?,
                service_org: row.service_org_id.map(ServiceOrgId::new),
            })
        })
        .collect();
    Ok(Some(SignedIn {
        account,
        person,
        display_name,
        rights,
        has_second_factor,
        sign_in_version,
    }))
}

/// Removes counted tries, slips, trusted devices and what was asked for whose time is over. Returns how many.
///
/// # Errors
/// When the store fails.
pub async fn remove_ended(ctx: &Context) -> Result<u64, Error> {
    let tries = throttle::remove_forgotten(ctx).await?;
    let slips = slip::remove_old(ctx).await?;
    let trust = second_factor::remove_ended_trust(ctx).await?;
    let asked = asked::remove_ended(ctx).await?;
    Ok(tries + slips + trust + asked)
}

impl SignedIn {
    /// Whether the person works here: signs in for twelve hours instead of a year (rule P7).
    #[must_use]
    pub fn is_staff(&self) -> bool {
        self.rights.iter().any(|right| right.post.is_staff())
    }

    /// Whether a second factor has to be set up before any right is used (rule P10).
    #[must_use]
    pub fn must_have_second_factor(&self) -> bool {
        let mut posts = self.rights.iter().map(|right| right.post);
        posts.any(Post::must_have_second_factor)
    }
}
