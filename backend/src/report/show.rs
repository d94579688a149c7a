//! One report: as the public reads it, as its reporter follows it, as those who work on it see it.

use domain::id::{AreaId, BuildingId, CategoryId, PersonId, ServiceOrgId};
use domain::instant::Instant;
use domain::permission::Permission;
use domain::report::{Action, Number, Role, Source, State, Visibility};
use domain::telephone::Telephone;

use super::sql::{self, By, Case};
use super::{act, follow};
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::photo::{self, Photo, Stage, WorkPhoto};
use crate::secret::digest;
use crate::sql as run;

/// One step of a report's way.
#[derive(Debug, Clone)]
pub struct Step {
    /// When.
    pub at: Instant,
    /// In which role; the first step is the filing itself.
    pub role: Role,
    /// What was done; nothing for the first step.
    pub action: Option<Action>,
    /// Where it led.
    pub to: State,
    /// The organisation's name.
    pub org: Option<String>,
    /// Who did it, for those who work on reports.
    pub by: Option<String>,
    /// What was said with it.
    pub words: String,
}

/// Where and what, in words and ids; pages turn the ids into names of their language.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Its number.
    pub number: Number,
    /// Where it stands.
    pub state: State,
    /// What it is about.
    pub category: CategoryId,
    /// At which building.
    pub building: Option<BuildingId>,
    /// In which area.
    pub area: Option<AreaId>,
    /// The unit's name.
    pub unit: Option<String>,
    /// The floor's name.
    pub floor: Option<String>,
    /// The place in words.
    pub place_words: String,
    /// Who has it.
    pub lead_org: Option<String>,
    /// When it was reported.
    pub reported_at: Instant,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// Why there is no after-photo (rule R11).
    pub no_photo_reason: String,
}

/// What everybody may read (rule R15).
#[derive(Debug, Clone)]
pub struct Public {
    /// Where and what; without unit and floor.
    pub facts: Facts,
    /// The summary that staff accepted.
    pub summary: String,
    /// The reporter's name, where the reporter chose to show it.
    pub name: Option<String>,
    /// Published pictures of what was wrong.
    pub before: Vec<Photo>,
    /// Published pictures of how it is now.
    pub after: Vec<Photo>,
    /// Its way, without words.
    pub steps: Vec<Step>,
}

/// What the reporter sees.
#[derive(Debug, Clone)]
pub struct Followed {
    /// Where and what.
    pub facts: Facts,
    /// The reporter's own words.
    pub words: String,
    /// Whether the public page exists.
    pub is_public: bool,
    /// Pictures of what was wrong.
    pub before: Vec<Photo>,
    /// Pictures of how it is now.
    pub after: Vec<Photo>,
    /// Its way, with what was said to the reporter.
    pub steps: Vec<Step>,
    /// What the reporter can do now.
    pub offered: Vec<Action>,
    /// The number to call back, masked (rule P17).
    pub callback: Option<Telephone>,
}

/// What those who work on it see.
#[derive(Debug, Clone)]
pub struct Work {
    /// Where and what.
    pub facts: Facts,
    /// The version for the forms.
    pub version: i64,
    /// How it came.
    pub source: Source,
    /// The reporter's own words.
    pub words: String,
    /// What the public reads.
    pub summary: String,
    /// Where, in public, when the place is only words.
    pub public_place: String,
    /// Whether the public sees it now.
    pub is_public: bool,
    /// Who may see it, once accepted.
    pub visibility: Visibility,
    /// What the reporter wants to be called.
    pub name: Option<String>,
    /// The number to call back, for those who may see it: masked until they open it (rule P18).
    pub callback: Option<Telephone>,
    /// Pictures of what was wrong.
    pub before: Vec<WorkPhoto>,
    /// Pictures of how it is now.
    pub after: Vec<WorkPhoto>,
    /// Its way.
    pub steps: Vec<Step>,
    /// What the person can do with it now.
    pub offered: Vec<Action>,
    /// Whether the person decides about what the public sees.
    pub may_publish: bool,
    /// The secret part of the receipt link, for staff to hand over.
    pub receipt: Option<String>,
    /// Who can be given it.
    pub orgs: Vec<crate::estate::ServiceOrg>,
    /// Who has it.
    pub lead_org: Option<ServiceOrgId>,
}

