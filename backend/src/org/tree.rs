//! The tree as staff keep it: grids are added, renamed and closed, buildings move between them, and
//! the rights of whoever holds a post there move along (P1, P12).

use std::collections::BTreeMap;

use domain::audit::Deed;
use domain::id::OrgNodeId;
use domain::instant::LocalDate;
use domain::permission::{Permission, Post};
use domain::problem::{Problem, Problems};
use domain::request_key::RequestKey;
use domain::words::Line;
use serde_json::json;

use super::{find, insert, under};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::{community, request_key, sql};

/// The use cases' names among the request keys.
const ADD: &str = "org_add";
const CHANGE: &str = "org_change";

/// A node where it stands in the tree.
#[derive(Debug, Clone)]
pub struct Branch {
    /// Its id.
    pub id: OrgNodeId,
    /// `subdistrict`, `community`, `grid`, `building`, `unit` or `household`.
    pub kind: String,
    /// `第一网格`.
    pub name: String,
    /// How far from the root of what is shown.
    pub depth: usize,
    /// What it hangs under.
    pub parent: Option<OrgNodeId>,
    /// From which day it is closed.
    pub closed_on: Option<LocalDate>,
    /// Raised by every change.
    pub version: i64,
    /// Who holds a post here now: public posts, never a member list.
    pub holders: Vec<Holder>,
}

/// Somebody with a post on a node.
#[derive(Debug, Clone)]
pub struct Holder {
    /// What the person is called.
    pub name: String,
    /// Which post.
    pub post: Post,
    /// When it ends.
    pub until: Option<domain::instant::Instant>,
}

/// What a form about a node holds.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The form's key.
    pub request_key: String,
    /// Of the node that is changed.
    pub version: i64,
    /// `rename`, `move`, `close`, `reopen`.
    pub act: String,
    /// A grid's name.
    pub name: String,
    /// The grid that a building moves into; empty is the community.
    pub grid: String,
    /// From which day it is closed.
    pub closed_from: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    parent_id: Option<i64>,
    kind: String,
    name: String,
    closed_on: Option<String>,
    version: i64,
}

/// The whole tree from the subdistrict down, in the order in which it is read.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn tree(ctx: &Context) -> Result<Vec<Branch>, Error> {
    ctx.require(Permission::ManageEstate)?;
    let mut read = ctx.db().read().await?;
    let rows = sql!(
        &mut read,
        all as Row,
        "select id, parent_id, kind, name, closed_on, version from org_node
         where community_id = $1
               or (kind = 'subdistrict' and $2 like path || '%')
         order by sort, id",
        ctx.community.id.get(),
        &ctx.community.path,
    )?;
    let mut holders = holders(&mut read, ctx).await?;
    let known: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut below: BTreeMap<Option<i64>, Vec<Row>> = BTreeMap::new();
    for row in rows {
        let parent = row.parent_id.filter(|parent| known.contains(parent));
        below.entry(parent).or_default().push(row);
    }
    let mut branches = Vec::new();
    let mut open: Vec<(usize, Row)> = below
        .remove(&None)
        .unwrap_or_default()
        .into_iter()
        .rev()
        .map(|row| (0, row))
        .collect();
    while let Some((depth, row)) = open.pop() {
        let children = below.remove(&Some(row.id)).unwrap_or_default();
        open.extend(children.into_iter().rev().map(|row| (depth + 1, row)));
        branches.push(Branch {
            id: OrgNodeId::new(row.id),
            kind: row.kind,
            name: row.name,
            depth,
            parent: row.parent_id.map(OrgNodeId::new),
            closed_on: row.closed_on.and_then(|day| day.parse().ok()),
            version: row.version,
            holders: holders.remove(&row.id).unwrap_or_default(),
        });
    }
    Ok(branches)
}

/// Whether the person's right reaches a node.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn reach(ctx: &Context, id: OrgNodeId) -> Result<(), Error> {
    ctx.require(Permission::ManageEstate)?;
    let mut read = ctx.db().read().await?;
    let node = find(&mut read, ctx, id).await?;
    ctx.require_at(Permission::ManageEstate, &node.path)
        .map(|_| ())
}

