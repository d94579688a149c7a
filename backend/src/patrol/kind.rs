//! What volunteers do: 巡查, 打扫, 集中清理, 发宣传册, 文明劝导, and whatever staff add.

use domain::id::{CommunityId, PatrolKindId};
use text::Lang;

use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::sql;

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