#[derive(sqlx::FromRow)]
struct Row {
    unit: Option<String>,
    floor: Option<String>,
    area_id: Option<i64>,
    lead_org: Option<String>,
    reported_at: i64,
    closed_at: Option<i64>,
    no_photo_reason: String,
    public_summary: String,
    public_place: String,
    source: String,
    reporter_name: Option<String>,
    show_name: i64,
    callback: Option<String>,
    receipt_hash: String,
}

async fn row(db: &mut impl Connection, case: &Case) -> Result<Row, Error> {
    Ok(run!(
        db,
        one as Row,
        "select u.name as unit, f.name as floor, r.area_id, o.name as lead_org, r.reported_at,
                r.closed_at, r.no_photo_reason, r.public_summary, r.public_place, r.source,
                r.reporter_name, r.show_name, r.callback, r.receipt_hash
         from report r
         left join unit u on u.id = r.unit_id
         left join floor f on f.id = r.floor_id
         left join service_org o on o.id = r.lead_org_id
         where r.id = $1",
        case.id.get(),
    )?)
}

fn facts(case: &Case, row: &Row, place_words: &str) -> Facts {
    Facts {
        number: case.number,
        state: case.current.state,
        category: case.category,
        building: case.building,
        area: row.area_id.map(AreaId::new),
        unit: row.unit.clone(),
        floor: row.floor.clone(),
        place_words: place_words.to_owned(),
        lead_org: row.lead_org.clone(),
        reported_at: Instant::from_millis(row.reported_at),
        closed_at: row.closed_at.map(Instant::from_millis),
        no_photo_reason: row.no_photo_reason.clone(),
    }
}

#[derive(sqlx::FromRow)]
struct StepRow {
    at: i64,
    role: String,
    action: String,
    to_state: String,
    org: Option<String>,
    by_name: Option<String>,
    words: String,
}

async fn steps(db: &mut impl Connection, case: &Case) -> Result<Vec<Step>, Error> {
    run!(
        db, all as StepRow,
        "select h.at, h.role, h.action, h.to_state, o.name as org, a.display_name as by_name, h.words
         from report_history h
         left join service_org o on o.id = h.org_id
         left join account a on a.id = h.account_id
         where h.report_id = $1 order by h.step",
        case.id.get(),
    )?
    .into_iter()
    .map(|row| {
        Ok(Step {
            at: Instant::from_millis(row.at),
            role: Role::parse(&row.role).ok_or(Error::Unexpected("unknown role"))?,
            action: Action::parse(&row.action),
            to: State::parse(&row.to_state).ok_or(Error::Unexpected("unknown state"))?,
            org: row.org,
            by: row.by_name,
            words: row.words,
        })
    })
    .collect()
}

fn plain(photos: Vec<WorkPhoto>) -> Vec<Photo> {
    photos.into_iter().map(|photo| photo.photo).collect()
}

/// The public page of a report.
///
/// # Errors
/// `NotFound` for what is not public, or when the store fails.
pub async fn public(ctx: &Context, number: Number) -> Result<Public, Error> {
    let mut read = ctx.db().read().await?;
    let case = sql::case(&mut read, ctx, By::Number(number)).await?;
    let case = case.filter(|case| case.is_public).ok_or(Error::NotFound)?;
    let row = row(&mut read, &case).await?;
    let mut facts = facts(&case, &row, &row.public_place);
    // Indoors the public is told the building and no more (rule R15).
    facts.unit = None;
    facts.floor = None;
    let steps = steps(&mut read, &case)
        .await?
        .into_iter()
        .map(without_words)
        .collect();
    Ok(Public {
        facts,
        summary: row.public_summary,
        name: row.reporter_name.filter(|_| row.show_name == 1),
        before: plain(photo::of_report(&mut read, case.id, Stage::Before, true).await?),
        after: plain(photo::of_report(&mut read, case.id, Stage::After, true).await?),
        steps,
    })
}

fn without_words(step: Step) -> Step {
    Step {
        words: String::new(),
        by: None,
        ..step
    }
}

/// What the reporter is told with a step; the rest is said between those who work on it.
fn for_the_reporter(step: Step) -> Step {
    let told = matches!(
        step.action,
        None | Some(
            Action::Reject
                | Action::AskInfo
                | Action::Answer
                | Action::Appeal
                | Action::Hold
                | Action::Finish
                | Action::CloseOnSpot
                | Action::Confirm
                | Action::Withdraw
        )
    );
    Step {
        words: if told { step.words } else { String::new() },
        by: None,
        ..step
    }
}

