//! A template that an address can name, and good forms for it and the small lists around it.

use backend::patrol::{kind, template};
use backend::sql;
use domain::id::AccountId;
use domain::patrol::shift::BodyDraft;
use domain::patrol::template::Draft;

use crate::story::World;

const PATH: &str = "/admin/patrols/templates";

/// A template with a shift on each Friday, nobody on them.
pub(super) async fn template(world: &World, min: AccountId) -> String {
    let ctx = world.ctx(Some(min)).await;
    let mut read = world.stores.db.read().await.unwrap();
    let kinds = kind::all(&mut read, &ctx).await.unwrap();
    drop(read);
    let draft = Draft {
        request_key: "template-known".to_owned(),
        body: BodyDraft {
            kind: kinds[0].id.to_string(),
            starts: "19:00".to_owned(),
            ends: "21:00".to_owned(),
            leaders: "1".to_owned(),
            members: "3".to_owned(),
            ..BodyDraft::default()
        },
        every: "week".to_owned(),
        weekdays: vec!["5".to_owned()],
        first_on: "2026-03-13".to_owned(),
        days: "all".to_owned(),
        publish: true,
        ..Draft::default()
    };
    template::write(&ctx, &draft).await.unwrap().to_string()
}

/// The form of a path of these; nothing for any other.
pub(super) async fn form(
    world: &World,
    path: &str,
    key: &str,
    known: &str,
) -> Option<Vec<(&'static str, String)>> {
    let key = format!("walk-{key}-{}", path.replace(['/', '{', '}'], "-"));
    let mut form = match path {
        "/admin/patrols/kinds" => vec![("name_zh", "走过".to_owned())],
        "/admin/patrols/routes" => vec![
            ("act", "save".to_owned()),
            ("name", "走过一圈".to_owned()),
            ("stops", "东门\n西门".to_owned()),
        ],
        "/admin/patrols/settings" => vec![
            ("weeks", "3".to_owned()),
            ("leave", "12".to_owned()),
            ("rest", "0".to_owned()),
            ("version", "0".to_owned()),
        ],
        "/admin/calendar" => vec![
            ("act", "save".to_owned()),
            ("from", "2027-01-01".to_owned()),
            ("kind", "holiday".to_owned()),
            ("name", "走过".to_owned()),
        ],
        path if path.ends_with("/end") && path.starts_with(PATH) => vec![
            ("from", "2026-06-05".to_owned()),
            ("version", version(world, known).await),
        ],
        path if path.starts_with(PATH) => of_template(world, known).await,
        _ => return None,
    };
    form.push(("request_key", key));
    Some(form)
}

async fn version(world: &World, known: &str) -> String {
    let mut tx = world.write().await;
    let id: i64 = known.parse().unwrap();
    let (version,) = sql!(
        &mut tx,
        one as (i64,),
        "select version from patrol_template where id = $1",
        id
    )
    .unwrap();
    version.to_string()
}

async fn of_template(world: &World, known: &str) -> Vec<(&'static str, String)> {
    let mut tx = world.write().await;
    let (kind,) = sql!(
        &mut tx,
        one as (i64,),
        "select min(id) from patrol_kind where community_id = $1",
        world.here.id.get()
    )
    .unwrap();
    drop(tx);
    vec![
        ("version", version(world, known).await),
        ("kind", kind.to_string()),
        ("starts", "19:00".to_owned()),
        ("ends", "21:00".to_owned()),
        ("leaders", "1".to_owned()),
        ("members", "2".to_owned()),
        ("place", "走过".to_owned()),
        ("every", "week".to_owned()),
        ("weekdays", "5".to_owned()),
        ("first_on", "2026-06-05".to_owned()),
        ("days", "all".to_owned()),
        ("publish", "1".to_owned()),
    ]
}
