//! Good forms for what the first set-up left behind: numbers, areas, who serves, the plan.

use backend::sql;

use crate::story::World;

/// The form of a path of these; nothing for any other.
pub(super) async fn form(
    world: &World,
    path: &str,
    key: &str,
) -> Option<Vec<(&'static str, String)>> {
    let mut tx = world.write().await;
    let community = world.here.id.get();
    let mut form = match path {
        "/admin/contacts" => {
            let (id, version) = sql!(
                &mut tx,
                one as (i64, i64),
                "select id, version from contact where community_id = $1 and kind = 'community'",
                community
            )
            .unwrap();
            vec![
                ("act", "save".to_owned()),
                ("id", id.to_string()),
                ("version", version.to_string()),
                ("kind", "community".to_owned()),
                ("name_zh", "走过".to_owned()),
                ("phone", "021-55500120".to_owned()),
            ]
        }
        "/admin/estate/areas" => {
            let (id, version) = sql!(
                &mut tx,
                one as (i64, i64),
                "select id, version from area where community_id = $1",
                community
            )
            .unwrap();
            vec![
                ("act", "save".to_owned()),
                ("id", id.to_string()),
                ("version", version.to_string()),
                ("name_zh", "走过".to_owned()),
            ]
        }
        "/admin/estate/plan" => {
            let building = world.here.buildings[0].id;
            let (version,) = sql!(
                &mut tx,
                one as (i64,),
                "select version from building where id = $1",
                building.get()
            )
            .unwrap();
            vec![
                ("act", "down".to_owned()),
                ("which", format!("b{building}")),
                ("version", version.to_string()),
            ]
        }
        "/admin/services" => {
            let id = world.here.property.get();
            let (version,) = sql!(
                &mut tx,
                one as (i64,),
                "select version from service_org where id = $1",
                id
            )
            .unwrap();
            vec![
                ("act", "save".to_owned()),
                ("id", id.to_string()),
                ("version", version.to_string()),
                ("kind", "property".to_owned()),
                ("name", "走过物业".to_owned()),
                ("phone", "021-55500166".to_owned()),
            ]
        }
        _ => return None,
    };
    let key = format!("walk-{key}-{}", path.replace(['/', '{', '}'], "-"));
    form.push(("request_key", key));
    Some(form)
}