/// The reporter's view, by the secret part of the receipt link.
///
/// # Errors
/// `NotFound` for an unknown link, or when the store fails.
pub async fn followed(ctx: &Context, secret: &str) -> Result<Followed, Error> {
    let mut read = ctx.db().read().await?;
    let case = sql::case(&mut read, ctx, By::Receipt(&digest(secret))).await?;
    let case = case.ok_or(Error::NotFound)?;
    let row = row(&mut read, &case).await?;
    let hidden = case.visibility == Visibility::Hidden;
    let mut pictures = Vec::new();
    for stage in [Stage::Before, Stage::After] {
        pictures.push(plain(
            photo::of_report(&mut read, case.id, stage, false).await?,
        ));
    }
    let after = pictures.pop().filter(|_| !hidden).unwrap_or_default();
    let before = pictures.pop().filter(|_| !hidden).unwrap_or_default();
    Ok(Followed {
        facts: facts(&case, &row, &case.place_words),
        words: case.words.clone(),
        is_public: case.is_public,
        before,
        after,
        steps: steps(&mut read, &case)
            .await?
            .into_iter()
            .map(for_the_reporter)
            .collect(),
        offered: follow::offered(&case),
        callback: row
            .callback
            .as_deref()
            .and_then(|number| Telephone::parse(number).ok()),
    })
}

/// The place of a report, its call-back number, and its reporter where they have an account, for
/// whoever sees the report at work.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub(crate) async fn contact(
    ctx: &Context,
    number: Number,
) -> Result<(String, Option<Telephone>, Option<PersonId>), Error> {
    ctx.require(Permission::SeeContact)?;
    let mut read = ctx.db().read().await?;
    let case = sql::case(&mut read, ctx, By::Number(number)).await?;
    let case = case
        .filter(|case| act::visible_at_work(ctx, case))
        .ok_or(Error::NotFound)?;
    let (callback, person) = run!(
        &mut read,
        one as (Option<String>, Option<i64>),
        "select r.callback, coalesce(r.reporter_person_id, a.person_id)
         from report r left join account a on a.id = r.reporter_id
         where r.id = $1",
        case.id.get(),
    )?;
    let callback = callback.and_then(|number| Telephone::parse(&number).ok());
    Ok((case.path, callback, person.map(PersonId::new)))
}

/// The page of those who work on it.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` for a report one may not read, or when the store fails.
pub async fn work(ctx: &Context, number: Number) -> Result<Work, Error> {
    ctx.require(Permission::SeeWork)?;
    let mut read = ctx.db().read().await?;
    let case = sql::case(&mut read, ctx, By::Number(number)).await?;
    let case = case
        .filter(|case| act::visible_at_work(ctx, case))
        .ok_or(Error::NotFound)?;
    let row = row(&mut read, &case).await?;
    let orgs = crate::estate::service_orgs(&mut read, ctx).await?;
    let may_see_contact = ctx.may_at(Permission::SeeContact, &case.path);
    let may_publish = ctx.may_at(Permission::AcceptReport, &case.path);
    Ok(Work {
        facts: facts(&case, &row, &case.place_words),
        version: case.version,
        source: Source::parse(&row.source).ok_or(Error::Unexpected("unknown source"))?,
        words: case.words.clone(),
        summary: row.public_summary.clone(),
        public_place: row.public_place.clone(),
        is_public: case.is_public,
        visibility: case.visibility,
        name: row.reporter_name.clone().filter(|_| may_see_contact),
        callback: row
            .callback
            .as_deref()
            .filter(|_| may_see_contact)
            .and_then(|number| Telephone::parse(number).ok()),
        before: photo::of_report(&mut read, case.id, Stage::Before, false).await?,
        after: photo::of_report(&mut read, case.id, Stage::After, false).await?,
        steps: steps(&mut read, &case).await?,
        offered: act::offered(ctx, &case),
        may_publish,
        receipt: follow::receipt_still_fits(ctx, case.number, &row.receipt_hash)
            .filter(|_| may_publish),
        orgs,
        lead_org: case.lead_org,
    })
}
