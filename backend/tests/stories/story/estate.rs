//! A small community, written straight into the tables.

use backend::db::Tx;
use backend::sql;
use domain::id::{
    AreaId, BuildingId, CategoryId, CommunityId, FloorId, OrgNodeId, ServiceOrgId, UnitId,
};
use domain::instant::Instant;

const OPENED: &str = "2020-01-01";

/// What a story knows of a community.
#[derive(Clone)]
pub struct Estate {
    /// Its id.
    pub id: CommunityId,
    /// Where it answers.
    pub origin: String,
    /// Its node in the organisation tree.
    pub node: OrgNodeId,
    /// 1号楼 and 2号楼.
    pub buildings: Vec<Building>,
    /// 中心花园.
    pub area: AreaId,
    /// 垃圾死角, 楼道灯不亮, 其他.
    pub categories: Vec<CategoryId>,
    /// The property company (物业).
    pub property: ServiceOrgId,
    /// The residents' committee (居委会).
    pub committee: ServiceOrgId,
}

/// A building of two units and four floors, a basement among them.
#[derive(Clone)]
pub struct Building {
    /// Its id.
    pub id: BuildingId,
    /// Its node in the organisation tree.
    pub node: OrgNodeId,
    /// 1单元 and 2单元.
    pub units: Vec<UnitId>,
    /// From the top to the basement.
    pub floors: Vec<FloorId>,
}

/// A node with its path.
struct Node {
    id: i64,
    path: String,
}

impl Estate {
    /// Makes a community with its subdistrict above it.
    pub async fn make(tx: &mut Tx, now: Instant, name: &str, origin: &str, zone: &str) -> Self {
        let (id,) = sql!(
            tx,
            one as (i64,),
            "insert into community (name, host, zone, created_at) values ($1, $2, $3, $4)
             returning id",
            name,
            origin,
            zone,
            now.millis(),
        )
        .expect("the community is kept");
        let above = node(tx, None, None, "subdistrict", "青云街道").await;
        let own = node(tx, Some(id), Some(&above), "community", name).await;
        let mut buildings = Vec::new();
        for number in 1..=2 {
            buildings.push(building(tx, id, &own, number).await);
        }
        let (area,) = sql!(
            tx,
            one as (i64,),
            "insert into area (community_id, name_zh, name_en, sort)
             values ($1, '中心花园', 'Central garden', 1) returning id",
            id,
        )
        .expect("the area is kept");
        let mut categories = Vec::new();
        for (sort, picture, zh, en) in [
            (1, "rubbish", "垃圾死角", "Rubbish corner"),
            (2, "lamp", "楼道灯不亮", "Stairwell lamp out"),
            (3, "other", "其他", "Something else"),
        ] {
            categories.push(category(tx, id, sort, picture, zh, en).await);
        }
        backend::patrol::kind::offer_shipped(tx, CommunityId::new(id))
            .await
            .expect("the kinds of patrols are kept");
        let property = service_org(tx, id, "property", "翠园物业", 1).await;
        let committee = service_org(tx, id, "committee", "居民委员会", 2).await;
        for (sort, kind, zh, en, phone) in [
            (1, "emergency", "报警", "Police", "110"),
            (
                2,
                "community",
                "居委会",
                "Residents' committee",
                "021-55501234",
            ),
        ] {
            sql!(
                tx,
                execute,
                "insert into contact (community_id, kind, name_zh, name_en, phone, sort)
                 values ($1, $2, $3, $4, $5, $6)",
                id,
                kind,
                zh,
                en,
                phone,
                sort,
            )
            .expect("the number is kept");
        }
        Self {
            id: CommunityId::new(id),
            origin: origin.to_owned(),
            node: OrgNodeId::new(own.id),
            buildings,
            area: AreaId::new(area),
            categories,
            property,
            committee,
        }
    }
}

async fn node(
    tx: &mut Tx,
    community: Option<i64>,
    parent: Option<&Node>,
    kind: &str,
    name: &str,
) -> Node {
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into org_node (community_id, parent_id, kind, name, opened_on)
         values ($1, $2, $3, $4, $5) returning id",
        community,
        parent.map(|node| node.id),
        kind,
        name,
        OPENED,
    )
    .expect("the node is kept");
    let path = format!("{}{id}/", parent.map_or("/", |node| &node.path));
    sql!(
        tx,
        execute,
        "update org_node set path = $2 where id = $1",
        id,
        &path
    )
    .expect("the path is kept");
    Node { id, path }
}

async fn building(tx: &mut Tx, community: i64, above: &Node, number: i64) -> Building {
    let name = format!("{number}号楼");
    let node = node(tx, Some(community), Some(above), "building", &name).await;
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into building (community_id, node_id, name, sort) values ($1, $2, $3, $4)
         returning id",
        community,
        node.id,
        name,
        number,
    )
    .expect("the building is kept");
    let mut units = Vec::new();
    for sort in 1..=2_i64 {
        let (unit,) = sql!(
            tx,
            one as (i64,),
            "insert into unit (building_id, name, sort) values ($1, $2, $3) returning id",
            id,
            format!("{sort}单元"),
            sort,
        )
        .expect("the unit is kept");
        units.push(UnitId::new(unit));
    }
    let mut floors = Vec::new();
    for level in [3_i64, 2, 1, -1] {
        let name = if level < 0 {
            "地下室".to_owned()
        } else {
            format!("{level}层")
        };
        let (floor,) = sql!(
            tx,
            one as (i64,),
            "insert into floor (building_id, level, name) values ($1, $2, $3) returning id",
            id,
            level,
            name,
        )
        .expect("the floor is kept");
        floors.push(FloorId::new(floor));
    }
    Building {
        id: BuildingId::new(id),
        node: OrgNodeId::new(node.id),
        units,
        floors,
    }
}

async fn category(
    tx: &mut Tx,
    community: i64,
    sort: i64,
    picture: &str,
    zh: &str,
    en: &str,
) -> CategoryId {
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into category (community_id, picture, name_zh, name_en, sort)
         values ($1, $2, $3, $4, $5) returning id",
        community,
        picture,
        zh,
        en,
        sort,
    )
    .expect("the category is kept");
    CategoryId::new(id)
}

async fn service_org(
    tx: &mut Tx,
    community: i64,
    kind: &str,
    name: &str,
    sort: i64,
) -> ServiceOrgId {
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into service_org (community_id, kind, name, sort) values ($1, $2, $3, $4)
         returning id",
        community,
        kind,
        name,
        sort,
    )
    .expect("the organisation is kept");
    ServiceOrgId::new(id)
}
