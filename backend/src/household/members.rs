//! Moving in and out (rule P2).

use domain::audit::Deed;
use domain::household::{MoveIn, Mover};
use domain::id::{HouseholdId, PersonId};
use domain::instant::LocalDate;
use domain::permission::Permission;
use domain::problem::Problem;
use domain::request_key::RequestKey;
use domain::telephone::Telephone;
use serde_json::json;

use super::{Member, find};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock};
use crate::error::Error;
use crate::filter::Statement;
use crate::join::{card, newcomer};
use crate::{request_key, sql};

const MOVE_IN: &str = "household.move_in";
/// How many people a search shows.
const MOST_FOUND: i64 = 10;

/// What became of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// They live there now.
    In,
    /// They lived there already.
    LivedThere,
}

/// Somebody who was searched for.
#[derive(Debug, Clone)]
pub struct Found {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their number, which prints itself masked (rule P17).
    pub telephone: Option<Telephone>,
    /// One of their doors.
    pub door: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    name: String,
    since: String,
    telephone: Option<String>,
    account: Option<i64>,
    child: Option<i64>,
    until: Option<String>,
}

pub(super) async fn of(
    db: &mut impl Connection,
    ctx: &Context,
    id: HouseholdId,
) -> Result<Vec<Member>, Error> {
    let rows = sql!(
        db,
        all as Row,
        "select p.id, p.name, m.since, p.telephone, a.id as account, c.person_id as child, m.until
         from household_member m join person p on p.id = m.person_id
         left join account a on a.person_id = p.id left join child c on c.person_id = p.id
         where m.household_id = $1 and (m.until is null or m.until > $2)
         order by m.since, m.id",
        id.get(),
        newcomer::today(ctx),
    )?;
    Ok(rows
        .into_iter()
        .map(|row| Member {
            person: PersonId::new(row.id),
            name: row.name,
            since: row.since,
            telephone: row.telephone.and_then(|kept| Telephone::parse(&kept).ok()),
            has_account: row.account.is_some(),
            is_child: row.child.is_some(),
            until: row.until,
        })
        .collect())
}

/// People of this community by the beginning of their name, or by their whole number.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn people(ctx: &Context, searched: &str) -> Result<Vec<Found>, Error> {
    ctx.require(Permission::AdmitResidents)?;
    let searched = searched.trim();
    if searched.is_empty() || searched.contains('\0') || searched.chars().count() > 40 {
        return Ok(Vec::new());
    }
    let mut statement = Statement::new(
        "select p.id, p.name, p.telephone,
                (select min(h.door) from household_member m join household h on h.id = m.household_id
                 where m.person_id = p.id and m.until is null) as door
         from person p where",
    );
    statement.number("p.community_id = ?", ctx.community.id.get());
    if let Ok(telephone) = Telephone::parse(searched) {
        statement.text("and p.telephone = ?", telephone.dial());
    } else {
        let length = i64::try_from(searched.chars().count()).unwrap_or(0);
        statement
            .number("and substr(p.name, 1, cast(? as integer))", length)
            .text("= ?", searched);
    }
    statement
        .push("and not exists (select 1 from child c where c.person_id = p.id)")
        .push("order by p.name, p.id")
        .number("limit ?", MOST_FOUND);
    let mut read = ctx.db().read().await?;
    let rows: Vec<(i64, String, Option<String>, Option<String>)> = statement.all(&mut read).await?;
    Ok(rows
        .into_iter()
        .map(|(id, name, telephone, door)| Found {
            person: PersonId::new(id),
            name,
            telephone: telephone.and_then(|kept| Telephone::parse(&kept).ok()),
            door,
        })
        .collect())
}

/// Moves somebody in, known or new. The same form sent twice does it once.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Invalid` with the fields at fault, or when the store fails.
pub async fn move_in(ctx: &Context, id: HouseholdId, form: MoveIn) -> Result<Moved, Error> {
    {
        let mut read = ctx.db().read().await?;
        find(&mut read, ctx, id).await?;
    }
    let mover = form.check()?;
    let key = RequestKey::parse(&form.request_key)
        .map_err(|problem| Error::at("request_key", problem))?;
    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, MOVE_IN, &key)
        .await?
        .is_some()
    {
        return Ok(Moved::In);
    }
    tx.lock(Lock::Household(id)).await?;
    let person = match mover {
        Mover::Known(person) => {
            sql!(
                &mut tx,
                optional as (i64,),
                "select id from person where id = $1 and community_id = $2",
                person.get(),
                ctx.community.id.get(),
            )?
            .ok_or(Error::at("person", Problem::NotAChoice))?;
            person
        }
        Mover::New { name, telephone } => {
            let number = telephone.as_ref().map(Telephone::dial);
            newcomer::new_person(&mut tx, ctx, name.as_str(), number).await?
        }
    };
    if !newcomer::move_in(&mut tx, ctx, id, person).await? {
        return Ok(Moved::LivedThere);
    }
    let entry = Entry::new(Deed::HouseholdMovedIn, format!("household/{id}"))
        .whose(person)
        .became(json!({ "person": person, "since": newcomer::today(ctx) }));
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(Moved::In)
}

/// Moves somebody out from a day on; their cards of this household end.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` for who does not live there, `Invalid` at `until`, or when the
/// store fails.
pub async fn move_out(
    ctx: &Context,
    id: HouseholdId,
    person: PersonId,
    until: &str,
) -> Result<(), Error> {
    {
        let mut read = ctx.db().read().await?;
        find(&mut read, ctx, id).await?;
    }
    let until = LocalDate::parse(until).map_err(|problem| Error::at("until", problem))?;
    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Household(id)).await?;
    let moved = sql!(
        &mut tx,
        execute,
        "update household_member set until = $3
         where household_id = $1 and person_id = $2 and (until is null or until > $4)",
        id.get(),
        person.get(),
        until.to_string(),
        newcomer::today(ctx),
    )?;
    if moved == 0 {
        return Err(Error::NotFound);
    }
    card::end_all(&mut tx, ctx, Some(id), person).await?;
    let entry = Entry::new(Deed::HouseholdMovedOut, format!("household/{id}"))
        .whose(person)
        .became(json!({ "person": person, "until": until.to_string() }));
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(())
}