async fn holders(
    db: &mut impl Connection,
    ctx: &Context,
) -> Result<BTreeMap<i64, Vec<Holder>>, Error> {
    let mut holders: BTreeMap<i64, Vec<Holder>> = BTreeMap::new();
    for (node, name, post, until) in sql!(
        db,
        all as (i64, String, String, Option<i64>),
        "select h.node_id, p.name, h.post, h.valid_until
         from post_holding h
         join person p on p.id = h.person_id
         join org_node n on n.id = h.node_id
         where n.community_id = $1 and h.valid_from <= $2
               and (h.valid_until is null or h.valid_until > $2)
         order by h.id",
        ctx.community.id.get(),
        ctx.now.millis(),
    )? {
        if let Some(post) = Post::parse(&post) {
            holders.entry(node).or_default().push(Holder {
                name,
                post,
                until: until.map(domain::instant::Instant::from_millis),
            });
        }
    }
    Ok(holders)
}

/// Adds a grid below the community. The same form sent again adds nothing.
///
/// # Errors
/// `SignIn`, `Denied`, `Invalid` at `name`, or when the store fails.
pub async fn add_grid(ctx: &Context, draft: Draft) -> Result<OrgNodeId, Error> {
    ctx.require(Permission::ManageEstate)?;
    let mut problems = Problems::new();
    let key = problems.take("request_key", RequestKey::parse(&draft.request_key));
    let name = problems.take("name", Line::<20>::parse(&draft.name));
    let (Some(key), Some(name)) = (key, name) else {
        return Err(problems.into());
    };
    // A new grid may take buildings at once: where it hangs is chosen from what is here.
    let above = parent(ctx, &draft.grid).await?;
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;

    let mut tx = ctx.db().write().await?;
    if let Some(id) = request_key::answered(&mut tx, ctx, ADD, &key).await? {
        return id
            .parse()
            .map_err(|_| Error::Unexpected("a kept answer is no node"));
    }
    tx.lock(Lock::Estate(ctx.community.id)).await?;
    if is_taken(&mut tx, ctx, name.as_str(), 0).await? {
        return Err(Error::at("name", Problem::Taken));
    }
    let community = under(&mut tx, ctx, above).await?;
    let (sort,) = sql!(
        &mut tx,
        one as (i64,),
        "select coalesce(max(sort), 0) + 1 from org_node where community_id = $1 and kind = 'grid'",
        ctx.community.id.get(),
    )?;
    let node = insert(&mut tx, ctx, &community, "grid", name.as_str(), sort).await?;
    let entry = Entry::new(Deed::NodeAdded, format!("node/{}", node.id))
        .became(json!({ "kind": "grid", "name": name.as_str() }));
    audit::record(&mut tx, ctx, entry).await?;
    request_key::answer(&mut tx, ctx, ADD, &key, &node.id.to_string()).await?;
    tx.commit().await?;
    Ok(node.id)
}

/// The grid of that id, or none for the community.
async fn parent(ctx: &Context, chosen: &str) -> Result<Option<OrgNodeId>, Error> {
    if chosen.is_empty() {
        return Ok(None);
    }
    let mut read = ctx.db().read().await?;
    let grids = super::grids(&mut read, ctx).await?;
    let found = grids.iter().find(|grid| grid.id.to_string() == chosen);
    found
        .map(|grid| Some(grid.id))
        .ok_or(Error::at("grid", Problem::NotAChoice))
}

async fn is_taken(tx: &mut Tx, ctx: &Context, name: &str, but: i64) -> Result<bool, Error> {
    let found = sql!(
        tx,
        optional as (i64,),
        "select id from org_node
         where community_id = $1 and kind = 'grid' and name = $2 and id <> $3 limit 1",
        ctx.community.id.get(),
        name,
        but,
    )?;
    Ok(found.is_some())
}

