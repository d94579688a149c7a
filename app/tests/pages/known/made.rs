//! What is made beside the pages: rows that an address can name.

use backend::{audit, sql};
use domain::audit::Deed;
use domain::permission::Post;

use super::NAME;
use crate::story::World;

/// A person with an account, and the link of a slip for it.
pub(super) async fn slip(world: &World) -> (String, String) {
    let account = world.resident("member").await;
    let person = world.ctx(Some(account)).await.signed_in().unwrap().person;
    let staff = world.account("slip-maker", Post::Staff).await;
    let draft = backend::account::slip::Draft {
        request_key: "slip-known".to_owned(),
        handing: "delivered".to_owned(),
    };
    let ctx = world.ctx(Some(staff)).await;
    let slip = backend::account::slip::make(&ctx, person, draft).await;
    (person.to_string(), slip.unwrap().token)
}

/// A neighbour whom nothing reaches has a message.
pub(super) async fn call_to_make(world: &World) -> String {
    let mut tx = world.write().await;
    let (person,) = sql!(
        &mut tx,
        one as (i64,),
        "insert into person (community_id, name, created_at) values ($1, '李奶奶', 0) returning id",
        world.here.id.get(),
    )
    .unwrap();
    let ctx = world.ctx(None).await;
    let kind = domain::message::Kind::ReportMoved;
    let person = domain::id::PersonId::new(person);
    backend::message::tell(
        &mut tx,
        &ctx,
        person,
        kind,
        "report",
        serde_json::Value::Null,
    )
    .await
    .unwrap();
    let (id,) = sql!(&mut tx, one as (i64,), "select max(id) from delivery").unwrap();
    tx.commit().await.unwrap();
    id.to_string()
}

/// Somebody has typed a mail address and not yet followed the link.
pub(super) async fn mail_to_confirm(world: &World) -> String {
    use backend::message::choice;
    let ctx = world.ctx(Some(world.resident("mailer").await)).await;
    choice::set_mail(&ctx, "mailer@example.org").await.unwrap();
    let person = ctx.signed_in().expect("the resident").person;
    choice::token(&ctx, person, "mailer@example.org")
}

/// A grid below the first community.
pub(super) async fn grid(world: &World) -> String {
    let mut tx = world.write().await;
    let (id,) = sql!(
        &mut tx,
        one as (i64,),
        "insert into org_node (community_id, parent_id, kind, name, opened_on, path)
         select community_id, id, 'grid', '第一网格', opened_on, path || '900/'
         from org_node where id = $1 returning id",
        world.here.node.get(),
    )
    .unwrap();
    tx.commit().await.unwrap();
    id.to_string()
}

/// A text to look through.
pub(super) async fn review(world: &World) -> i64 {
    let mut tx = world.write().await;
    let (id,) = sql!(
        &mut tx,
        one as (i64,),
        "insert into review (community_id, subject, part, listed_at)
         values ($1, 'report/2026-000001', 'words', 0) returning id",
        world.here.id.get(),
    )
    .unwrap();
    tx.commit().await.unwrap();
    id
}

/// A row of the audit trail with something personal in it.
pub(super) async fn audit_row(world: &World) -> i64 {
    let ctx = world.ctx(None).await;
    let mut tx = world.write().await;
    let entry = audit::Entry::new(Deed::CategorySaved, "category/1")
        .personal(serde_json::json!({ "reason": NAME }));
    audit::record(&mut tx, &ctx, entry).await.unwrap();
    let (id,) = sql!(&mut tx, one as (i64,), "select max(id) from audit").unwrap();
    tx.commit().await.unwrap();
    id
}

/// A code that was asked for by somebody who signs in by it.
pub struct TextMessage {
    /// The last part of the address of the page that takes it.
    pub handle: String,
    /// The code.
    pub code: String,
}

pub(super) async fn text_message(world: &World) -> TextMessage {
    use backend::account::sms;
    let number = "13900004444";
    let ctx = world.ctx(Some(world.resident("texter").await)).await;
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "update person set telephone = $2 where id = $1",
        ctx.signed_in().expect("the resident").person.get(),
        number,
    )
    .unwrap();
    tx.commit().await.unwrap();
    sms::set_own(&ctx, true).await.unwrap();
    let handle = sms::ask(&ctx, number).await.unwrap();
    let mut tx = world.write().await;
    let (key, sealed) = sql!(
        &mut tx,
        one as (String, String),
        "select key, sealed from sign_in_ask where channel = 'sms'"
    )
    .unwrap();
    let whose = format!("sign-in ask/{key}");
    let text = world.stores.secret.unseal(&whose, &sealed).unwrap();
    let text = String::from_utf8(text).unwrap();
    let (_, code) = text.split_once('\n').unwrap();
    TextMessage {
        handle,
        code: code.to_owned(),
    }
}
