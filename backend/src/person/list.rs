//! The list of persons: found by name, door or the end of a number, paged by key (rule X13).

use domain::id::{BuildingId, PersonId};
use domain::permission::{Permission, Post};
use domain::person::Sought;
use domain::telephone::Telephone;

use super::{number, today};
use crate::context::Context;
use crate::db::{Connection, Read};
use crate::error::Error;
use crate::estate::Estate;
use crate::filter::Statement;
use crate::{estate, sql};

/// How many a page holds.
const PAGE: usize = 30;

/// Which persons are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum With {
    /// Whoever holds a post now.
    Post,
    /// Whoever has no account.
    NoAccount,
}

impl With {
    /// In the order of the filter.
    pub const ALL: [Self; 2] = [Self::Post, Self::NoAccount];

    /// The name that addresses use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::NoAccount => "no_account",
        }
    }

    /// The filter of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|with| with.as_str() == name)
    }
}

/// What a page of the list is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// A name, a door, or the last four digits of a number.
    pub sought: Option<Sought>,
    /// Only those.
    pub with: Option<With>,
    /// Only those who live there now.
    pub building: Option<BuildingId>,
    /// The page after this person.
    pub after: Option<PersonId>,
    /// The page before this person.
    pub before: Option<PersonId>,
}

/// One person of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The id, part of the address.
    pub id: PersonId,
    /// What the person is called.
    pub name: String,
    /// Where the person lives now.
    pub doors: Vec<String>,
    /// It only prints masked (rule P17).
    pub telephone: Option<Telephone>,
    /// Posts in force, and where.
    pub posts: Vec<(Post, String)>,
}

/// One page of the list, newest first.
#[derive(Debug, Clone)]
pub struct Page {
    /// In order.
    pub lines: Vec<Line>,
    /// How many the whole list holds.
    pub total: u64,
    /// There is more before this page.
    pub earlier: Option<PersonId>,
    /// There is more after this page.
    pub later: Option<PersonId>,
}

/// Persons of this community, as far as the right to see them reaches (rules P3, P12).
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn list(ctx: &Context, query: &Query) -> Result<Page, Error> {
    reached(ctx, Permission::SeePeople, query).await
}

/// The same for the holders of any permission over persons: whoever lives where it reaches.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub(crate) async fn reached(
    ctx: &Context,
    permission: Permission,
    query: &Query,
) -> Result<Page, Error> {
    ctx.require(permission)?;
    let mut read = ctx.db().read().await?;
    let estate = estate::load(&mut read, ctx).await?;
    let mut statement = Statement::new("select p.id, p.name, p.telephone from person p");
    narrow(&mut statement, ctx, permission, query, &estate);
    let backwards = query.before.is_some();
    if let Some(id) = query.after.or(query.before) {
        let piece = if backwards {
            "and p.id > ?"
        } else {
            "and p.id < ?"
        };
        statement.number(piece, id.get());
    }
    statement.push(if backwards {
        "order by p.id"
    } else {
        "order by p.id desc"
    });
    statement.number("limit ?", i64::try_from(PAGE + 1).unwrap_or(i64::MAX));
    let mut rows = statement
        .all::<(i64, String, Option<String>)>(&mut read)
        .await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    if backwards {
        rows.reverse();
    }
    let mut lines: Vec<_> = rows
        .into_iter()
        .map(|(id, name, kept)| Line {
            id: PersonId::new(id),
            name,
            doors: Vec::new(),
            telephone: number(kept),
            posts: Vec::new(),
        })
        .collect();
    complete(&mut read, ctx, &mut lines).await?;
    let first = lines.first().map(|line| line.id);
    let last = lines.last().map(|line| line.id);
    let (earlier, later) = if backwards {
        (first.filter(|_| more), last)
    } else {
        (
            first.filter(|_| query.after.is_some()),
            last.filter(|_| more),
        )
    };
    let mut count = Statement::new("select count(*) from person p");
    narrow(&mut count, ctx, permission, query, &estate);
    let total = count.all::<(i64,)>(&mut read).await?;
    Ok(Page {
        lines,
        total: total
            .first()
            .map_or(0, |(total,)| u64::try_from(*total).unwrap_or(0)),
        earlier,
        later,
    })
}

