//! The tables of reports: what a transition writes.

use domain::id::{
    AccountId, BuildingId, CategoryId, CommunityId, PatrolShiftId, PersonId, ReportId, ServiceOrgId,
};
use domain::instant::Instant;
use domain::report::{Action, AsideFrom, Current, Number, Role, Source, State};

use super::entry::Entry;
use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::sql;

/// The name of the first history row, which is no transition.
pub const CREATED: &str = "create";

/// The next number of this community and year. Its row is held until the commit, so that a number
/// is neither given twice nor, once given, used again (rule R6).
pub async fn next_number(tx: &mut Tx, ctx: &Context) -> Result<Number, Error> {
    let year = ctx.community.zone.year_of(ctx.now);
    let (seq,) = sql!(
        tx,
        one as (i64,),
        "insert into report_counter (community_id, year, last) values ($1, $2, 1)
         on conflict (community_id, year) do update set last = report_counter.last + 1
         returning last",
        ctx.community.id.get(),
        i64::from(year),
    )?;
    Ok(Number { year, seq })
}

/// Writes a new report. Returns its id.
pub async fn insert(tx: &mut Tx, ctx: &Context, entry: &Entry) -> Result<ReportId, Error> {
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into report (
             community_id, year, seq, state, category_id, building_id, unit_id, floor_id, area_id,
             place_words, words, source, reporter_id, entered_by, reporter_name, show_name,
             callback, receipt_hash, reported_at, updated_at, reporter_person_id)
         values ($1, $2, $3, 'reported', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
                 $16, $17, $18, $18, $19)
         returning id",
        ctx.community.id.get(),
        i64::from(entry.number.year),
        entry.number.seq,
        entry.category.get(),
        entry.building.map(BuildingId::get),
        entry.unit.map(domain::id::UnitId::get),
        entry.floor.map(domain::id::FloorId::get),
        entry.area.map(domain::id::AreaId::get),
        &entry.place_words,
        &entry.words,
        entry.source.as_str(),
        entry.reporter.map(AccountId::get),
        entry.entered_by.map(AccountId::get),
        entry.reporter_name.as_deref(),
        i64::from(entry.show_name),
        entry.callback.as_deref(),
        &entry.receipt_hash,
        entry.reported_at.millis(),
        entry.reporter_person.map(PersonId::get),
    )?;
    Ok(ReportId::new(id))
}

/// Links a report with the shift that found it (rule V16).
pub async fn link_shift(
    tx: &mut Tx,
    ctx: &Context,
    report: ReportId,
    shift: PatrolShiftId,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "insert into patrol_finding (shift_id, report_id, at) values ($1, $2, $3)",
        shift.get(),
        report.get(),
        ctx.now.millis(),
    )?;
    Ok(())
}

/// Writes the first history row.
pub async fn record_created(
    tx: &mut Tx,
    ctx: &Context,
    report: ReportId,
    source: Source,
) -> Result<(), Error> {
    let role = if source == Source::Web {
        Role::Reporter
    } else {
        Role::Staff
    };
    sql!(
        tx,
        execute,
        "insert into report_history (report_id, step, at, role, action, to_state, account_id)
         values ($1, 1, $2, $3, $4, 'reported', $5)",
        report.get(),
        ctx.now.millis(),
        role.as_str(),
        CREATED,
        ctx.account().map(AccountId::get),
    )?;
    Ok(())
}

/// A transition as it is written down.
pub struct Step<'a> {
    /// In which role it was taken.
    pub role: Role,
    /// What was done.
    pub action: Action,
    /// From where.
    pub from: State,
    /// To where.
    pub to: State,
    /// The organisation it was given to or came from.
    pub org: Option<ServiceOrgId>,
    /// What was said with it.
    pub words: &'a str,
}

/// Writes exactly one history row (rule R2).
pub async fn record(
    tx: &mut Tx,
    ctx: &Context,
    report: ReportId,
    step: &Step<'_>,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "insert into report_history
             (report_id, step, at, role, action, from_state, to_state, account_id, org_id, words)
         select $1, max(step) + 1, $2, $3, $4, $5, $6, $7, $8, $9
         from report_history where report_id = $1",
        report.get(),
        ctx.now.millis(),
        step.role.as_str(),
        step.action.as_str(),
        step.from.as_str(),
        step.to.as_str(),
        ctx.account().map(AccountId::get),
        step.org.map(ServiceOrgId::get),
        step.words,
    )?;
    Ok(())
}

/// A heading under which reports are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Whose.
    pub community: CommunityId,
    /// Whether the public sees it.
    pub is_public: bool,
    /// Where it stands.
    pub state: State,
    /// What it is about.
    pub category: CategoryId,
    /// At which building, if at one.
    pub building: Option<BuildingId>,
    /// Who has it.
    pub lead_org: Option<ServiceOrgId>,
}

