//! `/me/household`: who lives with me, leaving, and my children (rules P2, P21).

use domain::household::{AgeBand, masked_name};
use domain::id::{HouseholdId, PersonId};
use domain::join::Child;
use domain::problem::Problem;
use domain::request_key::RequestKey;

use super::{card, newcomer};
use crate::context::{Context, SignedIn};
use crate::db::Lock;
use crate::error::Error;
use crate::household::{self, Household};
use crate::{request_key, sql};

const ADD_CHILD: &str = "child.add";
/// More children than anybody guards.
const MOST_CHILDREN: i64 = 12;

/// A household of mine.
#[derive(Debug, Clone)]
pub struct Home {
    /// The door.
    pub household: Household,
    /// Who lives there.
    pub members: Vec<Housemate>,
}

/// Somebody who lives with me.
#[derive(Debug, Clone)]
pub struct Housemate {
    /// Who.
    pub person: PersonId,
    /// What they are called; masked for grown-ups without an account.
    pub name: String,
    /// Since which day.
    pub since: String,
    /// Whether it is I.
    pub is_me: bool,
    /// For a child its age band.
    pub band: Option<AgeBand>,
    /// Whether it is a child of mine.
    pub is_mine: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    name: String,
    display_name: Option<String>,
    since: String,
    age_band: Option<String>,
    guardian_id: Option<i64>,
}

fn me(ctx: &Context) -> Result<&SignedIn, Error> {
    ctx.signed_in().ok_or(Error::SignIn)
}

/// My households, with who lives there.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn homes(ctx: &Context) -> Result<Vec<Home>, Error> {
    let me = me(ctx)?.person;
    let mut read = ctx.db().read().await?;
    let ids = sql!(
        &mut read,
        all as (i64,),
        "select distinct m.household_id from household_member m
         join household h on h.id = m.household_id
         where m.person_id = $1 and h.community_id = $2 and (m.until is null or m.until > $3)
         order by 1",
        me.get(),
        ctx.community.id.get(),
        newcomer::today(ctx),
    )?;
    let mut homes = Vec::new();
    for (id,) in ids {
        let household = household::load(&mut read, ctx, HouseholdId::new(id)).await?;
        let rows = sql!(
            &mut read,
            all as Row,
            "select p.id, p.name, a.display_name, m.since, c.age_band, c.guardian_id
             from household_member m join person p on p.id = m.person_id
             left join account a on a.person_id = p.id left join child c on c.person_id = p.id
             where m.household_id = $1 and (m.until is null or m.until > $2)
             order by m.since, m.id",
            id,
            newcomer::today(ctx),
        )?;
        let members = rows
            .into_iter()
            .map(|row| Housemate {
                person: PersonId::new(row.id),
                is_me: row.id == me.get(),
                is_mine: row.guardian_id == Some(me.get()),
                band: row.age_band.as_deref().and_then(AgeBand::parse),
                name: match row.display_name {
                    Some(name) => name,
                    None if row.age_band.is_some() => row.name,
                    None => masked_name(&row.name),
                },
                since: row.since,
            })
            .collect();
        homes.push(Home { household, members });
    }
    Ok(homes)
}

/// I do not live there any more, nor do my children; my card of it ends.
///
/// # Errors
/// `SignIn`, `NotFound` where I do not live, or when the store fails.
pub async fn leave(ctx: &Context, id: HouseholdId) -> Result<(), Error> {
    let me = me(ctx)?.person;
    let mut tx = ctx.db().write().await?;
    household::load(&mut tx, ctx, id).await?;
    tx.lock(Lock::Household(id)).await?;
    let today = newcomer::today(ctx);
    let left = sql!(
        &mut tx,
        execute,
        "update household_member set until = $3
         where household_id = $1 and person_id = $2 and (until is null or until > $3)",
        id.get(),
        me.get(),
        &today,
    )?;
    if left == 0 {
        return Err(Error::NotFound);
    }
    sql!(
        &mut tx,
        execute,
        "update household_member set until = $3
         where household_id = $1 and (until is null or until > $3)
           and person_id in (select person_id from child where guardian_id = $2)",
        id.get(),
        me.get(),
        &today,
    )?;
    // The card's way in goes; this sign-in stays, so that the page can say that it worked.
    card::end_of(&mut tx, ctx, id, me).await?;
    tx.commit().await?;
    Ok(())
}

/// Adds a child to one of my households: a name and an age band, no account, no birth date.
///
/// # Errors
/// `SignIn`, `NotFound` where I do not live, `Invalid` with the fields at fault.
pub async fn add_child(ctx: &Context, id: HouseholdId, form: Child) -> Result<(), Error> {
    let me = me(ctx)?.person;
    let homes = homes(ctx).await?;
    if homes.iter().all(|home| home.household.id != id) {
        return Err(Error::NotFound);
    }
    let (name, band) = form.check()?;
    let key = RequestKey::parse(&form.request_key)
        .map_err(|problem| Error::at("request_key", problem))?;
    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, ADD_CHILD, &key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    tx.lock(Lock::Household(id)).await?;
    let (count,) = sql!(
        &mut tx,
        one as (i64,),
        "select count(*) from child where guardian_id = $1",
        me.get()
    )?;
    if count >= MOST_CHILDREN {
        let max = usize::try_from(MOST_CHILDREN).unwrap_or(usize::MAX);
        return Err(Error::at("name", Problem::TooMany { max }));
    }
    let child = newcomer::new_person(&mut tx, ctx, name.as_str(), None).await?;
    sql!(
        &mut tx,
        execute,
        "insert into child (person_id, community_id, guardian_id, age_band)
         values ($1, $2, $3, $4)",
        child.get(),
        ctx.community.id.get(),
        me.get(),
        band.as_str(),
    )?;
    newcomer::move_in(&mut tx, ctx, id, child).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a child of mine out of my household: they moved, or are fourteen.
///
/// # Errors
/// `SignIn`, `NotFound` for who is no child of mine, or when the store fails.
pub async fn remove_child(ctx: &Context, child: PersonId) -> Result<(), Error> {
    let me = me(ctx)?.person;
    let mut tx = ctx.db().write().await?;
    let removed = sql!(
        &mut tx,
        execute,
        "delete from child where person_id = $1 and guardian_id = $2 and community_id = $3",
        child.get(),
        me.get(),
        ctx.community.id.get(),
    )?;
    if removed == 0 {
        return Err(Error::NotFound);
    }
    sql!(
        &mut tx,
        execute,
        "update household_member set until = $2
         where person_id = $1 and (until is null or until > $2)",
        child.get(),
        newcomer::today(ctx),
    )?;
    tx.commit().await?;
    Ok(())
}
