//! A forgotten password, by mail (rule P9): a link like a slip's, sent to the address that the
//! account's owner has confirmed.

use domain::id::AccountId;
use domain::problem::Problem;
use text::{Lang, account as words};

use super::asked::{self, Asked, Channel, Done};
use super::{password, slip};
use crate::context::Context;
use crate::error::Error;
use crate::message::Outlets;
use crate::message::mail::Letter;
use crate::sql;

/// Longest text that is a sign-in name or an address.
const LONGEST: usize = 254;
/// One account gets at most so many links a day, whatever they were asked for by.
const LINKS_A_DAY: i64 = 10;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// Asks for a link by a sign-in name or a mail address. The answer and the work are the same whether
/// anybody is known by it or not (rule P8).
///
/// # Errors
/// `Invalid` with `name` at fault, `Wait` when it was asked for a moment ago or too often today.
pub async fn ask(ctx: &Context, typed: &str) -> Result<(), Error> {
    let of = typed.trim().to_lowercase();
    if of.is_empty() {
        return Err(Error::at("name", Problem::Missing));
    }
    if of.len() > LONGEST {
        return Err(Error::at("name", Problem::TooLong { max: LONGEST }));
    }
    if of.chars().any(char::is_control) {
        return Err(Error::at("name", Problem::NotAllowed));
    }
    let asked = Asked {
        channel: Channel::Mail,
        of: &of,
        code: None,
    };
    asked::ask(ctx, asked).await
}

#[derive(sqlx::FromRow)]
struct Found {
    id: i64,
    language: Option<String>,
    mail_address: String,
}

/// The accounts behind what was typed, with a confirmed address.
async fn find(ctx: &Context, of: &str) -> Result<Vec<Found>, Error> {
    let mut read = ctx.db().read().await?;
    Ok(sql!(
        &mut read,
        all as Found,
        "select a.id, a.language, m.mail_address
         from account a
         join person p on p.id = a.person_id
         join message_choice m on m.person_id = p.id
         where p.community_id = $1 and m.mail_confirmed_at is not null
           and m.mail_address is not null
           and (a.blocked_until is null or a.blocked_until <= $3)
           and (lower(m.mail_address) = $2
                or exists (select 1 from credential c where c.account_id = a.id
                           and c.kind = 'password' and c.name = $2))
         order by a.id limit 20",
        ctx.community.id.get(),
        of,
        ctx.now.millis(),
    )?)
}

/// Makes the links and mails them: one mail, with every account behind the address.
pub(super) async fn send(
    ctx: &Context,
    outlets: &Outlets,
    key: &str,
    of: &str,
) -> Result<Done, Error> {
    let Some(mail) = &outlets.mail else {
        return Ok(Done::ForNobody);
    };
    // Never from what a browser says its host is: the link would lead there.
    let origin = ctx.community.host.as_ref().or(outlets.origin.as_ref());
    let Some(origin) = origin else {
        tracing::warn!("no link is mailed as long as LINLI_PUBLIC_URL is not set");
        return Ok(Done::ForNobody);
    };
    // A sign-in name may be spelt like somebody else's address: one mail never speaks of both.
    let (by_address, by_name): (Vec<_>, Vec<_>) = find(ctx, of)
        .await?
        .into_iter()
        .partition(|found| found.mail_address.eq_ignore_ascii_case(of));
    let found = if by_address.is_empty() {
        by_name
    } else {
        by_address
    };
    let Some(first) = found.first() else {
        return Ok(Done::ForNobody);
    };
    let lang = first.language.as_deref().and_then(Lang::parse);
    let lang = lang.unwrap_or(Lang::Zh);
    let to = first.mail_address.clone();
    let mut lines = Vec::new();
    for account in &found {
        if let Some(link) = link(ctx, AccountId::new(account.id), key).await? {
            let address = format!("{origin}/reset/{}", link.token);
            lines.push(words::forgotten_mail_line(lang, address, link.sign_in_name));
        }
    }
    if lines.is_empty() {
        return Ok(Done::ForNobody);
    }
    let letter = Letter {
        to: &to,
        subject: words::forgotten_mail_title(lang),
        body: &words::forgotten_mail(lang, &ctx.community.name, lines.join("\n\n")),
        key,
    };
    Ok(if mail.send(letter).await {
        Done::Sent
    } else {
        Done::NotTaken
    })
}

struct Link {
    token: String,
    sign_in_name: String,
}

/// The link of one account, the same for every try to hand it over; nothing when the account has had
/// enough of them today.
async fn link(ctx: &Context, account: AccountId, key: &str) -> Result<Option<Link>, Error> {
    let mut tx = ctx.db().write().await?;
    let (made,) = sql!(
        &mut tx,
        one as (i64,),
        "select count(*) from reset_slip
         where account_id = $1 and made_by is null and made_at > $2",
        account.get(),
        ctx.now.millis() - DAY_MILLIS,
    )?;
    if made >= LINKS_A_DAY {
        return Ok(None);
    }
    let sign_in_name = match password::sign_in_name(&mut tx, account).await? {
        Some(name) => name,
        None => slip::give_name(&mut tx, ctx, account).await?,
    };
    let token = slip::mailed(&mut tx, ctx, account, key).await?;
    tx.commit().await?;
    Ok(Some(Link {
        token,
        sign_in_name,
    }))
}
