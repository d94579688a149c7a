//! A shift that is over and not written up, as its leader's pages want it.

use backend::patrol::attendance::{Sheet, SheetLine, enter_sheet, list};
use backend::patrol::sign_up::{Guest, enter};
use backend::patrol::{kind, record, shift};
use backend::{photo, sql};
use domain::id::{AccountId, PatrolShiftId};
use domain::patrol::shift::{BodyDraft, Draft};
use domain::request_key::RequestKey;

use super::{DUTY, NAME, picture};
use crate::story::World;

/// The shift, and a picture of its signed sheet.
pub(super) struct Evening {
    pub id: String,
    pub picture: String,
    member: String,
    building: String,
    category: String,
}

/// Makes it: of this morning, with a code, one leader who signed the sheet.
pub(super) async fn evening(world: &World, min: AccountId) -> Evening {
    let ctx = world.ctx(Some(min)).await;
    let mut read = world.stores.db.read().await.unwrap();
    let kinds = kind::all(&mut read, &ctx).await.unwrap();
    drop(read);
    let draft = Draft {
        request_key: "patrol-evening".to_owned(),
        body: BodyDraft {
            kind: kinds[0].id.to_string(),
            starts: "18:00".to_owned(),
            ends: "20:00".to_owned(),
            leaders: "1".to_owned(),
            members: "90".to_owned(),
            uses_code: true,
            ..BodyDraft::default()
        },
        day: "2026-03-11".to_owned(),
        publish: true,
    };
    let id = shift::write(&ctx, draft).await.unwrap();
    let leader = Guest {
        request_key: "evening-leader".to_owned(),
        name: NAME.to_owned(),
        telephone: DUTY.to_owned(),
        role: "leader".to_owned(),
        waived: vec!["training".to_owned()],
        reason: "带了多年".to_owned(),
        ..Guest::default()
    };
    enter(&ctx, id, leader).await.unwrap();
    over(world, id).await;
    let ctx = world.ctx(Some(min)).await;
    let key = RequestKey::parse("evening-sheet").unwrap();
    photo::keep_draft(&ctx, &key, picture(60)).await.unwrap();
    let people = list(&ctx, id).await.unwrap().people;
    let sheet = Sheet {
        request_key: key.as_str().to_owned(),
        lines: vec![SheetLine {
            sign_up: people[0].sign_up.id,
            version: people[0].sign_up.version,
            here: true,
            came: String::new(),
            went: String::new(),
        }],
        guests: Vec::new(),
    };
    enter_sheet(&ctx, id, sheet).await.unwrap();
    let sheets = record::show(&ctx, id).await.unwrap().sheets;
    Evening {
        id: id.to_string(),
        picture: sheets[0].id.clone(),
        member: people[0].sign_up.id.to_string(),
        building: world.here.buildings[0].id.to_string(),
        category: world.here.categories[0].to_string(),
    }
}

/// Three hours ago it began, one hour ago it ended.
async fn over(world: &World, id: PatrolShiftId) {
    const HOUR: i64 = 60 * 60 * 1000;
    let now = world.now().millis();
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "update patrol_shift set starts_at = $2, ends_at = $3, deadline_at = $2 where id = $1",
        id.get(),
        now - 3 * HOUR,
        now - HOUR,
    )
    .unwrap();
    tx.commit().await.unwrap();
}

/// Whether a path is one of the leader's pages.
pub(super) fn is_of_the_day(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    let named = [
        "day", "finding", "sheet", "grid", "code", "check-in", "record",
    ];
    path.starts_with("/patrols/") && (named.contains(&last) || path.contains("/photos/"))
}

impl Evening {
    /// A form that goes through on one of its pages.
    pub(super) fn form(&self, path: &str, key: &str) -> Vec<(&'static str, String)> {
        let key = format!("day-{key}-{}", path.replace(['/', '{', '}'], "-"));
        vec![
            ("request_key", key),
            ("act", "bring".to_owned()),
            ("name", "走过的人".to_owned()),
            ("sign_up", self.member.clone()),
            ("category", self.category.clone()),
            ("place", format!("b{}", self.building)),
            ("words", "有人走过这里".to_owned()),
            ("code", "000000".to_owned()),
        ]
    }
}
