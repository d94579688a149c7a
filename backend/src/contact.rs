//! The numbers that everybody may call, as staff keep them (打电话; rules X5, P17). What the public
//! reads of them is [`crate::community::contacts`].

use domain::audit::Deed;
use domain::contact::{Draft, Kind, NewContact};
use domain::id::ContactId;
use domain::order::{Step, stepped};
use domain::permission::Permission;
use domain::problem::Problem;
use domain::request_key::RequestKey;
use serde_json::{Value, json};

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::{community, request_key, sql};

/// The use cases' name among the request keys.
const SAVE: &str = "contact";
const MOVE: &str = "contact_move";

/// A number as staff see it.
#[derive(Debug, Clone)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// Raised by every change of it.
    pub version: i64,
    /// Whether it was removed, and can be put back (rule X8).
    pub is_removed: bool,
    /// What it says.
    pub said: NewContact,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    version: i64,
    is_removed: i64,
    kind: String,
    name_zh: String,
    name_en: String,
    phone: String,
    hours_zh: String,
    hours_en: String,
}

impl Row {
    fn contact(self) -> Result<Contact, Error> {
        let kind = Kind::parse(&self.kind);
        Ok(Contact {
            id: ContactId::new(self.id),
            version: self.version,
            is_removed: self.is_removed == 1,
            said: NewContact {
                kind: kind.ok_or(Error::Unexpected("unknown kind of contact"))?,
                name_zh: self.name_zh,
                name_en: self.name_en,
                phone: self.phone,
                hours_zh: self.hours_zh,
                hours_en: self.hours_en,
            },
        })
    }
}

/// Every number in the public order, removed ones too.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn all(ctx: &Context) -> Result<Vec<Contact>, Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;
    load(&mut ctx.db().read().await?, ctx).await
}

async fn load(db: &mut impl Connection, ctx: &Context) -> Result<Vec<Contact>, Error> {
    sql!(
        db,
        all as Row,
        "select id, version, cast(case when removed_at is null then 0 else 1 end as bigint)
                as is_removed,
                kind, name_zh, name_en, phone, hours_zh, hours_en
         from contact where community_id = $1
         order by case when kind = 'emergency' then 0 else 1 end, sort, id",
        ctx.community.id.get(),
    )?
    .into_iter()
    .map(Row::contact)
    .collect()
}

async fn find(tx: &mut Tx, ctx: &Context, id: ContactId) -> Result<Contact, Error> {
    let all = load(tx, ctx).await?;
    all.into_iter()
        .find(|contact| contact.id == id)
        .ok_or(Error::NotFound)
}

/// What the trail keeps of a number. None of it is personal: it is an organisation's.
fn told(said: &NewContact) -> Value {
    json!({ "name": said.name_zh, "telephone": said.phone, "hours": said.hours_zh })
}

fn key(text: &str) -> Result<RequestKey, Error> {
    RequestKey::parse(text).map_err(|problem: Problem| Error::at("request_key", problem))
}

/// Adds a number behind all others, or changes the one with this id and version.
///
/// # Errors
/// `Invalid`, `SignIn`, `Denied`, `NotFound`, `Changed` when somebody else changed it first, or when
/// the store fails.
pub async fn save(
    ctx: &Context,
    known: Option<(ContactId, i64)>,
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
    let entry = match known {
        Some((id, version)) => {
            let before = find(&mut tx, ctx, id).await?;
            if before.version != version || before.is_removed {
                return Err(Error::Changed);
            }
            change(&mut tx, id, &new).await?;
            entry(id).was(told(&before.said))
        }
        None => entry(add(&mut tx, ctx, &new).await?),
    };
    audit::record(&mut tx, ctx, entry.became(told(&new))).await?;
    community::public_changed(&mut tx, ctx).await?;
    tx.commit().await?;
    Ok(())
}

fn entry(id: ContactId) -> Entry {
    Entry::new(Deed::ContactSaved, format!("contact/{id}"))
}

async fn add(tx: &mut Tx, ctx: &Context, new: &NewContact) -> Result<ContactId, Error> {
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into contact (community_id, kind, name_zh, name_en, phone, hours_zh, hours_en, sort)
         select $1, $2, $3, $4, $5, $6, $7, coalesce(max(sort), 0) + 1
         from contact where community_id = $1 returning id",
        ctx.community.id.get(),
        new.kind.as_str(),
        &new.name_zh,
        &new.name_en,
        &new.phone,
        &new.hours_zh,
        &new.hours_en,
    )?;
    Ok(ContactId::new(id))
}

async fn change(tx: &mut Tx, id: ContactId, new: &NewContact) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update contact set kind = $2, name_zh = $3, name_en = $4, phone = $5, hours_zh = $6,
                hours_en = $7, version = version + 1
         where id = $1",
        id.get(),
        new.kind.as_str(),
        &new.name_zh,
        &new.name_en,
        &new.phone,
        &new.hours_zh,
        &new.hours_en,
    )?;
    Ok(())
}

/// Moves a number one place up or down among those it is shown with. The key keeps a double tap from
/// moving it twice; nothing else can be lost by it, so there is no version.
///
/// # Errors
/// `Invalid`, `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn step(
    ctx: &Context,
    id: ContactId,
    step: Step,
    request_key: &str,
) -> Result<(), Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;
    let key = key(request_key)?;

    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, MOVE, &key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    tx.lock(Lock::Estate(ctx.community.id)).await?;
    let all = load(&mut tx, ctx).await?;
    let moved = all
        .iter()
        .find(|contact| contact.id == id && !contact.is_removed);
    let moved = moved.ok_or(Error::NotFound)?;
    let is_urgent = |contact: &Contact| contact.said.kind == Kind::Emergency;
    let with: Vec<_> = all
        .iter()
        .filter(|other| !other.is_removed && is_urgent(other) == is_urgent(moved))
        .map(|other| other.id)
        .collect();
    for (sort, id) in (1_i64..).zip(stepped(&with, id, step)) {
        sql!(
            &mut tx,
            execute,
            "update contact set sort = $2 where id = $1",
            id.get(),
            sort,
        )?;
    }
    let entry = entry(id).became(json!({ "name": moved.said.name_zh, "action": "order" }));
    audit::record(&mut tx, ctx, entry).await?;
    community::public_changed(&mut tx, ctx).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a number off the page, or puts it back as it was (rule X8). A repeated press changes
/// nothing.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Changed` when it says something else by now, or when the store
/// fails.
pub async fn set_removed(
    ctx: &Context,
    (id, version): (ContactId, i64),
    is_removed: bool,
) -> Result<(), Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;

    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Estate(ctx.community.id)).await?;
    let contact = find(&mut tx, ctx, id).await?;
    if contact.is_removed == is_removed {
        return Ok(());
    }
    if contact.version != version {
        return Err(Error::Changed);
    }
    sql!(
        &mut tx,
        execute,
        "update contact set removed_at = $2, version = version + 1 where id = $1",
        id.get(),
        is_removed.then_some(ctx.now.millis()),
    )?;
    let entry = entry(id);
    let entry = if is_removed {
        entry
            .was(told(&contact.said))
            .became(json!({ "name": null, "telephone": null, "hours": null }))
    } else {
        entry.became(told(&contact.said))
    };
    audit::record(&mut tx, ctx, entry).await?;
    community::public_changed(&mut tx, ctx).await?;
    tx.commit().await?;
    Ok(())
}
