//! Hours entered afterwards (补录): by whoever served, or for them, until somebody else says yes or
//! no (rules V13, P14).

mod list;

use domain::audit::Deed;
use domain::hours::{Against, Draft, NewClaim, Source, Whose, may_judge};
use domain::id::{HoursClaimId, PersonId};
use domain::message::Kind as Told;
use domain::permission::Permission;
use domain::problem::Problem;
use domain::words::Words;
use serde_json::json;

use super::rows::{self, New};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::patrol::kind::{self, Kind};
use crate::{message, request_key, sql};

pub use list::{Claim, Page, State, own, page};

/// The use case's name among the request keys.
const ENTER: &str = "hours.claim";
/// Whoever led a shift in so many days enters hours for those who were there.
const LED_DAYS: i64 = 90;
/// More people than a leader has in that time.
const MOST: i64 = 200;

/// What the form offers.
#[derive(Debug, Clone)]
pub struct Choices {
    /// What there is to do.
    pub kinds: Vec<Kind>,
    /// Whose hours may be entered, with what they are called; oneself first, without a name.
    pub whose: Vec<(Whose, String)>,
}

/// What the form offers whoever asks. `wanted` is somebody else, whom staff chose before.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn choices(ctx: &Context, wanted: Whose) -> Result<Choices, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut read = ctx.db().read().await?;
    choices_in(&mut read, ctx, me, wanted).await
}

async fn choices_in(
    db: &mut impl Connection,
    ctx: &Context,
    me: PersonId,
    wanted: Whose,
) -> Result<Choices, Error> {
    let mut kinds = kind::all(db, ctx).await?;
    kinds.retain(|kind| !kind.is_retired);
    let mut whose = vec![(Whose::Mine, String::new())];
    whose.extend(children(db, ctx, me).await?);
    whose.extend(led(db, ctx, me).await?);
    let is_staff = ctx.may_at(Permission::ManagePatrols, &ctx.community.path);
    if let Whose::Of(person) = wanted
        && is_staff
        && person != me
        && !whose.iter().any(|(known, _)| *known == wanted)
        && !is_child(db, person).await?
        && let Ok(name) = rows::name_of(db, ctx, person).await
    {
        whose.push((wanted, name));
    }
    Ok(Choices { kinds, whose })
}

/// Whether somebody is a child, whose hours are kept under the guardian's record (rule P21).
async fn is_child(db: &mut impl Connection, person: PersonId) -> Result<bool, Error> {
    let found = sql!(
        db,
        optional as (i64,),
        "select person_id from child where person_id = $1",
        person.get(),
    )?;
    Ok(found.is_some())
}

/// The children of a guardian, with their names.
pub(crate) async fn children(
    db: &mut impl Connection,
    ctx: &Context,
    guardian: PersonId,
) -> Result<Vec<(Whose, String)>, Error> {
    let rows = sql!(
        db,
        all as (i64, String),
        "select p.id, p.name from child c join person p on p.id = c.person_id
         where c.guardian_id = $1 and c.community_id = $2 order by p.id",
        guardian.get(),
        ctx.community.id.get(),
    )?;
    Ok(rows
        .into_iter()
        .map(|(child, name)| (Whose::Child(PersonId::new(child)), name))
        .collect())
}

/// Whoever was on a shift that `leader` led lately, without children, who go with their guardian.
async fn led(
    db: &mut impl Connection,
    ctx: &Context,
    leader: PersonId,
) -> Result<Vec<(Whose, String)>, Error> {
    let rows = sql!(
        db,
        all as (i64, String),
        "select p.id, coalesce(a.display_name, p.name) from person p
         left join account a on a.person_id = p.id
         where p.id <> $1 and p.community_id = $2 and p.id in (
             select u.person_id from patrol_sign_up u
             join patrol_shift s on s.id = u.shift_id
             join patrol_sign_up l on l.shift_id = s.id and l.person_id = $1 and l.role = 'leader'
                  and l.state in ('confirmed', 'checked_in', 'completed')
             where u.guardian_id is null and u.is_active = 1 and s.community_id = $2
               and s.starts_at <= $3 and s.starts_at > $4)
         order by p.id limit $5",
        leader.get(),
        ctx.community.id.get(),
        ctx.now.millis(),
        ctx.now.millis() - LED_DAYS * 24 * 60 * 60 * 1000,
        MOST,
    )?;
    Ok(rows
        .into_iter()
        .map(|(person, name)| (Whose::Of(PersonId::new(person)), name))
        .collect())
}

