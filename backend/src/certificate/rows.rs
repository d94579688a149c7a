//! The certificates' statements.

use domain::certificate::{New, Number, Standing};
use domain::hours::Source;
use domain::id::{CertificateId, PersonId};
use domain::instant::{Instant, LocalDate};

use super::{Certificate, Line, Snapshot, is_back_entered};
use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::filter::Statement;
use crate::sql;

/// What a new row holds beside the form.
pub(super) struct Kept {
    pub person: PersonId,
    pub child: Option<PersonId>,
    pub number: Number,
    pub code_hash: String,
    pub entries: String,
    pub total: i64,
}

/// A certificate's own columns, in the order of [`Row`].
pub(super) const COLUMNS: &str = "select c.id, c.year, c.seq, c.person_id, c.child_id, c.real_name, \
     c.volunteer_number, c.guardian_name, c.from_day, c.until_day, c.entries, c.total_minutes, \
     c.issued_at, c.superseded_by, c.revoked_at, c.revoke_reason from certificate c";

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: i64,
    year: i64,
    seq: i64,
    person_id: Option<i64>,
    child_id: Option<i64>,
    real_name: String,
    volunteer_number: String,
    guardian_name: String,
    from_day: String,
    until_day: String,
    entries: String,
    total_minutes: i64,
    issued_at: i64,
    superseded_by: Option<i64>,
    revoked_at: Option<i64>,
    revoke_reason: String,
}

impl Row {
    fn certificate(self) -> Result<Certificate, Error> {
        let snapshot: Snapshot = serde_json::from_str(&self.entries)
            .map_err(|_| Error::Unexpected("the entries of a certificate are no JSON"))?;
        Ok(Certificate {
            id: CertificateId::new(self.id),
            number: Number {
                year: self.year,
                seq: self.seq,
            },
            person: self.person_id.map(PersonId::new),
            child: self.child_id.map(PersonId::new),
            real_name: self.real_name,
            volunteer_number: self.volunteer_number,
            guardian_name: self.guardian_name,
            age: snapshot.age,
            from: day(&self.from_day)?,
            until: day(&self.until_day)?,
            lines: snapshot.lines,
            total: self.total_minutes,
            issued_at: Instant::from_millis(self.issued_at),
            standing: Standing::of(self.superseded_by.is_some(), self.revoked_at.is_some()),
            reason: self.revoke_reason,
        })
    }
}

fn day(text: &str) -> Result<LocalDate, Error> {
    text.parse()
        .map_err(|_| Error::Unexpected("the day of a certificate is no date"))
}

/// The rows of a statement on [`COLUMNS`].
pub(super) async fn all(
    db: &mut impl Connection,
    statement: Statement,
) -> Result<Vec<Certificate>, Error> {
    let rows: Vec<Row> = statement.all(db).await?;
    rows.into_iter().map(Row::certificate).collect()
}

