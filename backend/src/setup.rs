//! How an installation begins: the one-time link, the community behind it with what every community
//! needs on its first day, and its first administrator (rule P11).

pub mod staff;
mod steps;

use std::sync::Arc;

use domain::audit::Deed;
use domain::id::{AccountId, CommunityId, PersonId};
use domain::instant::Instant;
use domain::permission::Post;
use domain::problem::Problem;
use domain::setup::{Beginning, Draft};
use serde_json::json;

use crate::audit::{self, Entry};
use crate::community::{self, Community};
use crate::context::{Actor, Context, Right, SignedIn, Stores};
use crate::db::{Db, Tx};
use crate::error::Error;
use crate::secret::digest;
use crate::{category, password, sql};

pub use steps::{Numbers, Progress, numbers, progress, set_numbers};

/// How long a link is good.
const LINK_MILLIS: i64 = 7 * 24 * 60 * 60 * 1000;

/// What a link begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// A community of its own, which answers at this origin, or everywhere.
    NewCommunity {
        /// `https://linli.example.org`.
        host: Option<String>,
    },
    /// An administrator of a community that exists.
    Administrator(CommunityId),
}

/// What has to begin before anybody can use the installation: a first community, or the
/// administrator of one that has none. The invented community of the demo needs none.
///
/// # Errors
/// When the store fails.
pub async fn needed(db: &Db, now: Instant) -> Result<Option<Purpose>, Error> {
    if !community::exists(db).await? {
        return Ok(Some(Purpose::NewCommunity { host: None }));
    }
    let mut read = db.read().await?;
    let orphan = sql!(
        &mut read,
        optional as (i64,),
        "select c.id from community c
         where c.is_demo = 0 and not exists
             (select 1 from post_holding h join org_node n on n.id = h.node_id
              join account a on a.person_id = h.person_id
              where n.community_id = c.id and n.kind = 'community' and h.post = 'admin'
                and h.valid_from <= $1 and (h.valid_until is null or h.valid_until > $1))
         order by c.id limit 1",
        now.millis(),
    )?;
    Ok(orphan.map(|(id,)| Purpose::Administrator(CommunityId::new(id))))
}

/// Makes a link; its token is told once and kept hashed. Several may be open for the same purpose,
/// because each start of a server makes one; the first that is used ends the others.
///
/// # Errors
/// `NotFound` when there is no such community, or when the store fails.
pub async fn link(stores: &Stores, now: Instant, purpose: &Purpose) -> Result<String, Error> {
    let token = stores.random.token();
    let (community, host) = match purpose {
        Purpose::NewCommunity { host } => (None, host.as_deref()),
        Purpose::Administrator(id) => (Some(id.get()), None),
    };
    let mut tx = stores.db.write().await?;
    if let Some(id) = community {
        sql!(
            &mut tx,
            optional as (i64,),
            "select id from community where id = $1",
            id
        )?
        .ok_or(Error::NotFound)?;
    }
    sql!(
        &mut tx,
        execute,
        "insert into setup_link (token_hash, community_id, host, created_at, expires_at)
         values ($1, $2, $3, $4, $5)",
        digest(&token),
        community,
        host,
        now.millis(),
        now.millis() + LINK_MILLIS,
    )?;
    tx.commit().await?;
    Ok(token)
}

/// What a link begins, asked at an origin: it opens only where its community answers (rule P3).
///
/// # Errors
/// `NotFound` when there is none such here, or it was used, or is too old.
pub async fn open(
    stores: &Stores,
    now: Instant,
    token: &str,
    origin: &str,
) -> Result<Purpose, Error> {
    let mut read = stores.db.read().await?;
    let purpose = sql!(
        &mut read,
        optional as (Option<i64>, Option<String>),
        "select community_id, host from setup_link
         where token_hash = $1 and used_at is null and expires_at > $2",
        digest(token),
        now.millis(),
    )?
    .map(purpose)
    .ok_or(Error::NotFound)?;
    drop(read);
    let opens = match &purpose {
        Purpose::NewCommunity { host } => host.as_deref().is_none_or(|host| host == origin),
        Purpose::Administrator(id) => community::at(&stores.db, origin).await?.id == *id,
    };
    if opens {
        Ok(purpose)
    } else {
        Err(Error::NotFound)
    }
}

