//! The table of posts held.

use domain::id::{HoldingId, OrgNodeId, PersonId, ServiceOrgId};
use domain::instant::Instant;
use domain::permission::Post;
use domain::post::NewHolding;
use domain::telephone::Telephone;

use super::{Holding, Place, may_give};
use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::sql;

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: i64,
    person_id: i64,
    person_name: String,
    post: String,
    place: String,
    path: String,
    service_org_id: Option<i64>,
    org: Option<String>,
    valid_from: i64,
    valid_until: Option<i64>,
    telephone: Option<String>,
    reason: String,
    version: i64,
}

impl Row {
    pub(super) fn holding(self) -> Option<Holding> {
        Some(Holding {
            id: HoldingId::new(self.id),
            person: PersonId::new(self.person_id),
            name: self.person_name,
            post: Post::parse(&self.post)?,
            place: self.place,
            path: self.path,
            org: self.service_org_id.map(ServiceOrgId::new).zip(self.org),
            from: Instant::from_millis(self.valid_from),
            until: self.valid_until.map(Instant::from_millis),
            telephone: self
                .telephone
                .and_then(|number| Telephone::parse(&number).ok()),
            reason: self.reason,
            version: self.version,
        })
    }
}

/// What a holding is read from, with the node that it is held on: one of this community, or one
/// above it.
pub(super) const COLUMNS: &str = "select h.id, h.person_id, p.name as person_name, h.post,
        n.name as place, n.path, h.service_org_id, o.name as org, h.valid_from, h.valid_until,
        h.telephone, h.reason, h.version
     from post_holding h
     join person p on p.id = h.person_id
     join org_node n on n.id = h.node_id
     left join service_org o on o.id = h.service_org_id";

/// A holding that touches this community.
pub async fn find(
    db: &mut impl Connection,
    ctx: &Context,
    id: HoldingId,
) -> Result<Option<Holding>, Error> {
    let mut statement = crate::filter::Statement::new(COLUMNS);
    statement.number("where h.id = ?", id.get());
    touching(&mut statement, ctx);
    let rows = statement.all::<Row>(db).await?;
    Ok(rows.into_iter().find_map(Row::holding))
}

/// Whoever holds a post here is of this community or of none, on a node of it or above it (rule P3).
pub(super) fn touching(statement: &mut crate::filter::Statement, ctx: &Context) {
    statement
        .number(
            "and (p.community_id = ? or p.community_id is null)",
            ctx.community.id.get(),
        )
        .number("and (n.community_id = ?", ctx.community.id.get())
        .text(
            "or (n.community_id is null and substr(?, 1, length(n.path)) = n.path))",
            ctx.community.path.clone(),
        );
}

/// All of a person's, what is over last.
pub async fn of_person(
    db: &mut impl Connection,
    ctx: &Context,
    person: PersonId,
) -> Result<Vec<Holding>, Error> {
    let mut statement = crate::filter::Statement::new(COLUMNS);
    statement.number("where h.person_id = ?", person.get());
    touching(&mut statement, ctx);
    statement.number(
        "order by case when h.valid_until is null or h.valid_until > ? then 0 else 1 end, h.id desc",
        ctx.now.millis(),
    );
    let rows = statement.all::<Row>(db).await?;
    Ok(rows.into_iter().filter_map(Row::holding).collect())
}

