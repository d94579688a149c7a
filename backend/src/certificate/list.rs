//! Lists of certificates: one's own, and the community's for staff.

use domain::certificate::Number;
use domain::id::CertificateId;
use domain::permission::Permission;

use super::{Certificate, rows};
use crate::context::Context;
use crate::error::Error;
use crate::filter::Statement;
use crate::sql;

/// Part of the community's list.
#[derive(Debug, Clone)]
pub struct Page {
    /// Thirty at most, the newest first.
    pub certificates: Vec<Certificate>,
    /// How many there are in all.
    pub total: i64,
    /// Behind which the next page begins.
    pub next: Option<CertificateId>,
}

const AT_ONCE: usize = 30;

/// One's own certificates and those of one's children, the newest first; thirty at most.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn own(ctx: &Context) -> Result<Vec<Certificate>, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut list = Statement::new(rows::COLUMNS);
    list.number("where c.person_id = ?", me.get())
        .number("and c.community_id = ?", ctx.community.id.get())
        .push("order by c.id desc limit 30");
    let mut read = ctx.db().read().await?;
    rows::all(&mut read, list).await
}

/// The community's certificates, for staff; `number` finds one.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn page(
    ctx: &Context,
    number: Option<Number>,
    after: Option<CertificateId>,
) -> Result<Page, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut read = ctx.db().read().await?;
    let (total,) = sql!(
        &mut read,
        one as (i64,),
        "select count(*) from certificate where community_id = $1",
        ctx.community.id.get(),
    )?;
    let mut list = Statement::new(rows::COLUMNS);
    list.number("where c.community_id = ?", ctx.community.id.get());
    if let Some(number) = number {
        list.number("and c.year = ?", number.year)
            .number("and c.seq = ?", number.seq);
    }
    if let Some(after) = after {
        list.number("and c.id < ?", after.get());
    }
    list.push("order by c.id desc limit 31");
    let mut certificates = rows::all(&mut read, list).await?;
    let more = certificates.len() > AT_ONCE;
    certificates.truncate(AT_ONCE);
    let next = certificates.last().filter(|_| more).map(|last| last.id);
    Ok(Page {
        certificates,
        total,
        next,
    })
}