/// Enters hours afterwards; they count once somebody else has said yes. The same form sent again
/// gives the same claim (rule R3).
///
/// # Errors
/// `SignIn`, `Invalid` with the fields at fault, or when the store fails.
pub async fn enter(ctx: &Context, draft: Draft) -> Result<HoursClaimId, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    if let Some(id) = request_key::answered_before(ctx, ENTER, &draft.request_key).await? {
        return before(&id);
    }
    let new = check(ctx, me, &draft).await?;
    let (person, child) = match new.whose {
        Whose::Mine => (me, None),
        Whose::Child(child) => (me, Some(child)),
        Whose::Of(person) => (person, None),
    };

    let mut tx = ctx.db().write().await?;
    if let Some(id) = request_key::answered(&mut tx, ctx, ENTER, &new.request_key).await? {
        return before(&id);
    }
    let (id,) = sql!(
        &mut tx,
        one as (i64,),
        "insert into hours_claim (community_id, person_id, child_id, kind_id, on_day, minutes, words,
                                  state, entered_by, entered_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $9) returning id",
        ctx.community.id.get(),
        person.get(),
        child.map(PersonId::get),
        new.kind.get(),
        new.day.to_string(),
        new.minutes,
        new.words.as_str(),
        me.get(),
        ctx.now.millis(),
    )?;
    let id = HoursClaimId::new(id);
    let entry = entry(Deed::HoursClaimed, id, person)
        .became(json!({ "minutes": new.minutes, "day": new.day }));
    audit::record(&mut tx, ctx, entry).await?;
    request_key::answer(&mut tx, ctx, ENTER, &new.request_key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(id)
}

fn before(answer: &str) -> Result<HoursClaimId, Error> {
    answer
        .parse()
        .map_err(|_| Error::Unexpected("a kept answer is no claim"))
}

fn entry(deed: Deed, id: HoursClaimId, person: PersonId) -> Entry {
    Entry::new(deed, format!("hours_claim/{id}")).whose(person)
}

async fn check(ctx: &Context, me: PersonId, draft: &Draft) -> Result<NewClaim, Error> {
    let wanted = Whose::parse(&draft.whose).unwrap_or(Whose::Mine);
    let mut read = ctx.db().read().await?;
    let choices = choices_in(&mut read, ctx, me, wanted).await?;
    let whose: Vec<_> = choices.whose.iter().map(|(whose, _)| *whose).collect();
    let kinds: Vec<_> = choices.kinds.iter().map(|kind| kind.id).collect();
    Ok(draft.check(Against {
        now: ctx.now,
        zone: &ctx.community.zone,
        whose: &whose,
        kinds: &kinds,
    })?)
}

/// Says yes: the hours are in the ledger, and the person is told, in one transaction. Said twice,
/// it is done once.
///
/// # Errors
/// `SignIn`, `Denied` also for one's own hours and for those that one entered (rules V13, P14),
/// `NotFound`, `Changed` where something else was decided meanwhile, or when the store fails.
pub async fn approve(ctx: &Context, id: HoursClaimId) -> Result<(), Error> {
    let mut tx = ctx.db().write().await?;
    let (claim, me) = judged(&mut tx, ctx, id).await?;
    match claim.state {
        State::Waiting => {}
        State::Approved => return Ok(()),
        State::Declined | State::Withdrawn => return Err(Error::Changed),
    }
    let new = New {
        person: claim.person,
        child: claim.child,
        source: Source::BackEntered,
        shift: None,
        sign_up: None,
        claim: Some(id),
        day: rows::day(&claim.on_day)?,
        span: None,
        minutes: claim.minutes,
        words: claim.words.clone(),
        approved_by: Some(me),
    };
    rows::insert(&mut tx, ctx, &new).await?;
    decided(&mut tx, ctx, id, &claim, State::Approved, "").await?;
    tx.commit().await?;
    Ok(())
}

