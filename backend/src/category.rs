//! What can be reported: the pictured categories that staff edit (rule R4).

use domain::audit::Deed;
use domain::id::{CategoryId, CommunityId};
use domain::permission::Permission;
use domain::problem::Problems;
use domain::request_key::RequestKey;
use domain::words::Line;
use serde_json::json;

use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::{audit, community, request_key, sql};

/// The use case's name among the request keys.
const SAVE: &str = "category";
/// Where 其他 stands: behind whatever staff add.
pub const LAST: i64 = 1000;

/// What every community begins with: picture, Chinese name, English name (rule R4).
pub const SHIPPED: [(&str, &str, &str); 14] = [
    ("small-ads", "小广告", "Flyposting"),
    ("rubbish", "垃圾死角", "Rubbish left lying"),
    ("clutter", "杂物堆放", "Clutter in shared space"),
    ("pavement", "路面破损", "Broken paving"),
    ("lamp", "楼道灯不亮", "Stair light out"),
    ("leak", "漏水堵塞", "Leak or blocked drain"),
    ("manhole", "井盖", "Manhole cover"),
    ("parking", "车辆乱停", "Bad parking"),
    (
        "ebike",
        "电动车上楼/飞线充电",
        "E-bike indoors or unsafe charging",
    ),
    ("greenery", "绿化损坏", "Damaged greenery"),
    ("facility", "设施损坏", "Broken facility"),
    ("pet", "宠物粪便", "Pet mess"),
    ("noise", "噪音油烟", "Noise or fumes"),
    ("other", "其他", "Something else"),
];

/// The pictures of what tends to come back and is looked at again after it was solved (rule R13).
const COMES_BACK: [&str; 3] = ["small-ads", "rubbish", "clutter"];

/// A category of reports.
#[derive(Debug, Clone)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// Which pictogram stands for it.
    pub picture: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// No longer offered; old reports keep it.
    pub is_retired: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    picture: String,
    name_zh: String,
    name_en: String,
    is_retired: i64,
}

/// All categories, retired ones too, in the order staff gave them.
///
/// # Errors
/// When the store fails.
pub async fn all(db: &mut impl Connection, ctx: &Context) -> Result<Vec<Category>, Error> {
    Ok(sql!(
        db,
        all as Row,
        "select id, picture, name_zh, name_en,
                cast(case when retired_at is null then 0 else 1 end as bigint) as is_retired
         from category where community_id = $1 order by sort, id",
        ctx.community.id.get(),
    )?
    .into_iter()
    .map(|row| Category {
        id: CategoryId::new(row.id),
        picture: row.picture,
        name_zh: row.name_zh,
        name_en: row.name_en,
        is_retired: row.is_retired == 1,
    })
    .collect())
}

/// Offers the shipped categories in a new community. Returns their ids, in the order of [`SHIPPED`].
///
/// # Errors
/// When the store fails.
pub async fn offer_shipped(tx: &mut Tx, community: CommunityId) -> Result<Vec<i64>, Error> {
    let mut ids = Vec::new();
    for (sort, (picture, zh, en)) in (1_i64..).zip(SHIPPED) {
        // 其他 stays the last one, however many staff add.
        let sort = if picture == "other" { LAST } else { sort };
        let (id,) = sql!(
            tx,
            one as (i64,),
            "insert into category (community_id, picture, name_zh, name_en, sort, comes_back)
             values ($1, $2, $3, $4, $5, $6) returning id",
            community.get(),
            picture,
            zh,
            en,
            sort,
            i64::from(COMES_BACK.contains(&picture)),
        )?;
        ids.push(id);
    }
    Ok(ids)
}

/// What staff typed about one category.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The form's key, so that a double tap adds one category.
    pub request_key: String,
    /// Empty for a new one.
    pub id: Option<CategoryId>,
    /// Chinese name, as residents read it.
    pub name_zh: String,
    /// English name; the Chinese one stands in when it is empty.
    pub name_en: String,
    /// Whether it is offered.
    pub offered: bool,
}

/// Adds a category, or renames, retires or brings back one.
///
/// # Errors
/// `Invalid`, `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn save(ctx: &Context, draft: Draft) -> Result<(), Error> {
    let mut problems = Problems::new();
    let name_zh = problems.take("name_zh", Line::<20>::parse(&draft.name_zh));
    let name_en = problems.take("name_en", Line::<40>::optional(&draft.name_en));
    let (Some(name_zh), Some(name_en)) = (name_zh, name_en) else {
        return Err(problems.into());
    };
    let name_en = name_en.map_or_else(
        || name_zh.as_str().to_owned(),
        |name| name.as_str().to_owned(),
    );
    ctx.require(Permission::EditCategories)?;
    let key = RequestKey::parse(&draft.request_key)
        .map_err(|problem| Error::at("request_key", problem))?;

    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, SAVE, &key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let community_id = ctx.community.id.get();
    if let Some(id) = draft.id {
        let retired = (!draft.offered).then(|| ctx.now.millis());
        let changed = sql!(
            &mut tx,
            execute,
            "update category set name_zh = $3, name_en = $4, retired_at = $5
             where id = $1 and community_id = $2",
            id.get(),
            community_id,
            name_zh.as_str(),
            name_en,
            retired,
        )?;
        if changed == 0 {
            return Err(Error::NotFound);
        }
    } else {
        // 其他 stays the last one.
        sql!(
            &mut tx,
            execute,
            "insert into category (community_id, picture, name_zh, name_en, sort)
             select $1, 'other', $2, $3, coalesce(max(sort), 0) + 1
             from category where community_id = $1 and sort < $4",
            community_id,
            name_zh.as_str(),
            name_en,
            LAST,
        )?;
    }
    let subject = draft
        .id
        .map_or_else(|| "category/new".to_owned(), |id| format!("category/{id}"));
    let deed = audit::Entry::new(Deed::CategorySaved, subject).became(
        json!({ "name": name_zh.as_str(), "offered": draft.offered || draft.id.is_none() }),
    );
    audit::record(&mut tx, ctx, deed).await?;
    community::public_changed(&mut tx, ctx).await?;
    tx.commit().await?;
    Ok(())
}
