//! What the audit trail of the demo community begins with (rule P25).

use std::sync::Arc;

use domain::audit::Deed;
use domain::id::{AccountId, PersonId};
use domain::message::Kind;
use domain::permission::Post;
use domain::report::Number;
use serde_json::{Value, json};

use super::DAY_MILLIS;
use super::people::People;
use crate::audit::{self, Entry};
use crate::context::{Actor, Context, Right, SignedIn};
use crate::db::Tx;
use crate::error::Error;
use crate::{message, sql};

/// The notices that are there, a look at a resident's number, and what was done for her.
pub async fn keep(tx: &mut Tx, ctx: &Context, people: &People) -> Result<(), Error> {
    let notices = sql!(
        tx,
        all as (i64, String, i64, i64),
        "select id, title, written_by, published_at from notice
         where community_id = $1 order by published_at, id",
        ctx.community.id.get(),
    )?;
    for (id, title, author, at) in notices {
        let by = person(tx, author).await?;
        let entry = Entry::new(Deed::NoticePublished, format!("notice/{id}"))
            .became(json!({ "title": title }));
        audit::record(tx, &at_work(ctx, author, by, Post::Staff, at), entry).await?;
    }
    let staff = person(tx, people.dispatcher).await?;
    let resident = person(tx, people.resident).await?;
    let at = ctx.now.millis() - 2 * DAY_MILLIS;
    let entry = Entry::new(Deed::TelephoneShown, format!("person/{resident}"))
        .whose(PersonId::new(resident))
        .became(json!({ "reason": "report" }));
    let then = at_work(ctx, people.dispatcher, staff, Post::Staff, at);
    audit::record(tx, &then, entry).await?;
    let resident = PersonId::new(resident);
    let subject = format!("person/{resident}");
    message::tell(tx, &then, resident, Kind::NumberSeen, &subject, Value::Null).await?;
    helped(tx, ctx, people, resident).await
}

/// The resident's latest report is one that the captain filed for her (rule P15).
async fn helped(
    tx: &mut Tx,
    ctx: &Context,
    people: &People,
    resident: PersonId,
) -> Result<(), Error> {
    let latest = sql!(
        tx,
        optional as (i64, i64, i64, i64),
        "select id, year, seq, reported_at from report
         where reporter_id = $1 and source = 'web' order by id desc limit 1",
        people.resident,
    )?;
    let Some((id, year, seq, at)) = latest else {
        return Ok(());
    };
    sql!(
        tx,
        execute,
        "update report set entered_by = $2 where id = $1",
        id,
        people.captain,
    )?;
    let captain = person(tx, people.captain).await?;
    let then = at_work(ctx, people.captain, captain, Post::Captain, at);
    let number = Number {
        year: i16::try_from(year).map_err(|_| Error::Unexpected("a year is out of range"))?,
        seq,
    };
    let subject = format!("report/{number}");
    let entry = Entry::new(Deed::AssistReported, subject.clone()).whose(resident);
    audit::record(tx, &then, entry).await?;
    message::tell(tx, &then, resident, Kind::ActedFor, &subject, Value::Null).await
}

async fn person(tx: &mut Tx, account: i64) -> Result<i64, Error> {
    let (id,) = sql!(
        tx,
        one as (i64,),
        "select person_id from account where id = $1",
        account
    )?;
    Ok(id)
}

/// The context of somebody who did something then.
fn at_work(ctx: &Context, account: i64, person: i64, post: Post, at: i64) -> Context {
    let right = Right {
        post,
        path: ctx.community.path.clone(),
        service_org: None,
    };
    Context {
        actor: Actor::Person(Arc::new(SignedIn {
            account: AccountId::new(account),
            person: PersonId::new(person),
            display_name: String::new(),
            rights: vec![right],
            has_second_factor: false,
            sign_in_version: 1,
        })),
        now: domain::instant::Instant::from_millis(at),
        ..ctx.clone()
    }
}
