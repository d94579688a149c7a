//! What waits today, for 今天要办.

use std::collections::BTreeMap;

use domain::id::BuildingId;
use domain::instant::Instant;
use domain::permission::Permission;
use domain::report::{Number, State};

use super::list::{by_state, own_org};
use crate::context::Context;
use crate::error::Error;
use crate::sql;

/// Reports in one state that wait for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// In which state.
    pub state: State,
    /// How many.
    pub count: u64,
    /// The one that has waited longest.
    pub first: Number,
    /// When that one was last touched.
    pub since: Instant,
}

/// What waits for whoever works here, in the order in which it should be done: staff accept,
/// dispatch and check; an organisation starts and finishes what it was given.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn waiting(ctx: &Context) -> Result<Vec<Waiting>, Error> {
    ctx.require(Permission::SeeWork)?;
    let org = own_org(ctx);
    let mine: &[State] = if org.is_some() {
        &[State::Dispatched, State::InProgress, State::OnHold]
    } else {
        &[
            State::Reported,
            State::PendingCheck,
            State::Accepted,
            State::NeedsInfo,
            State::OnHold,
        ]
    };
    let mut read = ctx.db().read().await?;
    let counts = by_state(&mut read, ctx).await?;
    let mut waiting = Vec::new();
    for state in mine {
        let Some((_, count)) = counts.iter().find(|(counted, _)| counted == state) else {
            continue;
        };
        let oldest = sql!(
            &mut read,
            optional as (i64, i64, i64),
            "select year, seq, updated_at from report
             where community_id = $1 and state = $2 and ($3 = 0 or lead_org_id = $3)
             order by id limit 1",
            ctx.community.id.get(),
            state.as_str(),
            org.map_or(0, domain::id::ServiceOrgId::get),
        )?;
        let Some((year, seq, since)) = oldest else {
            continue;
        };
        let year = i16::try_from(year).map_err(|_| Error::Unexpected("year out of range"))?;
        let (first, since) = (Number { year, seq }, Instant::from_millis(since));
        waiting.push(Waiting {
            state: *state,
            count: *count,
            first,
            since,
        });
    }
    Ok(waiting)
}

/// How many reports are open at each building, of those that the person works on; buildings without
/// any are left out.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn open_at_buildings(ctx: &Context) -> Result<BTreeMap<BuildingId, i64>, Error> {
    ctx.require(Permission::SeeWork)?;
    let mut read = ctx.db().read().await?;
    Ok(sql!(
        &mut read,
        all as (i64, i64),
        "select building_id, cast(sum(n) as bigint) from report_tally
         where community_id = $1 and is_open = 1 and building_id <> 0
           and ($2 = 0 or lead_org_id = $2)
         group by building_id having sum(n) > 0",
        ctx.community.id.get(),
        own_org(ctx).map_or(0, domain::id::ServiceOrgId::get),
    )?
    .into_iter()
    .map(|(building, n)| (BuildingId::new(building), n))
    .collect())
}
