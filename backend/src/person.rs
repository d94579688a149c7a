//! Persons, with or without an account: finding one, one person's page, adding one (rule P5).

mod list;

use domain::audit::Deed;
use domain::id::{PersonId, ServiceOrgId};
use domain::instant::Instant;
use domain::permission::{Permission, Post};
use domain::person::Draft;
use domain::telephone::Telephone;
use serde_json::json;

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::{request_key, sql};

pub(crate) use list::reached;
pub use list::{Line, Page, Query, With, list};

/// The use case's name among the request keys.
const ADD: &str = "person";

/// A door that a person lives behind now.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Door {
    /// Its household.
    pub household_id: i64,
    /// `3号楼`.
    pub building: String,
    /// `2单元`.
    pub unit: String,
    /// `302`.
    pub door: String,
}

impl Door {
    /// In one line.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} {} {}", self.building, self.unit, self.door)
    }
}

/// A post that a person holds, held or will hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The bundle of permissions.
    pub post: Post,
    /// The name of the node that it is held on.
    pub place: String,
    /// For whom, with people of a service organisation.
    pub org: Option<(ServiceOrgId, String)>,
    /// From when.
    pub from: Instant,
    /// Until when; `None` has no end.
    pub until: Option<Instant>,
}

impl Held {
    /// Whether it is in force at an instant.
    #[must_use]
    pub fn is_in_force(&self, now: Instant) -> bool {
        self.from <= now && self.until.is_none_or(|until| until > now)
    }

    /// Whether it is over at an instant.
    #[must_use]
    pub fn is_over(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| until <= now)
    }
}

/// One person, for staff.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The id, part of the address.
    pub id: PersonId,
    /// What the person is called.
    pub name: String,
    /// It only prints masked (rule P17).
    pub telephone: Option<Telephone>,
    /// Where the person lives now.
    pub doors: Vec<Door>,
    /// Since when there is an account, and what neighbours read there.
    pub account: Option<(Instant, String)>,
    /// Those in force or to come first, then what is over, newest first.
    pub posts: Vec<Held>,
}

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    telephone: Option<String>,
    account_since: Option<i64>,
    display_name: Option<String>,
}

#[derive(sqlx::FromRow)]
struct HeldRow {
    post: String,
    place: String,
    service_org_id: Option<i64>,
    org: Option<String>,
    valid_from: i64,
    valid_until: Option<i64>,
}

impl HeldRow {
    fn held(self) -> Option<Held> {
        Some(Held {
            post: Post::parse(&self.post)?,
            place: self.place,
            org: self.service_org_id.map(ServiceOrgId::new).zip(self.org),
            from: Instant::from_millis(self.valid_from),
            until: self.valid_until.map(Instant::from_millis),
        })
    }
}

/// A number as the table holds it, which only prints masked. What is no number is none.
fn number(kept: Option<String>) -> Option<Telephone> {
    kept.and_then(|number| Telephone::parse(&number).ok())
}

/// One person's page.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` also for another community's person (rule P3), or when the store
/// fails.
pub async fn find(ctx: &Context, id: PersonId) -> Result<Shown, Error> {
    ctx.require(Permission::SeePeople)?;
    let mut read = ctx.db().read().await?;
    let row = sql!(
        &mut read,
        optional as Row,
        "select p.name, p.telephone, a.created_at as account_since, a.display_name
         from person p left join account a on a.person_id = p.id
         where p.id = $1 and p.community_id = $2",
        id.get(),
        ctx.community.id.get(),
    )?
    .ok_or(Error::NotFound)?;
    require_at_home(&mut read, ctx, Permission::SeePeople, id).await?;
    let doors = sql!(
        &mut read,
        all as Door,
        "select h.id as household_id, b.name as building, u.name as unit, h.door
         from household_member m
         join household h on h.id = m.household_id and h.community_id = $2
         join building b on b.id = h.building_id
         join unit u on u.id = h.unit_id
         where m.person_id = $1 and (m.until is null or m.until > $3)
         order by b.sort, u.sort, h.sort, h.id",
        id.get(),
        ctx.community.id.get(),
        today(ctx),
    )?;
    let posts = sql!(
        &mut read,
        all as HeldRow,
        "select h.post, n.name as place, h.service_org_id, o.name as org, h.valid_from, h.valid_until
         from post_holding h
         join org_node n on n.id = h.node_id
         left join service_org o on o.id = h.service_org_id
         where h.person_id = $1
         order by case when h.valid_until is null or h.valid_until > $2 then 0 else 1 end, h.id desc",
        id.get(),
        ctx.now.millis(),
    )?;
    Ok(Shown {
        id,
        name: row.name,
        telephone: number(row.telephone),
        doors,
        account: row
            .account_since
            .map(Instant::from_millis)
            .zip(row.display_name),
        posts: posts.into_iter().filter_map(HeldRow::held).collect(),
    })
}