fn purpose((community, host): (Option<i64>, Option<String>)) -> Purpose {
    match community {
        Some(id) => Purpose::Administrator(CommunityId::new(id)),
        None => Purpose::NewCommunity { host },
    }
}

/// Uses a link: makes the community with its organisation, categories and emergency numbers, and the
/// administrator. A link works once, also when it is pressed twice at the same instant.
///
/// # Errors
/// `NotFound` for a link that is none any more, `Invalid` with the fields at fault, or when the
/// store fails.
pub async fn begin(
    stores: &Stores,
    now: Instant,
    token: &str,
    origin: &str,
    draft: Draft,
) -> Result<(CommunityId, AccountId), Error> {
    let is_new = matches!(
        open(stores, now, token, origin).await?,
        Purpose::NewCommunity { .. }
    );
    let new = draft.check(is_new)?;
    let hash = password::hash(stores.password_cost, &stores.random, new.password.clone()).await?;

    let mut tx = stores.db.write().await?;
    let used = sql!(
        &mut tx,
        optional as (Option<i64>, Option<String>),
        "update setup_link set used_at = $2
         where token_hash = $1 and used_at is null and expires_at > $2
         returning community_id, host",
        digest(token),
        now.millis(),
    )?;
    let used = used.ok_or(Error::NotFound)?;
    sql!(
        &mut tx,
        execute,
        "delete from setup_link
         where used_at is null and coalesce(community_id, 0) = $1 and coalesce(host, '') = $2",
        used.0.unwrap_or(0),
        used.1.as_deref().unwrap_or_default(),
    )?;
    let community = match purpose(used) {
        Purpose::Administrator(id) => community::find(&mut tx, id).await?.ok_or(Error::NotFound)?,
        Purpose::NewCommunity { host } => found(&mut tx, now, host, &new).await?,
    };
    let (person, account) = administrator(&mut tx, now, &community, &new, &hash).await?;
    let ctx = Context {
        stores: stores.clone(),
        actor: Actor::Person(Arc::new(SignedIn {
            account,
            person,
            display_name: new.name.as_str().to_owned(),
            rights: vec![Right {
                post: Post::Admin,
                path: community.path.clone(),
                service_org: None,
            }],
            has_second_factor: false,
            sign_in_version: 1,
        })),
        community: Arc::new(community),
        now,
    };
    let post = json!({ "post": Post::Admin.as_str(), "by": "setup link" });
    let deed = Entry::new(Deed::PostGiven, format!("person/{person}"));
    audit::record(&mut tx, &ctx, deed.whose(person).became(post)).await?;
    community::public_changed(&mut tx, &ctx).await?;
    tx.commit().await?;
    Ok((ctx.community.id, account))
}

/// The community's rows, its place in the organisation, and what every community needs on its first
/// day: categories to report in, the emergency numbers, who serves.
async fn found(
    tx: &mut Tx,
    now: Instant,
    host: Option<String>,
    new: &Beginning,
) -> Result<Community, Error> {
    let (name, zone) = new
        .community
        .as_ref()
        .ok_or(Error::Unexpected("a new community without a name"))?;
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into community (name, host, zone, created_at) values ($1, $2, $3, $4) returning id",
        name.as_str(),
        host.as_deref(),
        zone.name(),
        now.millis(),
    )?;
    let opened = zone.date_of(now).to_string();
    let above = subdistrict(tx, &opened).await?;
    let (node,) = sql!(
        tx,
        one as (i64,),
        "insert into org_node (community_id, parent_id, kind, name, opened_on)
         values ($1, $2, 'community', $3, $4) returning id",
        id,
        above.0,
        name.as_str(),
        &opened,
    )?;
    let path = format!("{}{node}/", above.1);
    sql!(
        tx,
        execute,
        "update org_node set path = $2 where id = $1",
        node,
        &path
    )?;
    let community = Community {
        id: CommunityId::new(id),
        name: name.as_str().to_owned(),
        host,
        zone: zone.clone(),
        path,
        public_version: 1,
        is_demo: false,
    };
    category::offer_shipped(tx, community.id).await?;
    crate::patrol::kind::offer_shipped(tx, community.id).await?;
    community::add_emergency_numbers(tx, community.id).await?;
    for (sort, kind, name) in [(1, "property", "物业公司"), (2, "committee", "居民委员会")]
    {
        sql!(
            tx,
            execute,
            "insert into service_org (community_id, kind, name, sort) values ($1, $2, $3, $4)",
            id,
            kind,
            name,
            sort,
        )?;
    }
    Ok(community)
}

