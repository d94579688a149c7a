//! A shift that an address can name.

use backend::patrol::sign_up::{Guest, enter};
use backend::patrol::{feed, kind, shift};
use backend::sql;
use domain::id::AccountId;
use domain::patrol::shift::{BodyDraft, Draft};

use super::{DUTY, Known, NAME};
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

/// A form that goes through, of pages of shifts; nothing for any other path.
pub(super) async fn form(
    known: &Known,
    world: &World,
    path: &str,
    key: &str,
) -> Option<Vec<(&'static str, String)>> {
    let mut tx = world.write().await;
    let (kind, version) = sql!(
        &mut tx,
        one as (i64, i64),
        "select kind_id, version from patrol_shift where id = $1",
        known.shift.parse::<i64>().unwrap(),
    )
    .unwrap();
    let form = match path {
        "/admin/patrols/new" | "/admin/patrols/{id}" => vec![
            ("version", version.to_string()),
            ("kind", kind.to_string()),
            ("day", "2026-03-13".to_owned()),
            ("starts", "18:30".to_owned()),
            ("ends", "20:00".to_owned()),
            ("place", "走过".to_owned()),
            ("leaders", "1".to_owned()),
            ("members", "3".to_owned()),
            ("publish", "1".to_owned()),
        ],
        "/admin/patrols/{id}/people" => vec![
            ("act", "enter".to_owned()),
            ("name", "走过".to_owned()),
            ("telephone", "13900008888".to_owned()),
        ],
        "/admin/patrols/{id}/cancel" => vec![("reason", "走过".to_owned())],
        "/admin/patrols/roster" => vec![
            ("act", "import".to_owned()),
            ("kind", kind.to_string()),
            (
                "pasted",
                "日期,开始,结束,姓名\n2026-03-14,18:00,20:00,走过".to_owned(),
            ),
        ],
        "/admin/patrols/skills" => {
            vec![("act", "give".to_owned()), ("person", known.person.clone())]
        }
        "/patrols/{id}" => vec![("act", "sign_up".to_owned())],
        "/me/patrols" => vec![("act", "feed_make".to_owned())],
        _ => return None,
    };
    let key = format!("walk-{key}-{}", path.replace(['/', '{', '}'], "-"));
    Some([vec![("request_key", key)], form].concat())
}

/// The calendar address of somebody who is on no shift.
pub(super) async fn feed(world: &World) -> String {
    let ctx = world.ctx(Some(world.resident("calendar").await)).await;
    feed::make(&ctx).await.unwrap();
    feed::address(&ctx).await.unwrap().unwrap().token
}
