//! Who serves the estate: the second map beside the organisation (rule P1). An organisation is never
//! deleted, only closed from a day, because reports and posts name it.

use std::collections::BTreeMap;

use domain::audit::Deed;
use domain::id::ServiceOrgId;
use domain::instant::LocalDate;
use domain::order::{Step, stepped};
use domain::permission::Permission;
use domain::problem::Problem;
use domain::request_key::RequestKey;
use domain::service::{Draft, Kind, NewService};
use serde_json::{Value, json};

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::{community, request_key, sql};

/// The use cases' names among the request keys.
const SAVE: &str = "service";
const MOVE: &str = "service_move";

/// An organisation as staff see it.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its id.
    pub id: ServiceOrgId,
    /// Raised by every change of it.
    pub version: i64,
    /// From which day it serves no more.
    pub closed_on: Option<LocalDate>,
    /// What it says.
    pub said: NewService,
    /// Who works for it here, by the posts they hold now.
    pub people: Vec<String>,
}

impl Service {
    /// Whether it serves on a day.
    #[must_use]
    pub fn serves(&self, day: LocalDate) -> bool {
        self.closed_on.is_none_or(|closed| day < closed)
    }
}

/// What everybody reads of an organisation with a number.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Public {
    /// Its name.
    pub name: String,
    /// Its number, public by rule P17.
    pub phone: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    version: i64,
    kind: String,
    name: String,
    phone: String,
    closed_on: Option<String>,
}

fn service(row: Row) -> Result<Service, Error> {
    let kind = Kind::parse(&row.kind);
    Ok(Service {
        id: ServiceOrgId::new(row.id),
        version: row.version,
        closed_on: row.closed_on.and_then(|day| day.parse().ok()),
        said: NewService {
            kind: kind.ok_or(Error::Unexpected("unknown kind of organisation"))?,
            name: row.name,
            phone: row.phone,
        },
        people: Vec::new(),
    })
}

async fn load(db: &mut impl Connection, ctx: &Context) -> Result<Vec<Service>, Error> {
    sql!(
        db,
        all as Row,
        "select id, version, kind, name, phone, closed_on
         from service_org where community_id = $1 order by sort, id",
        ctx.community.id.get(),
    )?
    .into_iter()
    .map(service)
    .collect()
}

/// Every organisation in order, closed ones too, with who works for it.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn all(ctx: &Context) -> Result<Vec<Service>, Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;
    let mut read = ctx.db().read().await?;
    let mut all = load(&mut read, ctx).await?;
    if !ctx.may(Permission::SeePeople) {
        return Ok(all);
    }
    let mut people: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for (org, name) in sql!(
        &mut read,
        all as (i64, String),
        "select distinct h.service_org_id, p.name from post_holding h
         join service_org o on o.id = h.service_org_id
         join person p on p.id = h.person_id
         where o.community_id = $1 and h.valid_from <= $2
           and (h.valid_until is null or h.valid_until > $2)
         order by p.name",
        ctx.community.id.get(),
        ctx.now.millis(),
    )? {
        people.entry(org).or_default().push(name);
    }
    for one in &mut all {
        one.people = people.remove(&one.id.get()).unwrap_or_default();
    }
    Ok(all)
}

/// What everybody reads: organisations whose number is known. The committee and the property company
/// stand among the numbers to call in any case; who is about to leave is not offered any more, so
/// that the page changes by nothing but a change here.
///
/// # Errors
/// When the store fails.
pub async fn public(ctx: &Context) -> Result<Vec<Public>, Error> {
    let mut read = ctx.db().read().await?;
    Ok(sql!(
        &mut read,
        all as Public,
        "select name, phone from service_org
         where community_id = $1 and closed_on is null and phone <> ''
         order by sort, id",
        ctx.community.id.get(),
    )?)
}

fn told(said: &NewService) -> Value {
    json!({ "name": said.name, "telephone": said.phone })
}

fn key(text: &str) -> Result<RequestKey, Error> {
    RequestKey::parse(text).map_err(|problem: Problem| Error::at("request_key", problem))
}

async fn find(tx: &mut Tx, ctx: &Context, id: ServiceOrgId) -> Result<Service, Error> {
    let all = load(tx, ctx).await?;
    all.into_iter()
        .find(|one| one.id == id)
        .ok_or(Error::NotFound)
}

fn entry(id: ServiceOrgId) -> Entry {
    Entry::new(Deed::ServiceOrgSaved, format!("service/{id}"))
}

