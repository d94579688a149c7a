//! The ledger's statements: only ever `insert`.

use domain::hours::Source;
use domain::id::{HoursClaimId, HoursEntryId, PatrolShiftId, PatrolSignUpId, PersonId};
use domain::instant::{Instant, LocalDate};
use domain::patrol::eligible::Span;

use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::sql;

/// What an entry says, without who wrote it and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct New {
    pub person: PersonId,
    pub child: Option<PersonId>,
    pub source: Source,
    pub shift: Option<PatrolShiftId>,
    pub sign_up: Option<PatrolSignUpId>,
    pub claim: Option<HoursClaimId>,
    pub day: LocalDate,
    pub span: Option<Span>,
    pub minutes: i64,
    pub words: String,
    pub approved_by: Option<PersonId>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    person_id: i64,
    child_id: Option<i64>,
    source: String,
    shift_id: Option<i64>,
    sign_up_id: Option<i64>,
    claim_id: Option<i64>,
    on_day: String,
    began_at: Option<i64>,
    ended_at: Option<i64>,
    minutes: i64,
    words: String,
    approved_by: Option<i64>,
}

impl Row {
    fn entry(self) -> Result<(HoursEntryId, New), Error> {
        let span = self.began_at.zip(self.ended_at);
        let new = New {
            person: PersonId::new(self.person_id),
            child: self.child_id.map(PersonId::new),
            source: source(&self.source)?,
            shift: self.shift_id.map(PatrolShiftId::new),
            sign_up: self.sign_up_id.map(PatrolSignUpId::new),
            claim: self.claim_id.map(HoursClaimId::new),
            day: day(&self.on_day)?,
            span: span.map(|(starts, ends)| Span {
                starts: Instant::from_millis(starts),
                ends: Instant::from_millis(ends),
            }),
            minutes: self.minutes,
            words: self.words,
            approved_by: self.approved_by.map(PersonId::new),
        };
        Ok((HoursEntryId::new(self.id), new))
    }
}

pub(super) fn source(name: &str) -> Result<Source, Error> {
    Source::parse(name).ok_or(Error::Unexpected("the source of hours is unknown"))
}

pub(super) fn day(text: &str) -> Result<LocalDate, Error> {
    text.parse()
        .map_err(|_| Error::Unexpected("the day of an entry is no date"))
}

/// What a sign-up stands credited with: entries that are no reversals and that none takes back.
pub(super) async fn standing_of(
    db: &mut impl Connection,
    ctx: &Context,
    sign_up: PatrolSignUpId,
) -> Result<Vec<(HoursEntryId, New)>, Error> {
    sql!(
        db,
        all as Row,
        "select e.id, e.person_id, e.child_id, e.source, e.shift_id, e.sign_up_id, e.claim_id,
                e.on_day, e.began_at, e.ended_at, e.minutes, e.words, e.approved_by
         from hours_entry e
         where e.sign_up_id = $1 and e.community_id = $2 and e.reverses_id is null
           and not exists (select 1 from hours_entry r where r.reverses_id = e.id)
         order by e.id",
        sign_up.get(),
        ctx.community.id.get(),
    )?
    .into_iter()
    .map(Row::entry)
    .collect()
}

/// Whether staff corrected what was credited for a sign-up: a correction gives its reason in words,
/// what follows from a tick has none.
pub(super) async fn is_corrected(
    db: &mut impl Connection,
    sign_up: PatrolSignUpId,
) -> Result<bool, Error> {
    let found = sql!(
        db,
        optional as (i64,),
        "select id from hours_entry where sign_up_id = $1 and words <> '' limit 1",
        sign_up.get(),
    )?;
    Ok(found.is_some())
}

/// Adds an entry. The person is locked.
pub(super) async fn insert(tx: &mut Tx, ctx: &Context, new: &New) -> Result<HoursEntryId, Error> {
    write(tx, ctx, new, None).await
}

/// Takes an entry back: the same with its minutes negative, and why in words, which may be empty.
/// The person is locked, and nothing reverses it yet.
pub(super) async fn reverse(
    tx: &mut Tx,
    ctx: &Context,
    id: HoursEntryId,
    kept: &New,
    why: &str,
) -> Result<(), Error> {
    let back = New {
        minutes: -kept.minutes,
        words: why.to_owned(),
        ..kept.clone()
    };
    write(tx, ctx, &back, Some(id)).await?;
    Ok(())
}

async fn write(
    tx: &mut Tx,
    ctx: &Context,
    new: &New,
    reverses: Option<HoursEntryId>,
) -> Result<HoursEntryId, Error> {
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into hours_entry (community_id, person_id, child_id, source, shift_id, sign_up_id,
                                  claim_id, on_day, began_at, ended_at, minutes, words, reverses_id,
                                  written_by, approved_by, written_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         returning id",
        ctx.community.id.get(),
        new.person.get(),
        new.child.map(PersonId::get),
        new.source.as_str(),
        new.shift.map(PatrolShiftId::get),
        new.sign_up.map(PatrolSignUpId::get),
        new.claim.map(HoursClaimId::get),
        new.day.to_string(),
        new.span.map(|span| span.starts.millis()),
        new.span.map(|span| span.ends.millis()),
        new.minutes,
        new.words.as_str(),
        reverses.map(HoursEntryId::get),
        ctx.signed_in().map(|me| me.person.get()),
        new.approved_by.map(PersonId::get),
        ctx.now.millis(),
    )?;
    Ok(HoursEntryId::new(id))
}

/// What a person of this community is called.
pub(super) async fn name_of(
    db: &mut impl Connection,
    ctx: &Context,
    person: PersonId,
) -> Result<String, Error> {
    let found = sql!(
        db,
        optional as (String,),
        "select name from person where id = $1 and community_id = $2",
        person.get(),
        ctx.community.id.get(),
    )?;
    found.map(|(name,)| name).ok_or(Error::NotFound)
}

/// The entry of that id, when it still counts: it takes nothing back and none takes it back.
pub(super) async fn standing(
    db: &mut impl Connection,
    ctx: &Context,
    id: HoursEntryId,
) -> Result<Option<New>, Error> {
    sql!(
        db,
        optional as Row,
        "select e.id, e.person_id, e.child_id, e.source, e.shift_id, e.sign_up_id, e.claim_id,
                e.on_day, e.began_at, e.ended_at, e.minutes, e.words, e.approved_by
         from hours_entry e
         where e.id = $1 and e.community_id = $2 and e.reverses_id is null
           and not exists (select 1 from hours_entry r where r.reverses_id = e.id)",
        id.get(),
        ctx.community.id.get(),
    )?
    .map(|row| row.entry().map(|(_, entry)| entry))
    .transpose()
}

/// The person under whose record an entry of this community is kept.
pub(super) async fn person_of(
    db: &mut impl Connection,
    ctx: &Context,
    id: HoursEntryId,
) -> Result<PersonId, Error> {
    let found = sql!(
        db,
        optional as (i64,),
        "select person_id from hours_entry where id = $1 and community_id = $2",
        id.get(),
        ctx.community.id.get(),
    )?;
    found
        .map(|(person,)| PersonId::new(person))
        .ok_or(Error::NotFound)
}