/// Moves one report from one heading to another, in the transaction that changes it.
pub async fn count(tx: &mut Tx, from: Option<&Tally>, to: Option<&Tally>) -> Result<(), Error> {
    if from == to {
        return Ok(());
    }
    for (tally, by) in [(from, -1), (to, 1)] {
        let Some(tally) = tally else { continue };
        sql!(
            tx, execute,
            "insert into report_tally
                 (community_id, is_public, is_open, state, category_id, building_id, lead_org_id, n)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (community_id, is_public, is_open, state, category_id, building_id, lead_org_id)
             do update set n = report_tally.n + excluded.n",
            tally.community.get(),
            i64::from(tally.is_public),
            i64::from(tally.state.is_open()),
            tally.state.as_str(),
            tally.category.get(),
            tally.building.map_or(0, BuildingId::get),
            tally.lead_org.map_or(0, ServiceOrgId::get),
            by,
        )?;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct CaseRow {
    id: i64,
    year: i64,
    seq: i64,
    state: String,
    held_from: Option<String>,
    merged_from: Option<String>,
    visibility: String,
    is_public: i64,
    category_id: i64,
    building_id: Option<i64>,
    path: Option<String>,
    lead_org_id: Option<i64>,
    finished_by: Option<i64>,
    appeals: i64,
    updated_at: i64,
    version: i64,
    place_words: String,
    words: String,
}

/// What decides about an action on a report.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its id.
    pub id: ReportId,
    /// Its number.
    pub number: Number,
    /// Where it stands.
    pub current: Current,
    /// `public`, `private` or `hidden`.
    pub visibility: domain::report::Visibility,
    /// Whether the public sees it.
    pub is_public: bool,
    /// What it is about.
    pub category: CategoryId,
    /// At which building.
    pub building: Option<BuildingId>,
    /// Its place in the organisation tree.
    pub path: String,
    /// Who has it.
    pub lead_org: Option<ServiceOrgId>,
    /// Who said that it is done.
    pub finished_by: Option<AccountId>,
    /// How often a rejection was appealed.
    pub appeals: usize,
    /// When anything last happened to it.
    pub updated_at: Instant,
    /// Raised by every change.
    pub version: i64,
    /// The place in words.
    pub place_words: String,
    /// The reporter's words.
    pub words: String,
}

/// Whom to tell about it, when that is known: whoever reported it or had it reported, with an account
/// or without; for a child, the guardian.
pub async fn reporter(tx: &mut Tx, id: ReportId) -> Result<Option<PersonId>, Error> {
    let (person,) = sql!(
        tx,
        one as (Option<i64>,),
        "select coalesce(c.guardian_id, r.reporter_person_id, a.person_id)
         from report r
         left join account a on a.id = r.reporter_id
         left join child c on c.person_id = r.reporter_person_id
         where r.id = $1",
        id.get(),
    )?;
    Ok(person.map(PersonId::new))
}

impl Case {
    /// Its heading now.
    pub fn tally(&self, ctx: &Context) -> Tally {
        Tally {
            community: ctx.community.id,
            is_public: self.is_public,
            state: self.current.state,
            category: self.category,
            building: self.building,
            lead_org: self.lead_org,
        }
    }
}

/// By what a report is looked up.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// Its public number.
    Number(Number),
    /// The hash of its receipt's secret.
    Receipt(&'a str),
    /// Its id.
    Id(ReportId),
}

/// The report of this community, or nothing.
pub async fn case(
    db: &mut impl Connection,
    ctx: &Context,
    by: By<'_>,
) -> Result<Option<Case>, Error> {
    let (id, year, seq, receipt) = match by {
        By::Number(number) => (0, i64::from(number.year), number.seq, ""),
        By::Receipt(hash) => (0, 0, 0, hash),
        By::Id(id) => (id.get(), 0, 0, ""),
    };
    let row = sql!(
        db,
        optional as CaseRow,
        "select r.id, r.year, r.seq, r.state, r.held_from, r.merged_from, r.visibility,
                r.is_public, r.category_id, r.building_id, n.path, r.lead_org_id, r.finished_by,
                r.appeals, r.updated_at, r.version, r.place_words, r.words
         from (
             select id from report where id = $2
             union all
             select id from report where community_id = $1 and year = $3 and seq = $4
             union all
             select id from report where receipt_hash = $5
         ) found
         join report r on r.id = found.id and r.community_id = $1
         left join building b on b.id = r.building_id
         left join org_node n on n.id = b.node_id",
        ctx.community.id.get(),
        id,
        year,
        seq,
        receipt,
    )?;
    row.map(|row| read_case(ctx, row)).transpose()
}

fn read_case(ctx: &Context, row: CaseRow) -> Result<Case, Error> {
    let state = |text: &str| State::parse(text).ok_or(Error::Unexpected("unknown state"));
    let year = i16::try_from(row.year).map_err(|_| Error::Unexpected("year out of range"))?;
    Ok(Case {
        id: ReportId::new(row.id),
        number: Number { year, seq: row.seq },
        current: Current {
            state: state(&row.state)?,
            aside_from: AsideFrom {
                held_from: row.held_from.as_deref().map(state).transpose()?,
                merged_from: row.merged_from.as_deref().map(state).transpose()?,
            },
        },
        visibility: domain::report::Visibility::parse(&row.visibility)
            .ok_or(Error::Unexpected("unknown visibility"))?,
        is_public: row.is_public == 1,
        category: CategoryId::new(row.category_id),
        building: row.building_id.map(BuildingId::new),
        path: row.path.unwrap_or_else(|| ctx.community.path.clone()),
        lead_org: row.lead_org_id.map(ServiceOrgId::new),
        finished_by: row.finished_by.map(AccountId::new),
        appeals: usize::try_from(row.appeals).unwrap_or(usize::MAX),
        updated_at: Instant::from_millis(row.updated_at),
        version: row.version,
        place_words: row.place_words,
        words: row.words,
    })
}

/// Writes where a report stands after an action. Gives `Changed` when somebody was faster
/// (rule R3).
pub async fn move_to(tx: &mut Tx, ctx: &Context, before: &Case, after: &Case) -> Result<(), Error> {
    let now = ctx.now.millis();
    let state = after.current.state;
    let moved = |to: State| (state == to && before.current.state != to).then_some(now);
    let aside = after.current.aside_from;
    // 受理并派单 passes through acceptance in one press, and so does solving it on the spot.
    let accepted = moved(State::Accepted).or_else(|| {
        let from_the_start = before.current.state == State::Reported;
        (from_the_start && matches!(state, State::Dispatched | State::Closed)).then_some(now)
    });
    let changed = sql!(
        tx,
        execute,
        "update report set
             state = $3, held_from = $4, merged_from = $5, is_open = $6, is_public = $7,
             visibility = $8, lead_org_id = $9, finished_by = $10, appeals = $11,
             accepted_at = coalesce($12, accepted_at), dispatched_at = coalesce($13, dispatched_at),
             finished_at = coalesce($14, finished_at),
             closed_at = case when $6 = 1 then null else coalesce($15, closed_at) end,
             updated_at = $16, version = version + 1
         where id = $1 and version = $2",
        before.id.get(),
        before.version,
        state.as_str(),
        aside.held_from.map(State::as_str),
        aside.merged_from.map(State::as_str),
        i64::from(state.is_open()),
        i64::from(after.is_public),
        after.visibility.as_str(),
        after.lead_org.map(ServiceOrgId::get),
        after.finished_by.map(AccountId::get),
        i64::try_from(after.appeals).unwrap_or(i64::MAX),
        accepted,
        moved(State::Dispatched),
        moved(State::PendingCheck),
        moved(State::Closed),
        now,
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Changed)
    }
}

