//! Rosters from a file (排班表): preview, then all or nothing; the same file again changes nothing.
//! Nothing is kept between the two: the page carries the rows.

mod perform;
mod plan;

use bytes::Bytes;
use domain::audit::Deed;
use domain::id::PatrolKindId;
use domain::instant::LocalDate;
use domain::patrol::roster::{self, Fault, NoRoster, Roster, Row};
use domain::patrol::{Places, Role};
use domain::permission::Permission;
use domain::problem::Problem;
use domain::request_key::RequestKey;
use serde_json::json;
use text::Lang;

use super::kind::{self, Kind};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock};
use crate::error::Error;
use crate::estate::import::file;
use crate::request_key;
use crate::spreadsheet::{self, Cell};

pub use plan::Changes;

/// The use case's name among the request keys.
const IMPORT: &str = "patrol_roster";
/// The headings, as the import knows them.
const HEADS: [&str; 8] = [
    "日期", "开始", "结束", "类型", "地点", "姓名", "电话", "角色",
];

/// What the form holds.
#[derive(Clone, Default)]
pub struct Draft {
    /// The form's key.
    pub request_key: String,
    /// The file's bytes, when one was chosen.
    pub file: Option<Bytes>,
    /// Rows copied out of a spreadsheet, or carried on by the preview.
    pub pasted: String,
    /// What people do where the file does not say; blank is the first kind.
    pub kind: String,
}

/// Shows nothing that was typed.
impl std::fmt::Debug for Draft {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Draft(…)")
    }
}

/// A row as it was understood.
#[derive(Debug, Clone)]
pub struct Line {
    /// The row.
    pub row: Row,
    /// What it is called here.
    pub kind: Option<Kind>,
    /// Whether the person stands on that shift already, or did.
    pub is_known: bool,
    /// Whether the person left it, and is not put back.
    pub has_left: bool,
    /// Whether the person is written down for it.
    pub is_new_person: bool,
}

/// A file, before it is imported.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Every row that was understood.
    pub lines: Vec<Line>,
    /// Row number and fault; any keeps the file from being imported.
    pub faults: Vec<(usize, Fault)>,
    /// Headings of the columns that are not kept.
    pub dropped: Vec<String>,
    /// Rows that are no duty.
    pub skipped: usize,
    /// What the import would do.
    pub changes: Changes,
    /// The rows, to be sent back with a yes.
    pub content: String,
}

/// Reads a file and says what it would do, row by row. Nothing is kept.
///
/// # Errors
/// `SignIn`, `Denied`, `Invalid` at `file` or `kind`, or when the store fails.
pub async fn preview(ctx: &Context, draft: Draft) -> Result<Preview, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut read = ctx.db().read().await?;
    let kinds = offered(&mut read, ctx).await?;
    let usual = usual(&kinds, &draft.kind)?;
    drop(read);
    let roster = understood(ctx, &kinds, draft).await?;
    let content = written(&roster.rows, &kinds, usual);
    let mut read = ctx.db().read().await?;
    let plan = plan::plan(&mut read, ctx, &roster.rows, (&kinds, usual)).await?;
    let mut faults = roster.faults;
    faults.extend(plan.faults.iter().copied());
    faults.sort_unstable();
    faults.dedup();
    Ok(Preview {
        lines: plan.lines(roster.rows, &kinds),
        faults,
        dropped: roster.dropped,
        skipped: roster.skipped,
        changes: plan.changes(),
        content,
    })
}

async fn offered(db: &mut impl Connection, ctx: &Context) -> Result<Vec<Kind>, Error> {
    let mut kinds = kind::all(db, ctx).await?;
    kinds.retain(|kind| !kind.is_retired);
    Ok(kinds)
}

/// What people do where the file does not say.
fn usual(kinds: &[Kind], chosen: &str) -> Result<PatrolKindId, Error> {
    let found = if chosen.is_empty() {
        kinds.first()
    } else {
        kinds.iter().find(|kind| kind.id.to_string() == chosen)
    };
    found
        .map(|kind| kind.id)
        .ok_or_else(|| Error::at("kind", Problem::NotAChoice))
}

/// Reads away from the threads that answer requests; a reader that gives up is a file that cannot be
/// read.
async fn understood(ctx: &Context, kinds: &[Kind], draft: Draft) -> Result<Roster, Error> {
    let today = ctx.community.zone.date_of(ctx.now);
    let names: Vec<String> = kinds
        .iter()
        .flat_map(|kind| [kind.name_zh.clone(), kind.name_en.clone()])
        .collect();
    let read = tokio::task::spawn_blocking(move || sheets(&draft, today, &names));
    read.await
        .unwrap_or(Err(Problem::NotASpreadsheet))
        .map_err(|problem| Error::at("file", problem))
}