/// Renames, moves, closes or opens a node of that version. The same form sent again changes nothing.
///
/// # Errors
/// `SignIn`, `Denied` when the rights do not reach the old place and the new one, `NotFound`,
/// `Invalid` with the field at fault, `Changed`, or when the store fails.
pub async fn change(ctx: &Context, id: OrgNodeId, draft: Draft) -> Result<(), Error> {
    ctx.require(Permission::ManageEstate)?;
    let node = {
        let mut read = ctx.db().read().await?;
        find(&mut read, ctx, id).await?
    };
    ctx.require_at(Permission::ManageEstate, &node.path)?;
    let key = RequestKey::parse(&draft.request_key)
        .map_err(|problem| Error::at("request_key", problem))?;
    let into = parent(ctx, &draft.grid).await?;

    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, CHANGE, &key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    tx.lock(Lock::Estate(ctx.community.id)).await?;
    let node = find(&mut tx, ctx, id).await?;
    let raised = sql!(
        &mut tx,
        execute,
        "update org_node set version = version + 1
         where id = $1 and community_id = $2 and version = $3",
        id.get(),
        ctx.community.id.get(),
        draft.version,
    )?;
    if raised == 0 {
        return Err(Error::Changed);
    }
    let subject = format!("node/{id}");
    let entry = match (draft.act.as_str(), node.kind.as_str()) {
        ("rename", "grid") => {
            let name =
                Line::<20>::parse(&draft.name).map_err(|problem| Error::at("name", problem))?;
            if is_taken(&mut tx, ctx, name.as_str(), id.get()).await? {
                return Err(Error::at("name", Problem::Taken));
            }
            sql!(
                &mut tx,
                execute,
                "update org_node set name = $3 where id = $1 and community_id = $2",
                id.get(),
                ctx.community.id.get(),
                name.as_str(),
            )?;
            Entry::new(Deed::NodeChanged, subject)
                .was(json!({ "name": node.name }))
                .became(json!({ "name": name.as_str() }))
        }
        ("move", "building") => {
            let to = under(&mut tx, ctx, into).await?;
            ctx.require_at(Permission::ManageEstate, &to.path)?;
            relocate(&mut tx, ctx, &node, &to).await?;
            Entry::new(Deed::NodeMoved, subject)
                .was(json!({ "path": node.path }))
                .became(json!({ "under": to.id, "name": to.name }))
        }
        ("close", "grid" | "household") => {
            let from = LocalDate::parse(&draft.closed_from)
                .map_err(|problem| Error::at("closed_from", problem))?;
            close(&mut tx, ctx, id, from).await?;
            Entry::new(Deed::NodeClosed, subject).became(json!({ "closed_on": from.to_string() }))
        }
        ("reopen", "grid" | "household") => {
            sql!(
                &mut tx,
                execute,
                "update org_node set closed_on = null where id = $1 and community_id = $2",
                id.get(),
                ctx.community.id.get(),
            )?;
            Entry::new(Deed::NodeClosed, subject).became(json!({ "closed_on": null }))
        }
        _ => return Err(Error::at("act", Problem::NotAChoice)),
    };
    audit::record(&mut tx, ctx, entry).await?;
    community::public_changed(&mut tx, ctx).await?;
    tx.commit().await?;
    Ok(())
}

/// Hangs a node under another: its path and those of everything beneath it change together, and with
/// them the reach of every post held there.
async fn relocate(
    tx: &mut Tx,
    ctx: &Context,
    node: &super::Node,
    to: &super::Node,
) -> Result<(), Error> {
    let path = format!("{}{}/", to.path, node.id);
    sql!(
        tx,
        execute,
        "update org_node set parent_id = $3 where id = $1 and community_id = $2",
        node.id.get(),
        ctx.community.id.get(),
        to.id.get(),
    )?;
    let length = i64::try_from(node.path.len()).unwrap_or_default() + 1;
    sql!(
        tx,
        execute,
        { sqlite: "update org_node set path = $3 || substr(path, $4)
                   where community_id = $1 and path like $2 || '%'",
          postgres: "update org_node set path = $3 || substr(path, cast($4 as int))
                   where community_id = $1 and path like $2 || '%'" },
        ctx.community.id.get(),
        &node.path,
        path,
        length,
    )?;
    Ok(())
}

/// A node with something open beneath it is not closed; none is ever removed.
async fn close(tx: &mut Tx, ctx: &Context, id: OrgNodeId, from: LocalDate) -> Result<(), Error> {
    let open = sql!(
        tx,
        optional as (i64,),
        "select id from org_node
         where parent_id = $1 and community_id = $2 and (closed_on is null or closed_on > $3)
         limit 1",
        id.get(),
        ctx.community.id.get(),
        from.to_string(),
    )?;
    if open.is_some() {
        return Err(Error::at("closed_from", Problem::InUse));
    }
    sql!(
        tx,
        execute,
        "update org_node set closed_on = $3 where id = $1 and community_id = $2",
        id.get(),
        ctx.community.id.get(),
        from.to_string(),
    )?;
    Ok(())
}