/// Notes the first published picture of each step on the report itself.
pub async fn note_covers(tx: &mut Tx, report: ReportId) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update report set
             cover_before = (select p.id from photo p
                 where p.report_id = $1 and p.stage = 'before' and p.is_published = 1
                 order by p.created_at, p.sort, p.id limit 1),
             cover_after = (select p.id from photo p
                 where p.report_id = $1 and p.stage = 'after' and p.is_published = 1
                 order by p.created_at, p.sort, p.id limit 1)
         where id = $1",
        report.get(),
    )?;
    Ok(())
}

/// Writes what the public reads.
pub async fn note_public(
    tx: &mut Tx,
    report: ReportId,
    summary: &str,
    place: &str,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update report set public_summary = $2, public_place = $3 where id = $1",
        report.get(),
        summary,
        place,
    )?;
    Ok(())
}

/// Writes why there is no after-photo (rule R11); empty when there is one.
pub async fn note_no_photo(tx: &mut Tx, report: ReportId, reason: &str) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update report set no_photo_reason = $2 where id = $1",
        report.get(),
        reason,
    )?;
    Ok(())
}

/// Whether staff have ever accepted it, on the spot or in the usual way (rule R15).
pub async fn was_accepted(db: &mut impl Connection, report: ReportId) -> Result<bool, Error> {
    let found = sql!(
        db,
        optional as (i64,),
        "select step from report_history
         where report_id = $1 and action in ('accept', 'close_on_spot') limit 1",
        report.get(),
    )?;
    Ok(found.is_some())
}
