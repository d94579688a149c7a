//! The organisation: a tree from the subdistrict to the hub household, whose nodes are closed and
//! never removed, and beside it the map of who serves (P1).

pub mod tree;

use domain::id::OrgNodeId;

use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::sql;

/// A node as others hang below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its id.
    pub id: OrgNodeId,
    /// `subdistrict`, `community`, `grid`, `building`, `unit` or `household`.
    pub kind: String,
    /// `第一网格`.
    pub name: String,
    /// `/1/4/9/`: its ancestors and itself.
    pub path: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    kind: String,
    name: String,
    path: String,
}

impl From<Row> for Node {
    fn from(row: Row) -> Self {
        Self {
            id: OrgNodeId::new(row.id),
            kind: row.kind,
            name: row.name,
            path: row.path,
        }
    }
}

/// The community's open grids, in order.
///
/// # Errors
/// When the store fails.
pub async fn grids(db: &mut impl Connection, ctx: &Context) -> Result<Vec<Node>, Error> {
    Ok(sql!(
        db,
        all as Row,
        "select id, kind, name, path from org_node
         where community_id = $1 and kind = 'grid' and (closed_on is null or closed_on > $2)
         order by sort, id",
        ctx.community.id.get(),
        today(ctx),
    )?
    .into_iter()
    .map(Node::from)
    .collect())
}

/// A node of this community.
pub(crate) async fn find(
    db: &mut impl Connection,
    ctx: &Context,
    id: OrgNodeId,
) -> Result<Node, Error> {
    sql!(
        db,
        optional as Row,
        "select id, kind, name, path from org_node where id = $1 and community_id = $2",
        id.get(),
        ctx.community.id.get(),
    )?
    .map(Node::from)
    .ok_or(Error::NotFound)
}

/// Today on the community's calendar, as it is stored.
pub(crate) fn today(ctx: &Context) -> String {
    ctx.community.zone.date_of(ctx.now).to_string()
}

/// The open grid of that id, or the community's own node.
pub(crate) async fn under(
    db: &mut impl Connection,
    ctx: &Context,
    id: Option<OrgNodeId>,
) -> Result<Node, Error> {
    let found = match id {
        Some(id) => sql!(
            db,
            optional as Row,
            "select id, kind, name, path from org_node
             where id = $1 and community_id = $2 and kind = 'grid'
                   and (closed_on is null or closed_on > $3)",
            id.get(),
            ctx.community.id.get(),
            today(ctx),
        )?,
        None => sql!(
            db,
            optional as Row,
            "select id, kind, name, path from org_node
             where community_id = $1 and kind = 'community'",
            ctx.community.id.get(),
        )?,
    };
    found.map(Node::from).ok_or(Error::NotFound)
}

/// Writes a node below another.
pub(crate) async fn insert(
    tx: &mut Tx,
    ctx: &Context,
    under: &Node,
    kind: &str,
    name: &str,
    sort: i64,
) -> Result<Node, Error> {
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into org_node (community_id, parent_id, kind, name, opened_on, sort)
         values ($1, $2, $3, $4, $5, $6) returning id",
        ctx.community.id.get(),
        under.id.get(),
        kind,
        name,
        today(ctx),
        sort,
    )?;
    let path = format!("{}{id}/", under.path);
    sql!(
        tx,
        execute,
        "update org_node set path = $2 where id = $1",
        id,
        &path,
    )?;
    Ok(Node {
        id: OrgNodeId::new(id),
        kind: kind.to_owned(),
        name: name.to_owned(),
        path,
    })
}
