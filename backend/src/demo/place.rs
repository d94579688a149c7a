//! The invented estate: organisation tree, buildings, areas, telephone numbers, categories.

mod given;

use domain::drawing::Block;
use domain::id::CommunityId;
use domain::instant::{Instant, Zone};

use super::{DAY_MILLIS, NAME, ZONE};
use crate::db::Tx;
use crate::error::Error;
use crate::{category, community, sql};
use given::{AREAS, CONTACTS};

/// One building before it is written down: units, highest floor, basement, roof.
struct Plan {
    units: i64,
    top: i64,
    basement: bool,
    roof: bool,
    /// On the drawn plan.
    at: Block,
}

const fn plan(units: i64, top: i64, basement: bool, roof: bool, at: [i64; 4]) -> Plan {
    let [x, y, width, height] = at;
    Plan {
        units,
        top,
        basement,
        roof,
        at: Block {
            x,
            y,
            width,
            height,
        },
    }
}

/// 1号楼 to 12号楼: long rows that look south round the garden, towers along the street in the east.
const BUILDINGS: [Plan; 12] = [
    plan(3, 6, false, true, [12, 12, 78, 36]),
    plan(3, 6, false, true, [98, 12, 78, 36]),
    plan(4, 6, false, true, [184, 12, 92, 36]),
    plan(2, 11, true, true, [12, 118, 72, 42]),
    plan(2, 11, true, true, [92, 118, 72, 42]),
    plan(3, 7, false, false, [12, 178, 78, 36]),
    plan(3, 7, false, false, [98, 178, 78, 36]),
    plan(2, 18, true, true, [288, 12, 62, 56]),
    plan(4, 6, false, true, [98, 232, 104, 40]),
    plan(2, 18, true, true, [288, 122, 62, 56]),
    plan(3, 9, true, false, [184, 178, 92, 36]),
    plan(2, 14, true, true, [288, 192, 62, 56]),
];

/// How many buildings a grid has.
const IN_A_GRID: usize = 4;

/// A building as the other parts of the demo need it.
pub struct Building {
    pub id: i64,
    /// Its node in the organisation tree.
    pub node: i64,
    pub units: Vec<i64>,
    /// Level and id, from the ground up.
    pub floors: Vec<(i64, i64)>,
    /// The highest floor that people live on.
    pub top: i64,
}

/// What was built.
pub struct Estate {
    pub community: CommunityId,
    pub community_path: String,
    pub subdistrict_node: i64,
    pub community_node: i64,
    pub buildings: Vec<Building>,
    /// In the order of `AREAS`.
    pub areas: Vec<i64>,
    /// In the order of `category::SHIPPED`.
    pub categories: Vec<i64>,
    pub committee: i64,
    pub property: i64,
    pub crew: i64,
}

impl Estate {
    /// The category with a picture; the last one when there is none.
    pub fn category(&self, picture: &str) -> i64 {
        let at = category::SHIPPED
            .iter()
            .position(|(key, _, _)| *key == picture);
        self.categories[at.unwrap_or(category::SHIPPED.len() - 1)]
    }
}

/// Writes the community and everything that stands still.
pub async fn build(tx: &mut Tx, now: Instant, zone: &Zone) -> Result<Estate, Error> {
    let long_ago = Instant::from_millis(now.millis() - 1500 * DAY_MILLIS);
    let opened = zone.date_of(long_ago).to_string();
    let (community,) = sql!(
        tx,
        one as (i64,),
        "insert into community (name, zone, is_demo, created_at) values ($1, $2, 1, $3) returning id",
        NAME,
        ZONE,
        long_ago.millis(),
    )?;
    let top = Node {
        id: None,
        path: "/".to_owned(),
        community: None,
    };
    let subdistrict = node(tx, &top, "subdistrict", "清河街道", &opened, 1).await?;
    let owned = Node {
        community: Some(community),
        ..subdistrict.clone()
    };
    let home = node(tx, &owned, "community", NAME, &opened, 1).await?;
    let buildings = buildings(tx, community, &home, &opened).await?;

    let mut areas = Vec::new();
    for (sort, (zh, en, [x, y, width, height])) in (1_i64..).zip(AREAS) {
        let (id,) = sql!(
            tx, one as (i64,),
            "insert into area (community_id, name_zh, name_en, sort, plan_x, plan_y, plan_width, plan_height)
             values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
            community, zh, en, sort, x, y, width, height,
        )?;
        areas.push(id);
    }
    community::add_emergency_numbers(tx, CommunityId::new(community)).await?;
    let first = i64::try_from(community::EMERGENCY.len()).unwrap_or(0) + 1;
    for (sort, (kind, zh, en, phone, hours_zh, hours_en)) in (first..).zip(CONTACTS) {
        sql!(
            tx, execute,
            "insert into contact (community_id, kind, name_zh, name_en, phone, hours_zh, hours_en, sort)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            community, kind, zh, en, phone, hours_zh, hours_en, sort,
        )?;
    }
    let categories = category::offer_shipped(tx, CommunityId::new(community)).await?;
    crate::patrol::kind::offer_shipped(tx, CommunityId::new(community)).await?;
    let property = service(tx, community, "property", "翠园物业", "021-55500166", 1).await?;
    let committee = service(
        tx,
        community,
        "committee",
        "翠园社区居委会",
        "021-55500120",
        2,
    )
    .await?;
    let crew = service(tx, community, "crew", "绿化保洁班", "021-55500167", 3).await?;
    Ok(Estate {
        community: CommunityId::new(community),
        community_path: home.path.clone(),
        subdistrict_node: subdistrict.id.unwrap_or_default(),
        community_node: home.id.unwrap_or_default(),
        buildings,
        areas,
        categories,
        committee,
        property,
        crew,
    })
}