/// The street above, which all communities of an installation share: id and path.
async fn subdistrict(tx: &mut Tx, opened: &str) -> Result<(i64, String), Error> {
    let known = sql!(
        tx,
        optional as (i64, String),
        "select id, path from org_node where kind = 'subdistrict' and closed_on is null
         order by id limit 1"
    )?;
    if let Some(known) = known {
        return Ok(known);
    }
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into org_node (kind, name, opened_on) values ('subdistrict', '街道', $1)
         returning id",
        opened,
    )?;
    let path = format!("/{id}/");
    sql!(
        tx,
        execute,
        "update org_node set path = $2 where id = $1",
        id,
        &path
    )?;
    Ok((id, path))
}

async fn administrator(
    tx: &mut Tx,
    now: Instant,
    community: &Community,
    new: &Beginning,
    hash: &str,
) -> Result<(PersonId, AccountId), Error> {
    let name = new.name.as_str();
    let (person, account) = person_with_account(tx, now, community.id, name).await?;
    if !add_password(tx, now, account, &new.sign_in, hash).await? {
        return Err(Error::at("sign_in", Problem::Taken));
    }
    give(tx, now, person, Post::Admin, &community.path, None).await?;
    Ok((person, account))
}

/// A person with an account and no way to sign in yet.
async fn person_with_account(
    tx: &mut Tx,
    now: Instant,
    community: CommunityId,
    name: &str,
) -> Result<(PersonId, AccountId), Error> {
    let (person,) = sql!(
        tx,
        one as (i64,),
        "insert into person (community_id, name, created_at) values ($1, $2, $3) returning id",
        community.get(),
        name,
        now.millis(),
    )?;
    let (account,) = sql!(
        tx,
        one as (i64,),
        "insert into account (person_id, display_name, created_at) values ($1, $2, $3) returning id",
        person,
        name,
        now.millis(),
    )?;
    Ok((PersonId::new(person), AccountId::new(account)))
}

/// Whether the sign-in name was free.
async fn add_password(
    tx: &mut Tx,
    now: Instant,
    account: AccountId,
    name: &str,
    hash: &str,
) -> Result<bool, Error> {
    Ok(sql!(
        tx,
        execute,
        "insert into credential (account_id, kind, name, secret, created_at)
         values ($1, 'password', $2, $3, $4) on conflict do nothing",
        account.get(),
        name,
        hash,
        now.millis(),
    )? == 1)
}

/// A post on the node with a path, from now on.
async fn give(
    tx: &mut Tx,
    now: Instant,
    person: PersonId,
    post: Post,
    path: &str,
    service_org: Option<i64>,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "insert into post_holding (person_id, post, node_id, service_org_id, valid_from, given_at)
         select $1, $2, n.id, $4, $5, $5 from org_node n where n.path = $3",
        person.get(),
        post.as_str(),
        path,
        service_org,
        now.millis(),
    )?;
    Ok(())
}

/// Links that were used or are too old, removed. Returns how many.
///
/// # Errors
/// When the store fails.
pub async fn remove_old_links(db: &Db, now: Instant) -> Result<u64, Error> {
    let mut tx = db.write().await?;
    let removed = sql!(
        &mut tx,
        execute,
        "delete from setup_link where expires_at <= $1",
        now.millis()
    )?;
    tx.commit().await?;
    Ok(removed)
}