async fn finish(mut tx: Tx, ctx: &Context, entry: Entry) -> Result<(), Error> {
    audit::record(&mut tx, ctx, entry).await?;
    community::public_changed(&mut tx, ctx).await?;
    tx.commit().await?;
    Ok(())
}

/// Adds an organisation behind all others, or changes the one with this id and version.
///
/// # Errors
/// `Invalid`, `SignIn`, `Denied`, `NotFound`, `Changed` when somebody else changed it first, or when
/// the store fails.
pub async fn save(
    ctx: &Context,
    known: Option<(ServiceOrgId, i64)>,
    draft: &Draft,
    request_key: &str,
) -> Result<(), Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;
    let new = draft.check()?;
    let key = key(request_key)?;

    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, SAVE, &key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    tx.lock(Lock::Estate(ctx.community.id)).await?;
    let entry = if let Some((id, version)) = known {
        let before = find(&mut tx, ctx, id).await?;
        if before.version != version {
            return Err(Error::Changed);
        }
        sql!(
            &mut tx,
            execute,
            "update service_org set kind = $2, name = $3, phone = $4, version = version + 1
                 where id = $1",
            id.get(),
            new.kind.as_str(),
            &new.name,
            &new.phone,
        )?;
        entry(id).was(told(&before.said))
    } else {
        let (id,) = sql!(
            &mut tx,
            one as (i64,),
            "insert into service_org (community_id, kind, name, phone, sort)
                 select $1, $2, $3, $4, coalesce(max(sort), 0) + 1
                 from service_org where community_id = $1 returning id",
            ctx.community.id.get(),
            new.kind.as_str(),
            &new.name,
            &new.phone,
        )?;
        entry(ServiceOrgId::new(id))
    };
    finish(tx, ctx, entry.became(told(&new))).await
}

/// Moves an organisation one place up or down among those of its sort. The key keeps a double tap
/// from moving it twice.
///
/// # Errors
/// `Invalid`, `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn step(
    ctx: &Context,
    id: ServiceOrgId,
    step: Step,
    request_key: &str,
) -> Result<(), Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;
    let key = key(request_key)?;
    let today = ctx.community.zone.date_of(ctx.now);

    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, MOVE, &key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    tx.lock(Lock::Estate(ctx.community.id)).await?;
    let all = load(&mut tx, ctx).await?;
    let moved = all.iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    // Others keep their order; those of its sort are dealt out anew among their own places.
    let alike = |one: &&Service| one.said.kind == moved.said.kind && one.serves(today);
    let with: Vec<_> = all.iter().filter(alike).map(|one| one.id).collect();
    let mut dealt = stepped(&with, id, step).into_iter();
    for (sort, one) in (1_i64..).zip(&all) {
        let here = if with.contains(&one.id) {
            dealt.next().unwrap_or(one.id)
        } else {
            one.id
        };
        sql!(
            &mut tx,
            execute,
            "update service_org set sort = $2 where id = $1",
            here.get(),
            sort,
        )?;
    }
    let entry = entry(id).became(json!({ "name": moved.said.name, "action": "order" }));
    finish(tx, ctx, entry).await
}

/// Closes an organisation from a day, or opens it again. What it was given before stays its own.
///
/// # Errors
/// `Invalid` at `closed_from`, `SignIn`, `Denied`, `NotFound`, `Changed` when it was changed
/// meanwhile, or when the store fails.
pub async fn close(
    ctx: &Context,
    (id, version): (ServiceOrgId, i64),
    from: Option<&str>,
) -> Result<(), Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;
    let from = from
        .map(|day| day.trim().parse::<LocalDate>())
        .transpose()
        .map_err(|_| Error::at("closed_from", Problem::NotADate))?;

    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Estate(ctx.community.id)).await?;
    let before = find(&mut tx, ctx, id).await?;
    if before.closed_on == from {
        return Ok(());
    }
    if before.version != version {
        return Err(Error::Changed);
    }
    let day = from.map(|day| day.to_string());
    sql!(
        &mut tx,
        execute,
        "update service_org set closed_on = $2, version = version + 1 where id = $1",
        id.get(),
        day.clone(),
    )?;
    let was = before.closed_on.map(|day| day.to_string());
    let entry = entry(id)
        .was(json!({ "name": before.said.name, "closed": was }))
        .became(json!({ "name": before.said.name, "closed": day }));
    finish(tx, ctx, entry).await
}