fn sheets(draft: &Draft, today: LocalDate, names: &[String]) -> Result<Roster, Problem> {
    let sheets = match &draft.file {
        Some(bytes) => file::sheets(bytes)?,
        None if draft.pasted.trim().is_empty() => return Err(Problem::Missing),
        None => vec![file::text(&draft.pasted)],
    };
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    roster::read(&sheets, today, &names).map_err(|why| match why {
        NoRoster::Empty | NoRoster::NoRows => Problem::NothingInIt,
        NoRoster::NoHeadings => Problem::NoHeadings,
        NoRoster::TooManyRows => Problem::TooMany {
            max: roster::MAX_ROWS,
        },
    })
}

/// The rows as text with tabs, which reads back as the same rows.
fn written(rows: &[Row], kinds: &[Kind], usual: PatrolKindId) -> String {
    let usual = kinds.iter().find(|kind| kind.id == usual);
    let line = |row: &Row| {
        let kind = if row.kind.is_empty() {
            usual.map_or("", |kind| kind.name_zh.as_str())
        } else {
            &row.kind
        };
        let number = row.telephone.as_ref().map_or("", |number| number.dial());
        let place = row.place.as_ref().map_or("", |place| place.as_str());
        let (day, starts, ends) = (row.day, row.starts, row.ends);
        let (name, role) = (&row.name, row.role.as_str());
        format!("{day}\t{starts}\t{ends}\t{kind}\t{place}\t{name}\t{number}\t{role}")
    };
    let lines = rows.iter().map(line);
    std::iter::once(HEADS.join("\t"))
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Imports a file: every shift and everybody on it, or nothing. Shifts and people that are there
/// already stay as they are, so that the same file again changes nothing; a shift that has too few
/// places for the names gets them, and a draft with names on it is published. Nobody is told: they
/// have the roster.
///
/// # Errors
/// `SignIn`, `Denied`, `Invalid` at `file` for rows with faults, `Changed` when a shift was made
/// meanwhile that the file means, or when the store fails.
pub async fn import(ctx: &Context, draft: Draft) -> Result<Changes, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    if let Some(done) = request_key::answered_before(ctx, IMPORT, &draft.request_key).await? {
        return before(&done);
    }
    let key = RequestKey::parse(&draft.request_key)
        .map_err(|problem| Error::at("request_key", problem))?;
    let mut read = ctx.db().read().await?;
    let kinds = offered(&mut read, ctx).await?;
    drop(read);
    let usual = usual(&kinds, &draft.kind)?;
    let roster = understood(ctx, &kinds, draft).await?;

    let mut tx = ctx.db().write().await?;
    if let Some(done) = request_key::answered(&mut tx, ctx, IMPORT, &key).await? {
        return before(&done);
    }
    // Two imports come one after the other, or both would make the same shift.
    tx.lock(Lock::Estate(ctx.community.id)).await?;
    let foreseen = plan::plan(&mut tx, ctx, &roster.rows, (&kinds, usual)).await?;
    let locked = perform::lock(&mut tx, &foreseen).await?;
    // Whatever others did until everything was locked is seen now.
    let plan = plan::plan(&mut tx, ctx, &roster.rows, (&kinds, usual)).await?;
    if !locked.covers(&plan) {
        return Err(Error::Changed);
    }
    if !roster.faults.is_empty() || !plan.faults.is_empty() {
        return Err(Error::at("file", Problem::NotUnderstood));
    }
    let changes = plan.changes();
    perform::perform(&mut tx, ctx, &plan).await?;
    if !changes.is_nothing() {
        let entry = Entry::new(Deed::PatrolImported, "patrol_roster").became(json!(changes));
        audit::record(&mut tx, ctx, entry).await?;
    }
    let answer = serde_json::to_string(&changes)
        .map_err(|_| Error::Unexpected("numbers cannot be written down"))?;
    request_key::answer(&mut tx, ctx, IMPORT, &key, &answer).await?;
    tx.commit().await?;
    Ok(changes)
}

fn before(answer: &str) -> Result<Changes, Error> {
    serde_json::from_str(answer).map_err(|_| Error::Unexpected("a kept answer is no import"))
}

/// An empty spreadsheet with headings and one example, which the import skips.
///
/// # Errors
/// `SignIn`, `Denied`, or `Unexpected` when it cannot be written.
pub fn template(ctx: &Context) -> Result<Vec<u8>, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let today = ctx.community.zone.date_of(ctx.now).to_string();
    let example = [
        today.as_str(),
        "18:00",
        "20:00",
        "巡查",
        "3号楼门口",
        "示例：王小明",
        "13900000000",
        text::patrol::role_leader(Lang::Zh),
    ];
    let heads = HEADS.map(|head| (head, 14));
    spreadsheet::xlsx("排班", &heads, &[example.map(Cell::from)])
}

/// Places for so many of a role, none taken.
const fn places(role: Role, capacity: i64) -> Places {
    Places {
        role,
        capacity,
        reserved: 0,
        taken: 0,
    }
}