fn narrow(
    statement: &mut Statement,
    ctx: &Context,
    permission: Permission,
    query: &Query,
    estate: &Estate,
) {
    let today = today(ctx);
    statement.number("where p.community_id = ?", ctx.community.id.get());
    within(statement, ctx, permission, &today);
    match query.with {
        Some(With::Post) => {
            statement
                .number(
                    "and exists (select 1 from post_holding t where t.person_id = p.id
                         and t.valid_from <= ?",
                    ctx.now.millis(),
                )
                .number(
                    "and (t.valid_until is null or t.valid_until > ?))",
                    ctx.now.millis(),
                );
        }
        Some(With::NoAccount) => {
            statement.push("and not exists (select 1 from account a where a.person_id = p.id)");
        }
        None => {}
    }
    if let Some(building) = query.building {
        statement
            .number(
                "and p.id in (select m.person_id from household_member m
                     join household h on h.id = m.household_id where h.building_id = ?",
                building.get(),
            )
            .text("and (m.until is null or m.until > ?))", today.clone());
    }
    if let Some(sought) = &query.sought {
        find(statement, ctx, sought, estate, &today);
    }
}

/// A right on a part of the community reaches whoever lives there now (rule P12).
fn within(statement: &mut Statement, ctx: &Context, permission: Permission, today: &str) {
    // Whoever lives nowhere yet is the office's, not a captain's.
    let mut rights = ctx.rights_with(permission);
    if rights.any(|right| right.post.is_staff() && ctx.community.path.starts_with(&right.path)) {
        return;
    }
    statement.text(
        "and exists (select 1 from household_member m
             join household h on h.id = m.household_id
             join building b on b.id = h.building_id
             join org_node n on n.id = b.node_id
             where m.person_id = p.id and (m.until is null or m.until > ?) and (1 = 0",
        today.to_owned(),
    );
    for right in ctx.rights_with(permission) {
        // Paths are digits and slashes only.
        statement.text("or n.path like ?", format!("{}%", right.path));
    }
    statement.push("))");
}

/// The ids found by each index, put together.
fn find(statement: &mut Statement, ctx: &Context, sought: &Sought, estate: &Estate, today: &str) {
    let community = ctx.community.id.get();
    let first: String = sought.name.chars().take(1).collect();
    let length = i64::try_from(sought.name.chars().count()).unwrap_or(i64::MAX);
    statement.push("and p.id in (select s.id from person s where 1 = 0");
    for (begins, whole) in [
        (
            "and substr(s.name, 1, 1) = ?",
            "and substr(s.name, 1, cast(? as integer)) =",
        ),
        (
            "and substr(s.name, 2, 1) = ?",
            "and substr(s.name, 2, cast(? as integer)) =",
        ),
        (
            "and substr(s.name, 3, 1) = ?",
            "and substr(s.name, 3, cast(? as integer)) =",
        ),
        (
            "and substr(s.name, 4, 1) = ?",
            "and substr(s.name, 4, cast(? as integer)) =",
        ),
    ] {
        statement
            .number(
                "union all select s.id from person s where s.community_id = ?",
                community,
            )
            .text(begins, first.clone())
            .number(whole, length)
            .text("?", sought.name.clone());
    }
    if let Some(tail) = &sought.tail {
        statement
            .number(
                "union all select s.id from person s where s.community_id = ?",
                community,
            )
            .text(
                "and substr(s.telephone, length(s.telephone) - 3) = ?",
                tail.clone(),
            );
    }
    statement
        .number(
            "union all select m.person_id from household h
             join household_member m on m.household_id = h.id where h.community_id = ?",
            community,
        )
        .text("and h.door = ?", sought.door.clone())
        .text("and (m.until is null or m.until > ?)", today.to_owned());
    if let Some(building) = &sought.building {
        statement.push("and (1 = 0");
        for known in &estate.buildings {
            let fits = leading(&known.name) == building.as_str();
            if fits && sought.unit.is_none() {
                statement.number("or h.building_id = ?", known.id.get());
            }
            for (unit, name) in known.units.iter().filter(|_| fits) {
                if sought
                    .unit
                    .as_deref()
                    .is_some_and(|sought| sought == leading(name))
                {
                    statement.number("or h.unit_id = ?", unit.get());
                }
            }
        }
        statement.push(")");
    }
    statement.push(")");
}

/// The number that a building's or a unit's name begins with.
fn leading(name: &str) -> &str {
    let end = name
        .find(|character: char| !character.is_ascii_alphanumeric())
        .unwrap_or(name.len());
    &name[..end]
}

/// Doors and posts of a page, in one statement each.
async fn complete(read: &mut Read, ctx: &Context, lines: &mut [Line]) -> Result<(), Error> {
    let ids: Vec<_> = lines.iter().map(|line| line.id).collect();
    let doors = doors(read, ctx, &ids).await?;
    let ids = listed(&ids)?;
    let posts = sql!(
        read, all as (i64, String, String),
        { sqlite: "select t.person_id, t.post, n.name from post_holding t
                   join org_node n on n.id = t.node_id
                   where t.person_id in (select value from json_each($1))
                     and t.valid_from <= $2 and (t.valid_until is null or t.valid_until > $2)
                   order by t.id",
          postgres: "select t.person_id, t.post, n.name from post_holding t
                     join org_node n on n.id = t.node_id
                     where t.person_id in (select cast(value as bigint)
                                           from jsonb_array_elements_text(cast($1 as jsonb)) as value)
                       and t.valid_from <= $2 and (t.valid_until is null or t.valid_until > $2)
                     order by t.id" },
        &ids, ctx.now.millis(),
    )?;
    for line in lines {
        let id = line.id.get();
        line.doors = doors
            .iter()
            .filter(|(person, _)| *person == id)
            .map(|(_, door)| door.clone())
            .collect();
        line.posts = posts
            .iter()
            .filter(|(person, ..)| *person == id)
            .filter_map(|(_, post, place)| Some((Post::parse(post)?, place.clone())))
            .collect();
    }
    Ok(())
}

fn listed(ids: &[PersonId]) -> Result<String, Error> {
    serde_json::to_string(ids).map_err(|_| Error::Unexpected("ids are no list"))
}

/// Where each of some persons lives now.
pub(crate) async fn doors(
    db: &mut impl Connection,
    ctx: &Context,
    ids: &[PersonId],
) -> Result<Vec<(i64, String)>, Error> {
    let rows = sql!(
        db, all as (i64, String, String, String),
        { sqlite: "select m.person_id, b.name, u.name, h.door from household_member m
                   join household h on h.id = m.household_id and h.community_id = $2
                   join building b on b.id = h.building_id
                   join unit u on u.id = h.unit_id
                   where m.person_id in (select value from json_each($1))
                     and (m.until is null or m.until > $3)
                   order by b.sort, u.sort, h.sort, h.id",
          postgres: "select m.person_id, b.name, u.name, h.door from household_member m
                     join household h on h.id = m.household_id and h.community_id = $2
                     join building b on b.id = h.building_id
                     join unit u on u.id = h.unit_id
                     where m.person_id in (select cast(value as bigint)
                                           from jsonb_array_elements_text(cast($1 as jsonb)) as value)
                       and (m.until is null or m.until > $3)
                     order by b.sort, u.sort, h.sort, h.id" },
        listed(ids)?, ctx.community.id.get(), today(ctx),
    )?;
    Ok(rows
        .into_iter()
        .map(|(person, building, unit, door)| (person, format!("{building} {unit} {door}")))
        .collect())
}
