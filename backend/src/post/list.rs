//! Who may do what here: everybody with a post, whose ends first (rule P12).

use domain::id::BuildingId;
use domain::permission::{Permission, Post};

use super::{Holding, sql};
use crate::context::Context;
use crate::error::Error;
use crate::filter::Statement;

/// No roll is longer; filters lead to the rest.
const MOST: i64 = 200;
/// A post that ends within so many milliseconds ends soon.
const SOON_MILLIS: i64 = 30 * 24 * 60 * 60 * 1000;

/// Which posts are looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Query {
    /// Only this one.
    pub post: Option<Post>,
    /// Only in this building.
    pub building: Option<BuildingId>,
    /// Only those that end within thirty days.
    pub ending: bool,
}

/// Who holds what.
#[derive(Debug, Clone)]
pub struct Roll {
    /// Those in force or still to come, what ends soonest first, without an end last.
    pub holdings: Vec<Holding>,
    /// How many there are in all.
    pub total: u64,
}

impl Roll {
    /// Whether a holding ends within thirty days.
    #[must_use]
    pub fn ends_soon(ctx: &Context, holding: &Holding) -> bool {
        holding
            .until
            .is_some_and(|until| until.millis() <= ctx.now.millis() + SOON_MILLIS)
    }
}

/// Everybody who holds a post within the rights of who asks.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn roll(ctx: &Context, query: &Query) -> Result<Roll, Error> {
    ctx.require(Permission::GivePosts)?;
    let mut read = ctx.db().read().await?;
    let mut statement = Statement::new(sql::COLUMNS);
    narrow(&mut statement, ctx, query);
    statement
        .push("order by case when h.valid_until is null then 1 else 0 end, h.valid_until, h.id")
        .number("limit ?", MOST);
    let rows = statement.all::<sql::Row>(&mut read).await?;
    let mut count = Statement::new(
        "select count(*) from post_holding h
         join person p on p.id = h.person_id join org_node n on n.id = h.node_id",
    );
    narrow(&mut count, ctx, query);
    let total = count.all::<(i64,)>(&mut read).await?;
    Ok(Roll {
        holdings: rows.into_iter().filter_map(sql::Row::holding).collect(),
        total: total
            .first()
            .map_or(0, |(total,)| u64::try_from(*total).unwrap_or(0)),
    })
}

fn narrow(statement: &mut Statement, ctx: &Context, query: &Query) {
    let now = ctx.now.millis();
    statement.number("where (h.valid_until is null or h.valid_until > ?)", now);
    sql::touching(statement, ctx);
    statement.push("and (1 = 0");
    for right in ctx.rights_with(Permission::GivePosts) {
        // Paths are digits and slashes only. Whoever gives in the whole community also sees who
        // reads from above.
        statement.text("or n.path like ?", format!("{}%", right.path));
        if ctx.community.path.starts_with(&right.path) {
            statement.push("or n.community_id is null");
        }
    }
    statement.push(")");
    if let Some(post) = query.post {
        statement.text("and h.post = ?", post.as_str());
    }
    if let Some(building) = query.building {
        statement.number(
            "and exists (select 1 from building b join org_node above on above.id = b.node_id
                 where b.id = ? and substr(n.path, 1, length(above.path)) = above.path)",
            building.get(),
        );
    }
    if query.ending {
        statement.number("and h.valid_until <= ?", now + SOON_MILLIS);
    }
}
