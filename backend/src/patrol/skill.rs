//! Who is trained to lead (rule V11).

use domain::audit::Deed;
use domain::id::PersonId;
use domain::instant::Instant;
use domain::permission::Permission;

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::error::Error;
use crate::sql;

/// Somebody who may lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trained {
    /// Who.
    pub person: PersonId,
    /// What the person is called.
    pub name: String,
    /// Since when.
    pub since: Instant,
    /// How many shifts the person has led.
    pub led: i64,
}

/// Everybody who is trained to lead, the longest first.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn all(ctx: &Context) -> Result<Vec<Trained>, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut read = ctx.db().read().await?;
    let rows = sql!(
        &mut read,
        all as (i64, String, i64, i64),
        "select k.person_id, p.name, k.given_at,
                (select count(*) from patrol_sign_up u
                 where u.person_id = k.person_id and u.role = 'leader' and u.state = 'completed')
         from patrol_skill k join person p on p.id = k.person_id
         where k.community_id = $1 and k.skill = 'leader'
         order by k.given_at, k.person_id limit 1000",
        ctx.community.id.get(),
    )?;
    Ok(rows
        .into_iter()
        .map(|(person, name, since, led)| Trained {
            person: PersonId::new(person),
            name,
            since: Instant::from_millis(since),
            led,
        })
        .collect())
}

/// Notes that somebody is trained to lead. Pressed twice, it is done once.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` also for another community's person (rule P3), or when the store
/// fails.
pub async fn give(ctx: &Context, person: PersonId) -> Result<(), Error> {
    let staff = ctx
        .require_at(Permission::ManagePatrols, &ctx.community.path)?
        .person;
    let mut tx = ctx.db().write().await?;
    sql!(
        &mut tx,
        optional as (i64,),
        "select id from person where id = $1 and community_id = $2",
        person.get(),
        ctx.community.id.get(),
    )?
    .ok_or(Error::NotFound)?;
    let given = sql!(
        &mut tx,
        execute,
        "insert into patrol_skill (person_id, community_id, skill, given_at, given_by)
         values ($1, $2, 'leader', $3, $4) on conflict do nothing",
        person.get(),
        ctx.community.id.get(),
        ctx.now.millis(),
        staff.get(),
    )?;
    if given == 0 {
        return Ok(());
    }
    let entry = Entry::new(Deed::PatrolSkillGiven, format!("person/{person}")).whose(person);
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes it back; shifts that the person leads already stay theirs. Pressed twice, it is done once.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn take(ctx: &Context, person: PersonId) -> Result<(), Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut tx = ctx.db().write().await?;
    sql!(
        &mut tx,
        optional as (i64,),
        "select id from person where id = $1 and community_id = $2",
        person.get(),
        ctx.community.id.get(),
    )?
    .ok_or(Error::NotFound)?;
    let taken = sql!(
        &mut tx,
        execute,
        "delete from patrol_skill
         where person_id = $1 and community_id = $2 and skill = 'leader'",
        person.get(),
        ctx.community.id.get(),
    )?;
    if taken == 0 {
        return Ok(());
    }
    let entry = Entry::new(Deed::PatrolSkillTaken, format!("person/{person}")).whose(person);
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(())
}
