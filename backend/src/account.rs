//! Signing in, and what a signed-in person may do now.

use domain::id::{AccountId, PersonId, ServiceOrgId};
use domain::permission::Post;

use crate::context::{Context, Right, SignedIn};
use crate::error::Error;
use crate::password;
use crate::secret::Purpose;
use crate::sql;

/// Failures that cost nothing but the try (rule P8).
const FREE_TRIES: i64 = 5;
/// No wait is longer than this.
const LONGEST_WAIT_SECONDS: i64 = 15 * 60;
/// A day without a failure forgets the count.
const FORGOTTEN_AFTER_MILLIS: i64 = 24 * 60 * 60 * 1000;
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
    let counter = ctx.stores.secret.keyed(Purpose::LoginName, &name);
    count_try(ctx, &counter).await?;
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
    let fits = password::fits(ctx.stores.password_cost, kept, tried.password).await?;
    let blocked = found
        .as_ref()
        .is_some_and(|(_, _, until)| until.is_some_and(|until| until > ctx.now.millis()));
    let Some((account, _, _)) = found.filter(|_| fits && !blocked && !demo_outside_demo) else {
        return Err(Error::Denied);
    };

    let mut tx = ctx.db().write().await?;
    sql!(
        &mut tx,
        execute,
        "delete from login_attempt where name_hash = $1",
        &counter
    )?;
    tx.commit().await?;
    signed_in(ctx, AccountId::new(account))
        .await?
        .ok_or(Error::Denied)
}

/// Counts the try before it is checked, so that parallel tries do not pass together.
async fn count_try(ctx: &Context, counter: &str) -> Result<(), Error> {
    let mut tx = ctx.db().write().await?;
    let now = ctx.now.millis();
    sql!(
        &mut tx,
        execute,
        "delete from login_attempt where name_hash = $1 and last_at < $2",
        counter,
        now - FORGOTTEN_AFTER_MILLIS,
    )?;
    let before = sql!(
        &mut tx, optional as (i64, i64),
        { sqlite: "select failures, last_at from login_attempt where name_hash = $1",
          postgres: "select failures, last_at from login_attempt where name_hash = $1 for update" },
        counter,
    )?;
    if let Some((failures, last_at)) = before {
        let wait = last_at + wait_seconds(failures) * 1000 - now;
        if wait > 0 {
            return Err(Error::Wait((wait + 999) / 1000));
        }
    }
    sql!(
        &mut tx,
        execute,
        "insert into login_attempt (name_hash, failures, last_at) values ($1, 1, $2)
         on conflict (name_hash) do update
         set failures = login_attempt.failures + 1, last_at = excluded.last_at",
        counter,
        now,
    )?;
    tx.commit().await?;
    Ok(())
}

/// How long to wait after a number of failures: nothing, then 2, 4, 8 … seconds, a quarter of an
/// hour at most (rule P8: delay, never lock-out).
fn wait_seconds(failures: i64) -> i64 {
    let over = failures.saturating_sub(FREE_TRIES);
    if over < 0 {
        return 0;
    }
    let doublings = u32::try_from(over.saturating_add(1)).unwrap_or(u32::MAX);
    2_i64.saturating_pow(doublings).min(LONGEST_WAIT_SECONDS)
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    person_id: i64,
    display_name: String,
    blocked_until: Option<i64>,
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
        "select a.person_id, a.display_name, a.blocked_until, h.post, n.path, h.service_org_id
         from account a
         join person p on p.id = a.person_id
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
    }))
}

impl SignedIn {
    /// Whether the person works here: signs in for twelve hours instead of a year (rule P7).
    #[must_use]
    pub fn is_staff(&self) -> bool {
        self.rights.iter().any(|right| right.post.is_staff())
    }
}

#[cfg(test)]
mod tests {
    use super::wait_seconds;

    #[test]
    fn p08_waits_grow_after_five_failures_and_end() {
        assert_eq!((0..5).map(wait_seconds).max(), Some(0));
        assert_eq!(wait_seconds(5), 2);
        assert_eq!(wait_seconds(6), 4);
        assert_eq!(wait_seconds(60), 900);
        assert_eq!(wait_seconds(i64::MAX), 900);
    }
}