/// The community's certificate of that id (rule P3).
pub(super) async fn find(
    db: &mut impl Connection,
    ctx: &Context,
    id: CertificateId,
) -> Result<Option<Certificate>, Error> {
    let mut one = Statement::new(COLUMNS);
    one.number("where c.id = ?", id.get())
        .number("and c.community_id = ?", ctx.community.id.get());
    Ok(all(db, one).await?.pop())
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

/// The first and the last day with hours under a person's record.
pub(super) async fn days_of(
    db: &mut impl Connection,
    ctx: &Context,
    person: PersonId,
) -> Result<Option<(LocalDate, LocalDate)>, Error> {
    let (first, last) = sql!(
        db,
        one as (Option<String>, Option<String>),
        "select min(on_day), max(on_day) from hours_entry
         where person_id = $1 and community_id = $2",
        person.get(),
        ctx.community.id.get(),
    )?;
    match first.zip(last) {
        Some((first, last)) => Ok(Some((day(&first)?, day(&last)?))),
        None => Ok(None),
    }
}

#[derive(sqlx::FromRow)]
struct Entry {
    on_day: String,
    began_at: Option<i64>,
    ended_at: Option<i64>,
    name_zh: String,
    name_en: String,
    source: String,
    minutes: i64,
}

/// The entries of a time that count, oldest first. The person is locked.
pub(super) async fn standing(
    tx: &mut Tx,
    ctx: &Context,
    person: PersonId,
    child: Option<PersonId>,
    new: &New,
) -> Result<Vec<Line>, Error> {
    let zone = &ctx.community.zone;
    let clock = |at: i64| {
        let civil = zone.civil(Instant::from_millis(at));
        text::format::time(civil.time())
    };
    sql!(
        tx,
        all as Entry,
        "select e.on_day, e.began_at, e.ended_at,
                coalesce(nullif(s.title, ''), k.name_zh, '') as name_zh,
                coalesce(nullif(s.title, ''), k.name_en, '') as name_en, e.source, e.minutes
         from hours_entry e
         left join patrol_shift s on s.id = e.shift_id
         left join hours_claim c on c.id = e.claim_id
         left join patrol_kind k on k.id = coalesce(s.kind_id, c.kind_id)
         where e.person_id = $1 and e.community_id = $2 and coalesce(e.child_id, 0) = $3
           and e.on_day >= $4 and e.on_day <= $5 and e.reverses_id is null
           and not exists (select 1 from hours_entry r where r.reverses_id = e.id)
         order by e.on_day, coalesce(e.began_at, 0), e.id",
        person.get(),
        ctx.community.id.get(),
        child.map_or(0, PersonId::get),
        new.from.to_string(),
        new.until.to_string(),
    )?
    .into_iter()
    .map(|row| {
        let source = Source::parse(&row.source);
        let source = source.ok_or(Error::Unexpected("the source of hours is unknown"))?;
        let time = row.began_at.zip(row.ended_at);
        Ok(Line {
            day: day(&row.on_day)?,
            time: time.map_or_else(String::new, |(began, ended)| {
                format!("{}–{}", clock(began), clock(ended))
            }),
            zh: row.name_zh,
            en: row.name_en,
            back_entered: is_back_entered(source),
            minutes: row.minutes,
        })
    })
    .collect()
}

/// What the ledger holds for a time: the sum of everything, reversals included.
pub(super) async fn balance(
    tx: &mut Tx,
    ctx: &Context,
    person: PersonId,
    child: Option<PersonId>,
    new: &New,
) -> Result<i64, Error> {
    let (sum,) = sql!(
        tx,
        one as (i64,),
        "select cast(coalesce(sum(minutes), 0) as bigint) from hours_entry
         where person_id = $1 and community_id = $2 and coalesce(child_id, 0) = $3
           and on_day >= $4 and on_day <= $5",
        person.get(),
        ctx.community.id.get(),
        child.map_or(0, PersonId::get),
        new.from.to_string(),
        new.until.to_string(),
    )?;
    Ok(sum)
}

/// The community's next number of this year. Whoever comes second waits for the first.
pub(super) async fn next_number(tx: &mut Tx, ctx: &Context) -> Result<Number, Error> {
    let year = i64::from(ctx.community.zone.year_of(ctx.now));
    let (seq,) = sql!(
        tx,
        one as (i64,),
        "insert into certificate_counter (community_id, year, last) values ($1, $2, 1)
         on conflict (community_id, year) do update set last = certificate_counter.last + 1
         returning last",
        ctx.community.id.get(),
        year,
    )?;
    Ok(Number { year, seq })
}

pub(super) async fn insert(
    tx: &mut Tx,
    ctx: &Context,
    kept: &Kept,
    new: &New,
) -> Result<CertificateId, Error> {
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into certificate (community_id, person_id, child_id, year, seq, code_hash, real_name,
                                  volunteer_number, guardian_name, from_day, until_day, entries,
                                  total_minutes, issued_at, issued_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning id",
        ctx.community.id.get(),
        kept.person.get(),
        kept.child.map(PersonId::get),
        kept.number.year,
        kept.number.seq,
        &kept.code_hash,
        new.real_name.as_str(),
        new.volunteer_number.as_ref().map_or("", |line| line.as_str()),
        new.guardian_name.as_ref().map_or("", |line| line.as_str()),
        new.from.to_string(),
        new.until.to_string(),
        &kept.entries,
        kept.total,
        ctx.now.millis(),
        ctx.signed_in().map(|me| me.person.get()),
    )?;
    Ok(CertificateId::new(id))
}

/// The children in somebody's care, and those who served in it before they were of age.
pub(super) async fn children_of(
    db: &mut impl Connection,
    ctx: &Context,
    guardian: PersonId,
) -> Result<Vec<(PersonId, String)>, Error> {
    let rows = sql!(
        db,
        all as (i64, String),
        "select p.id, p.name from person p
         where p.community_id = $2
           and (p.id in (select c.person_id from child c where c.guardian_id = $1)
                or p.id in (select e.child_id from hours_entry e where e.person_id = $1))
         order by p.id",
        guardian.get(),
        ctx.community.id.get(),
    )?;
    let child = |(id, name)| (PersonId::new(id), name);
    Ok(rows.into_iter().map(child).collect())
}

/// Older ones of the same person or child whose days are all among these count no more; one that
/// certifies other days too stays as good as it was.
pub(super) async fn supersede(
    tx: &mut Tx,
    ctx: &Context,
    by: CertificateId,
    kept: &Kept,
    new: &New,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update certificate set superseded_by = $1, version = version + 1
         where community_id = $2 and person_id = $3 and coalesce(child_id, 0) = $4 and id <> $1
           and superseded_by is null and revoked_at is null
           and from_day >= $6 and until_day <= $5",
        by.get(),
        ctx.community.id.get(),
        kept.person.get(),
        kept.child.map_or(0, PersonId::get),
        new.until.to_string(),
        new.from.to_string(),
    )?;
    Ok(())
}

/// Takes it back; whether it was not already. The person is locked.
pub(super) async fn revoke(
    tx: &mut Tx,
    ctx: &Context,
    id: CertificateId,
    reason: &str,
) -> Result<bool, Error> {
    let changed = sql!(
        tx,
        execute,
        "update certificate set revoked_at = $2, revoked_by = $3, revoke_reason = $4,
                version = version + 1
         where id = $1 and revoked_at is null",
        id.get(),
        ctx.now.millis(),
        ctx.signed_in().map(|me| me.person.get()),
        reason,
    )?;
    Ok(changed == 1)
}
