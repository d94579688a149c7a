//! What the audit trail of the demo community begins with (rule P25).

use std::sync::Arc;

use domain::audit::Deed;
use domain::id::{AccountId, PersonId};
use domain::permission::Post;
use serde_json::json;

use super::DAY_MILLIS;
use super::people::People;
use crate::audit::{self, Entry};
use crate::context::{Actor, Context, Right, SignedIn};
use crate::db::Tx;
use crate::error::Error;
use crate::sql;

/// The notices that are there, and one look at a resident's number.
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
    let ctx = at_work(ctx, people.dispatcher, staff, Post::Staff, at);
    audit::record(tx, &ctx, entry).await
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
