//! A shift that an address can name.

use backend::patrol::sign_up::{Guest, enter};
use backend::patrol::{kind, shift};
use domain::id::AccountId;
use domain::patrol::shift::{BodyDraft, Draft};

use super::{DUTY, NAME};
use crate::story::World;

/// A published shift of the day after tomorrow, with places left. Its leader's name and number are
/// nobody's business but the staff's.
pub(super) async fn shift(world: &World, min: AccountId) -> String {
    let ctx = world.ctx(Some(min)).await;
    let mut read = world.stores.db.read().await.unwrap();
    let kinds = kind::all(&mut read, &ctx).await.unwrap();
    drop(read);
    let draft = Draft {
        request_key: "patrol-known".to_owned(),
        body: BodyDraft {
            kind: kinds[0].id.to_string(),
            starts: "18:00".to_owned(),
            ends: "20:00".to_owned(),
            leaders: "1".to_owned(),
            members: "3".to_owned(),
            trainees: "1".to_owned(),
            ..BodyDraft::default()
        },
        day: "2026-03-12".to_owned(),
        publish: true,
    };
    let id = shift::write(&ctx, draft).await.unwrap();
    let leader = Guest {
        request_key: "patrol-leader".to_owned(),
        name: NAME.to_owned(),
        telephone: DUTY.to_owned(),
        role: "leader".to_owned(),
        waived: vec!["training".to_owned()],
        reason: "带了多年".to_owned(),
        ..Guest::default()
    };
    enter(&ctx, id, leader).await.unwrap();
    id.to_string()
}
