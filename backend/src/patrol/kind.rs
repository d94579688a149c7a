//! What volunteers do: 巡查, 打扫, 集中清理, 发宣传册, 文明劝导, and whatever staff add.

use domain::audit::Deed;
use domain::id::{CommunityId, PatrolKindId};
use domain::permission::Permission;
use domain::problem::Problems;
use domain::request_key::RequestKey;
use domain::words::Line;
use serde_json::json;
use text::Lang;

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::{request_key, sql};

/// The use case's name among the request keys.
const SAVE: &str = "patrol_kind";

/// What every community begins with: Chinese name, English name.
pub const SHIPPED: [(&str, &str); 5] = [
    ("巡查", "Patrol"),
    ("打扫", "Cleaning"),
    ("集中清理", "Clear-out"),
    ("发宣传册", "Handing out leaflets"),
    ("文明劝导", "Friendly reminders"),
];

/// One kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Its id.
    pub id: PatrolKindId,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// No longer offered; old shifts keep it.
    pub is_retired: bool,
}

impl Kind {
    /// Its name in a language.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.name_zh,
            Lang::En => &self.name_en,
        }
    }
}

/// All kinds, retired ones too, in the order staff gave them.
///
/// # Errors
/// When the store fails.
pub async fn all(db: &mut impl Connection, ctx: &Context) -> Result<Vec<Kind>, Error> {
    Ok(sql!(
        db,
        all as (i64, String, String, Option<i64>),
        "select id, name_zh, name_en, retired_at from patrol_kind
         where community_id = $1 order by sort, id",
        ctx.community.id.get(),
    )?
    .into_iter()
    .map(|(id, name_zh, name_en, retired_at)| Kind {
        id: PatrolKindId::new(id),
        name_zh,
        name_en,
        is_retired: retired_at.is_some(),
    })
    .collect())
}

/// Offers the shipped kinds in a new community.
///
/// # Errors
/// When the store fails.
pub async fn offer_shipped(tx: &mut Tx, community: CommunityId) -> Result<(), Error> {
    for (sort, (zh, en)) in (1_i64..).zip(SHIPPED) {
        sql!(
            tx,
            execute,
            "insert into patrol_kind (community_id, name_zh, name_en, sort)
             values ($1, $2, $3, $4)",
            community.get(),
            zh,
            en,
            sort,
        )?;
    }
    Ok(())
}

/// What staff typed about one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The form's key, so that a double tap adds one kind (rule R3).
    pub request_key: String,
    /// Nothing for a new one.
    pub id: Option<PatrolKindId>,
    /// Chinese name, as residents read it.
    pub name_zh: String,
    /// English name; the Chinese one stands in when it is empty.
    pub name_en: String,
    /// Whether it is offered.
    pub offered: bool,
}

/// All kinds, for who looks after patrols.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn list(ctx: &Context) -> Result<Vec<Kind>, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    all(&mut ctx.db().read().await?, ctx).await
}

/// Adds a kind behind the others, or renames, retires or brings back one.
///
/// # Errors
/// `SignIn`, `Denied`, `Invalid`, `NotFound`, or when the store fails.
pub async fn save(ctx: &Context, draft: &Draft) -> Result<(), Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut problems = Problems::new();
    let key = problems.take("request_key", RequestKey::parse(&draft.request_key));
    let name_zh = problems.take("name_zh", Line::<20>::parse(&draft.name_zh));
    let name_en = problems.take("name_en", Line::<40>::optional(&draft.name_en));
    let (Some(key), Some(name_zh), Some(name_en)) = (key, name_zh, name_en) else {
        return Err(problems.into());
    };
    let name_en = name_en.as_ref().map_or(name_zh.as_str(), Line::as_str);

    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, SAVE, &key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let id = match draft.id {
        Some(id) => rename(&mut tx, ctx, id, (name_zh.as_str(), name_en), draft.offered).await?,
        None => add(&mut tx, ctx, name_zh.as_str(), name_en).await?,
    };
    let became =
        json!({ "name": name_zh.as_str(), "offered": draft.offered || draft.id.is_none() });
    let entry = Entry::new(Deed::PatrolKindSaved, format!("patrol_kind/{id}"));
    audit::record(&mut tx, ctx, entry.became(became)).await?;
    tx.commit().await?;
    Ok(())
}

async fn rename(
    tx: &mut Tx,
    ctx: &Context,
    id: PatrolKindId,
    (name_zh, name_en): (&str, &str),
    offered: bool,
) -> Result<PatrolKindId, Error> {
    let changed = sql!(
        tx,
        execute,
        "update patrol_kind set name_zh = $3, name_en = $4, retired_at = $5
         where id = $1 and community_id = $2",
        id.get(),
        ctx.community.id.get(),
        name_zh,
        name_en,
        (!offered).then(|| ctx.now.millis()),
    )?;
    if changed == 1 {
        Ok(id)
    } else {
        Err(Error::NotFound)
    }
}

async fn add(
    tx: &mut Tx,
    ctx: &Context,
    name_zh: &str,
    name_en: &str,
) -> Result<PatrolKindId, Error> {
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into patrol_kind (community_id, name_zh, name_en, sort)
         select $1, $2, $3, coalesce(max(sort), 0) + 1
         from patrol_kind where community_id = $1 returning id",
        ctx.community.id.get(),
        name_zh,
        name_en,
    )?;
    Ok(PatrolKindId::new(id))
}