/// The open nodes on which who asks may give something, the highest first.
pub async fn places(db: &mut impl Connection, ctx: &Context) -> Result<Vec<Place>, Error> {
    let rows = sql!(
        db,
        all as (i64, String, String, String),
        "select n.id, n.kind, n.name, n.path from org_node n
         where (n.community_id = $1 and n.kind in ('community', 'grid', 'building', 'unit')
                or n.community_id is null and n.kind = 'subdistrict'
                   and substr($2, 1, length(n.path)) = n.path)
           and (n.closed_on is null or n.closed_on > $3)
         order by n.sort, n.id",
        ctx.community.id.get(),
        &ctx.community.path,
        crate::person::today(ctx),
    )?;
    let named = |path: &str| -> String {
        let mut above: Vec<_> = rows
            .iter()
            .filter(|(_, kind, _, known)| {
                !matches!(kind.as_str(), "community" | "subdistrict") && path.starts_with(known)
            })
            .collect();
        above.sort_by_key(|(.., known)| known.len());
        // A building has its name to itself; nobody says in which grid it stands.
        let building = above.iter().position(|(_, kind, ..)| kind == "building");
        let names: Vec<_> = above
            .iter()
            .skip(building.unwrap_or(0))
            .map(|(_, _, name, _)| name.as_str())
            .collect();
        names.join(" ")
    };
    let mut places: Vec<_> = rows
        .iter()
        .map(|(id, kind, name, path)| {
            let is_street = kind == "subdistrict";
            let posts = Post::ALL
                .into_iter()
                // The street's post sits above the community, everything else in it.
                .filter(|post| (*post == Post::Subdistrict) == is_street)
                .filter(|post| may_give(ctx, *post, path))
                .collect();
            let below = named(path);
            Place {
                id: OrgNodeId::new(*id),
                name: if below.is_empty() {
                    name.clone()
                } else {
                    below
                },
                path: path.clone(),
                posts,
            }
        })
        .filter(|place| !place.posts.is_empty())
        .collect();
    // Subdistrict, community, then each grid and building with what is below it, in their order.
    let order: Vec<String> = rows.iter().map(|(.., path)| path.clone()).collect();
    places.sort_by_key(|place| rank(&order, &place.path));
    Ok(places)
}

/// Where each part of a path stands among its siblings.
fn rank(order: &[String], path: &str) -> Vec<usize> {
    let mut parts: Vec<_> = order
        .iter()
        .enumerate()
        .filter(|(_, known)| path.starts_with(known.as_str()))
        .collect();
    parts.sort_by_key(|(_, known)| known.len());
    parts.into_iter().map(|(at, _)| at).collect()
}

/// Writes a post.
pub async fn insert(
    tx: &mut Tx,
    ctx: &Context,
    to: PersonId,
    giver: PersonId,
    new: &NewHolding,
) -> Result<HoldingId, Error> {
    let zone = &ctx.community.zone;
    // What begins today begins now.
    let from = new.from.first_instant(zone).max(ctx.now);
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into post_holding (person_id, post, node_id, service_org_id, valid_from,
                                   valid_until, telephone, reason, given_by, given_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id",
        to.get(),
        new.post.as_str(),
        new.node.get(),
        new.org.map(ServiceOrgId::get),
        from.millis(),
        new.until.map(|until| until.end_instant(zone).millis()),
        new.telephone.as_ref().map(Telephone::dial),
        new.reason.as_ref().map_or("", domain::words::Line::as_str),
        giver.get(),
        ctx.now.millis(),
    )?;
    Ok(HoldingId::new(id))
}

/// Writes another end.
pub async fn set_end(
    tx: &mut Tx,
    id: HoldingId,
    until: Option<Instant>,
    ended_by: Option<PersonId>,
    reason: Option<&str>,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update post_holding
         set valid_until = $2, ended_by = $3, end_reason = $4, version = version + 1
         where id = $1",
        id.get(),
        until.map(Instant::millis),
        ended_by.map(PersonId::get),
        reason.unwrap_or_default(),
    )?;
    Ok(())
}

/// Whether somebody else administers the whole community without an end, and can sign in.
pub async fn has_other_administrator(
    tx: &mut Tx,
    ctx: &Context,
    but: HoldingId,
) -> Result<bool, Error> {
    let found = sql!(
        tx,
        optional as (i64,),
        "select h.id from post_holding h
         join org_node n on n.id = h.node_id and substr($2, 1, length(n.path)) = n.path
         join account a on a.person_id = h.person_id
         where h.post = 'admin' and h.id <> $1 and h.valid_from <= $3 and h.valid_until is null
           and (a.blocked_until is null or a.blocked_until <= $3)
         limit 1",
        but.get(),
        &ctx.community.path,
        ctx.now.millis(),
    )?;
    Ok(found.is_some())
}