/// Says no, with a reason that the person reads. Said twice, it is done once.
///
/// # Errors
/// Those of [`approve`], and `Invalid` without a reason.
pub async fn decline(ctx: &Context, id: HoursClaimId, reason: &str) -> Result<(), Error> {
    let mut tx = ctx.db().write().await?;
    let (claim, _) = judged(&mut tx, ctx, id).await?;
    match claim.state {
        State::Waiting => {}
        State::Declined => return Ok(()),
        State::Approved | State::Withdrawn => return Err(Error::Changed),
    }
    let reason = Words::<200>::parse(reason).map_err(|problem| {
        let problem = match problem {
            Problem::Missing => Problem::NeedsReason,
            other => other,
        };
        Error::at("reason", problem)
    })?;
    decided(&mut tx, ctx, id, &claim, State::Declined, reason.as_str()).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a claim back that waits: whoever entered it, or whose hours they are. Pressed twice, it is
/// done once.
///
/// # Errors
/// `SignIn`, `NotFound` also for somebody else's, `Changed` once it is decided, or when the store
/// fails.
pub async fn withdraw(ctx: &Context, id: HoursClaimId) -> Result<(), Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut tx = ctx.db().write().await?;
    let claim = locked(&mut tx, ctx, id).await?;
    if claim.person != me && claim.entered_by != Some(me) {
        return Err(Error::NotFound);
    }
    match claim.state {
        State::Waiting => {}
        State::Withdrawn => return Ok(()),
        State::Approved | State::Declined => return Err(Error::Changed),
    }
    sql!(
        &mut tx,
        execute,
        "update hours_claim set state = 'withdrawn', decided_by = $2, decided_at = $3,
                version = version + 1 where id = $1",
        id.get(),
        me.get(),
        ctx.now.millis(),
    )?;
    tx.commit().await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    person_id: i64,
    child_id: Option<i64>,
    on_day: String,
    minutes: i64,
    words: String,
    state: String,
    entered_by: Option<i64>,
}

/// A claim under its person's lock.
struct Locked {
    person: PersonId,
    child: Option<PersonId>,
    on_day: String,
    minutes: i64,
    words: String,
    state: State,
    entered_by: Option<PersonId>,
}

async fn locked(tx: &mut Tx, ctx: &Context, id: HoursClaimId) -> Result<Locked, Error> {
    let (person,) = sql!(
        tx,
        optional as (i64,),
        "select person_id from hours_claim where id = $1 and community_id = $2",
        id.get(),
        ctx.community.id.get(),
    )?
    .ok_or(Error::NotFound)?;
    tx.lock(Lock::Person(PersonId::new(person))).await?;
    let row = sql!(
        tx,
        one as Row,
        "select person_id, child_id, on_day, minutes, words, state, entered_by
         from hours_claim where id = $1",
        id.get(),
    )?;
    Ok(Locked {
        person: PersonId::new(row.person_id),
        child: row.child_id.map(PersonId::new),
        on_day: row.on_day,
        minutes: row.minutes,
        words: row.words,
        state: State::parse(&row.state).ok_or(Error::Unexpected("a claim's state is unknown"))?,
        entered_by: row.entered_by.map(PersonId::new),
    })
}

/// A claim that who asks may decide, and who that is.
async fn judged(tx: &mut Tx, ctx: &Context, id: HoursClaimId) -> Result<(Locked, PersonId), Error> {
    let me = ctx
        .require_at(Permission::ManagePatrols, &ctx.community.path)?
        .person;
    let claim = locked(tx, ctx, id).await?;
    if may_judge(me, claim.person, claim.entered_by) {
        Ok((claim, me))
    } else {
        Err(ctx.refused(Permission::ManagePatrols))
    }
}

/// Writes the decision down, records it and tells the person.
async fn decided(
    tx: &mut Tx,
    ctx: &Context,
    id: HoursClaimId,
    claim: &Locked,
    state: State,
    reason: &str,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update hours_claim set state = $2, decided_by = $3, decided_at = $4, reason = $5,
                version = version + 1 where id = $1",
        id.get(),
        state.as_str(),
        ctx.signed_in().map(|me| me.person.get()),
        ctx.now.millis(),
        reason,
    )?;
    let is_approved = state == State::Approved;
    let mut entry = entry(Deed::HoursDecided, id, claim.person)
        .became(json!({ "approved": is_approved, "minutes": claim.minutes }));
    if !reason.is_empty() {
        entry = entry.personal(json!({ "words": reason }));
    }
    audit::record(tx, ctx, entry).await?;
    let subject = format!("hours_claim/{id}");
    let args = json!({ "minutes": claim.minutes, "approved": is_approved, "reason": reason });
    message::tell(tx, ctx, claim.person, Told::HoursDecided, &subject, args).await
}