/// The community's day.
pub(crate) fn today(ctx: &Context) -> String {
    ctx.community.zone.date_of(ctx.now).to_string()
}

/// Where a person belongs: the paths of the buildings they live in now, else the community's.
///
/// # Errors
/// When the store fails.
pub async fn places(
    db: &mut impl Connection,
    ctx: &Context,
    person: PersonId,
) -> Result<Vec<String>, Error> {
    let mut paths: Vec<_> = sql!(
        db,
        all as (String,),
        "select n.path
         from household_member m
         join household h on h.id = m.household_id and h.community_id = $2
         join building b on b.id = h.building_id
         join org_node n on n.id = b.node_id
         where m.person_id = $1 and (m.until is null or m.until > $3)
         order by n.path",
        person.get(),
        ctx.community.id.get(),
        today(ctx),
    )?
    .into_iter()
    .map(|(path,)| path)
    .collect();
    if paths.is_empty() {
        paths.push(ctx.community.path.clone());
    }
    Ok(paths)
}

/// Refuses whoever does not hold a permission where a person lives (rule P12).
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn require_at_home(
    db: &mut impl Connection,
    ctx: &Context,
    permission: Permission,
    person: PersonId,
) -> Result<(), Error> {
    ctx.require(permission)?;
    let places = places(db, ctx, person).await?;
    if places.iter().any(|path| ctx.may_at(permission, path)) {
        Ok(())
    } else {
        Err(ctx.refused(permission))
    }
}

/// Writes down a person without an account; the same form sent again gives the same person
/// (rule R3).
///
/// # Errors
/// `SignIn`, `Denied`, `Invalid` with the fields at fault, or when the store fails.
pub async fn add(ctx: &Context, draft: Draft) -> Result<PersonId, Error> {
    ctx.require(Permission::AdmitResidents)?;
    if let Some(id) = request_key::answered_before(ctx, ADD, &draft.request_key).await? {
        return before(&id);
    }
    let new = draft.check()?;
    ctx.require_at(Permission::AdmitResidents, &ctx.community.path)?;

    let mut tx = ctx.db().write().await?;
    if let Some(id) = request_key::answered(&mut tx, ctx, ADD, &new.request_key).await? {
        return before(&id);
    }
    let (id,) = sql!(
        &mut tx,
        one as (i64,),
        "insert into person (community_id, name, telephone, created_at)
         values ($1, $2, $3, $4) returning id",
        ctx.community.id.get(),
        new.name.as_str(),
        new.telephone.as_ref().map(Telephone::dial),
        ctx.now.millis(),
    )?;
    let id = PersonId::new(id);
    let entry = Entry::new(Deed::PersonAdded, format!("person/{id}"))
        .whose(id)
        .became(json!({ "telephone": new.telephone.is_some() }))
        .personal(json!({ "name": new.name.as_str() }));
    audit::record(&mut tx, ctx, entry).await?;
    request_key::answer(&mut tx, ctx, ADD, &new.request_key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(id)
}

fn before(answer: &str) -> Result<PersonId, Error> {
    answer
        .parse()
        .map_err(|_| Error::Unexpected("a kept answer is no person"))
}