/// A node of the organisation tree that others hang below.
#[derive(Clone)]
struct Node {
    id: Option<i64>,
    path: String,
    community: Option<i64>,
}

async fn node(
    tx: &mut Tx,
    above: &Node,
    kind: &str,
    name: &str,
    opened: &str,
    sort: i64,
) -> Result<Node, Error> {
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into org_node (community_id, parent_id, kind, name, opened_on, sort)
         values ($1, $2, $3, $4, $5, $6) returning id",
        above.community,
        above.id,
        kind,
        name,
        opened,
        sort,
    )?;
    let path = format!("{}{id}/", above.path);
    sql!(
        tx,
        execute,
        "update org_node set path = $2 where id = $1",
        id,
        &path
    )?;
    Ok(Node {
        id: Some(id),
        path,
        community: above.community,
    })
}

async fn service(
    tx: &mut Tx,
    community: i64,
    kind: &str,
    name: &str,
    phone: &str,
    sort: i64,
) -> Result<i64, Error> {
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into service_org (community_id, kind, name, phone, sort)
         values ($1, $2, $3, $4, $5) returning id",
        community,
        kind,
        name,
        phone,
        sort,
    )?;
    Ok(id)
}

async fn buildings(
    tx: &mut Tx,
    community: i64,
    home: &Node,
    opened: &str,
) -> Result<Vec<Building>, Error> {
    let mut grids = Vec::new();
    for (sort, name) in (1_i64..).zip(["第一网格", "第二网格", "第三网格"]) {
        grids.push(node(tx, home, "grid", name, opened, sort).await?);
    }
    let mut built = Vec::new();
    for (nth, plan) in BUILDINGS.iter().enumerate() {
        let sort = i64::try_from(nth + 1).unwrap_or(i64::MAX);
        let name = format!("{sort}号楼");
        let node = node(tx, &grids[nth / IN_A_GRID], "building", &name, opened, sort).await?;
        let node = node.id.unwrap_or_default();
        let (id,) = sql!(
            tx,
            one as (i64,),
            "insert into building
                 (community_id, node_id, name, sort, plan_x, plan_y, plan_width, plan_height)
             values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
            community,
            node,
            &name,
            sort,
            plan.at.x,
            plan.at.y,
            plan.at.width,
            plan.at.height,
        )?;
        let units = units(tx, id, plan).await?;
        let floors = floors(tx, id, plan).await?;
        built.push(Building {
            id,
            node,
            units,
            floors,
            top: plan.top,
        });
    }
    Ok(built)
}

async fn units(tx: &mut Tx, building: i64, plan: &Plan) -> Result<Vec<i64>, Error> {
    let mut units = Vec::new();
    for sort in 1..=plan.units {
        let (id,) = sql!(
            tx,
            one as (i64,),
            "insert into unit (building_id, name, sort) values ($1, $2, $3) returning id",
            building,
            format!("{sort}单元"),
            sort,
        )?;
        units.push(id);
    }
    Ok(units)
}

async fn floors(tx: &mut Tx, building: i64, plan: &Plan) -> Result<Vec<(i64, i64)>, Error> {
    let mut levels = Vec::new();
    if plan.basement {
        levels.push((-1, "B1".to_owned()));
    }
    levels.extend((1..=plan.top).map(|level| (level, format!("{level}层"))));
    if plan.roof {
        levels.push((plan.top + 1, "顶层".to_owned()));
    }
    let mut floors = Vec::new();
    for (level, name) in levels {
        let (id,) = sql!(
            tx,
            one as (i64,),
            "insert into floor (building_id, level, name) values ($1, $2, $3) returning id",
            building,
            level,
            &name,
        )?;
        floors.push((level, id));
    }
    Ok(floors)
}
