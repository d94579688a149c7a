//! Households and persons from a file (P4): preview, then all or nothing; the same file again changes
//! nothing. Between the two the rows wait in a table of their own, without the columns that are not
//! kept, for an hour.

pub(crate) mod file;
mod work;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use domain::audit::Deed;
use domain::estate::table::{self, Fault, NoTable, Row};
use domain::id::{ImportId, OrgNodeId};
use domain::permission::Permission;
use domain::problem::Problem;
use domain::request_key::RequestKey;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock};
use crate::error::Error;
use crate::{community, org, request_key, sql};

pub use file::MAX_BYTES;
pub use work::Changes;

/// The use cases' names among the request keys.
const UPLOAD: &str = "estate_upload";
const START: &str = "estate_import";
/// How long a file waits.
const LASTS_MILLIS: i64 = 60 * 60 * 1000;
/// More faults than anybody reads; the rest are counted.
const MAX_FAULTS: usize = 2000;

/// What the form holds.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The form's key.
    pub request_key: String,
    /// The file's bytes, when one was chosen.
    pub file: Option<Bytes>,
    /// Rows copied out of a spreadsheet.
    pub pasted: String,
    /// The grid to put new buildings in; empty is the community itself.
    pub grid: String,
}

/// Where a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits for somebody to say yes.
    Ready,
    /// It is being written.
    Running,
    /// Everything is written.
    Done,
    /// Nothing was written.
    Failed,
}

impl State {
    fn parse(name: &str) -> Self {
        match name {
            "ready" => Self::Ready,
            "running" => Self::Running,
            "done" => Self::Done,
            _ => Self::Failed,
        }
    }
}

/// What a file holds, without anything personal.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Report {
    /// The sheet that was read; empty for text.
    pub sheet: String,
    /// Rows that are homes or persons.
    pub rows: usize,
    /// How much it changes: before the import as it looks, after it as it was.
    pub changes: Changes,
    /// Row number and name of the fault.
    faults: Vec<(usize, String)>,
    /// Faults beyond those listed.
    pub more_faults: usize,
    /// Whether a row cannot be placed.
    pub is_stopped: bool,
    /// Headings of the columns that are not kept.
    pub dropped: Vec<String>,
    /// Rows that are sums, remarks or the example.
    pub skipped: usize,
    /// Where new buildings go.
    under: Option<OrgNodeId>,
}

impl Report {
    /// What is wrong, by row number of the spreadsheet.
    pub fn faults(&self) -> impl Iterator<Item = (usize, Fault)> + '_ {
        self.faults
            .iter()
            .filter_map(|(row, name)| Some((*row, Fault::parse(name)?)))
    }
}

/// A file on its way.
#[derive(Debug, Clone)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// Where it is.
    pub state: State,
    /// What it holds.
    pub report: Report,
    /// How many persons are written, of how many, where this process knows it.
    pub progress: Option<(usize, usize)>,
}

/// How far the imports of this process are. Only for the eye: what counts is in the tables, whose
/// one writer is busy with the import itself.
static PROGRESS: Mutex<BTreeMap<i64, (usize, usize)>> = Mutex::new(BTreeMap::new());

/// Reads a file and keeps its rows for the preview. The same form twice is one file.
///
/// # Errors
/// `SignIn`, `Denied`, `Invalid` at `file`, or when the store fails.
pub async fn upload(ctx: &Context, draft: Draft) -> Result<ImportId, Error> {
    let owner = keeper(ctx)?;
    if let Some(id) = request_key::answered_before(ctx, UPLOAD, &draft.request_key).await? {
        return before(&id);
    }
    let key = RequestKey::parse(&draft.request_key)
        .map_err(|problem| Error::at("request_key", problem))?;
    let under = grid(ctx, &draft.grid).await?;
    let table = read(draft.file, draft.pasted).await?;
    let content = serde_json::to_string(&table.lines)
        .map_err(|_| Error::Unexpected("rows cannot be written down"))?;
    let mut report = Report {
        sheet: table.sheet,
        rows: table.lines.len(),
        is_stopped: table.faults.iter().any(|(_, fault)| fault.stops()),
        more_faults: table.faults.len().saturating_sub(MAX_FAULTS),
        faults: table
            .faults
            .iter()
            .take(MAX_FAULTS)
            .map(|(row, fault)| (*row, fault.as_str().to_owned()))
            .collect(),
        dropped: table.dropped,
        skipped: table.skipped,
        changes: Changes::default(),
        under,
    };
    {
        let mut reading = ctx.db().read().await?;
        report.changes = work::plan(&mut reading, ctx, &table.lines).await?.changes;
    }

    let mut tx = ctx.db().write().await?;
    if let Some(id) = request_key::answered(&mut tx, ctx, UPLOAD, &key).await? {
        return before(&id);
    }
    let (id,) = sql!(
        &mut tx,
        one as (i64,),
        "insert into estate_import (community_id, owner_id, name, state, content, report, total,
                                    created_at, expires_at)
         values ($1, $2, $3, 'ready', $4, $5, $6, $7, $8) returning id",
        ctx.community.id.get(),
        owner,
        &report.sheet,
        content,
        written(&report)?,
        i64::try_from(report.rows).unwrap_or(i64::MAX),
        ctx.now.millis(),
        ctx.now.millis() + LASTS_MILLIS,
    )?;
    request_key::answer(&mut tx, ctx, UPLOAD, &key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(ImportId::new(id))
}

/// The grid that was chosen, if any.
async fn grid(ctx: &Context, chosen: &str) -> Result<Option<OrgNodeId>, Error> {
    if chosen.is_empty() {
        return Ok(None);
    }
    let mut read = ctx.db().read().await?;
    let grids = org::grids(&mut read, ctx).await?;
    let found = grids.iter().find(|grid| grid.id.to_string() == chosen);
    match found {
        Some(grid) => Ok(Some(grid.id)),
        None => Err(Error::at("grid", Problem::NotAChoice)),
    }
}

/// Whose right reaches the whole community: a file may name any building.
fn keeper(ctx: &Context) -> Result<i64, Error> {
    ctx.require(Permission::ManageEstate)?;
    let person = ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;
    Ok(person.person.get())
}

fn before(answer: &str) -> Result<ImportId, Error> {
    answer
        .parse()
        .map_err(|_| Error::Unexpected("a kept answer is no file"))
}

fn written(report: &Report) -> Result<String, Error> {
    serde_json::to_string(report).map_err(|_| Error::Unexpected("a report cannot be written down"))
}

/// Reads away from the threads that answer requests; a reader that gives up is a file that cannot be
/// read.
async fn read(bytes: Option<Bytes>, pasted: String) -> Result<table::Table, Error> {
    let read = tokio::task::spawn_blocking(move || {
        let sheets = match bytes {
            Some(bytes) => file::sheets(&bytes)?,
            None if pasted.trim().is_empty() => return Err(Problem::Missing),
            None => vec![file::text(&pasted)],
        };
        table::read(&sheets).map_err(|why| match why {
            NoTable::Empty | NoTable::NoRows => Problem::NothingInIt,
            NoTable::NoHeadings => Problem::NoHeadings,
            NoTable::TooManyRows => Problem::TooMany {
                max: table::MAX_ROWS,
            },
        })
    });
    read.await
        .unwrap_or(Err(Problem::NotASpreadsheet))
        .map_err(|problem| Error::at("file", problem))
}

#[derive(sqlx::FromRow)]
struct Stored {
    state: String,
    report: String,
}

/// A file on its way. Colleagues may look, since nothing personal is to be seen; only who sent it says
/// yes.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` also for what has expired.
pub async fn find(ctx: &Context, id: ImportId) -> Result<Import, Error> {
    keeper(ctx)?;
    let mut read = ctx.db().read().await?;
    let stored = stored(&mut read, ctx, id).await?;
    let progress = PROGRESS.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(Import {
        id,
        state: State::parse(&stored.state),
        report: serde_json::from_str(&stored.report)
            .map_err(|_| Error::Unexpected("a report cannot be read"))?,
        progress: progress.get(&id.get()).copied(),
    })
}

async fn stored(db: &mut impl Connection, ctx: &Context, id: ImportId) -> Result<Stored, Error> {
    sql!(
        db,
        optional as Stored,
        "select state, report from estate_import
         where id = $1 and community_id = $2 and expires_at > $3",
        id.get(),
        ctx.community.id.get(),
        ctx.now.millis(),
    )?
    .ok_or(Error::NotFound)
}

/// Says yes to a file. Answers whether it is to be [`run`] now: a second yes starts nothing.
///
/// # Errors
/// Those of [`find`]; `Denied` for somebody else's file, `Changed` when rows cannot be placed.
pub async fn start(ctx: &Context, id: ImportId, key: &str) -> Result<bool, Error> {
    let owner = keeper(ctx)?;
    let import = find(ctx, id).await?;
    let key = RequestKey::parse(key).map_err(|problem| Error::at("request_key", problem))?;
    if import.report.is_stopped {
        return Err(Error::Changed);
    }
    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, START, &key)
        .await?
        .is_some()
    {
        return Ok(false);
    }
    let started = sql!(
        &mut tx,
        execute,
        "update estate_import set state = 'running', version = version + 1
         where id = $1 and community_id = $2 and owner_id = $3 and state in ('ready', 'failed')",
        id.get(),
        ctx.community.id.get(),
        owner,
    )?;
    let (of,) = sql!(
        &mut tx,
        one as (i64,),
        "select owner_id from estate_import where id = $1 and community_id = $2",
        id.get(),
        ctx.community.id.get(),
    )?;
    if of != owner {
        return Err(Error::Denied);
    }
    tx.commit().await?;
    Ok(started == 1)
}

/// Writes a file that was started: everything in one transaction, which also says that it is done.
/// What fails changes nothing and is said at the file.
///
/// # Errors
/// When the store fails.
pub async fn run(ctx: &Context, id: ImportId) -> Result<(), Error> {
    let done = write_all(ctx, id).await;
    PROGRESS
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .remove(&id.get());
    if done.as_ref().is_err_and(|error| !error.is_transient()) {
        let mut tx = ctx.db().write().await?;
        sql!(
            &mut tx,
            execute,
            "update estate_import set state = 'failed', version = version + 1
             where id = $1 and community_id = $2 and state = 'running'",
            id.get(),
            ctx.community.id.get(),
        )?;
        tx.commit().await?;
    }
    done
}

async fn write_all(ctx: &Context, id: ImportId) -> Result<(), Error> {
    keeper(ctx)?;
    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Estate(ctx.community.id)).await?;
    let found = sql!(
        &mut tx,
        optional as (String, String),
        "select content, report from estate_import
         where id = $1 and community_id = $2 and state = 'running'",
        id.get(),
        ctx.community.id.get(),
    )?;
    let Some((content, report)) = found else {
        return Ok(());
    };
    let rows: Vec<Row> =
        serde_json::from_str(&content).map_err(|_| Error::Unexpected("rows cannot be read"))?;
    let mut report: Report =
        serde_json::from_str(&report).map_err(|_| Error::Unexpected("a report cannot be read"))?;
    let work = work::plan(&mut tx, ctx, &rows).await?;
    work::perform(&mut tx, ctx, &work, report.under, &|done, total| {
        PROGRESS
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id.get(), (done, total));
    })
    .await?;
    report.changes = work.changes;
    sql!(
        &mut tx,
        execute,
        "update estate_import
         set state = 'done', content = '', report = $3, version = version + 1
         where id = $1 and community_id = $2",
        id.get(),
        ctx.community.id.get(),
        written(&report)?,
    )?;
    if !work.changes.is_nothing() {
        let entry = Entry::new(Deed::EstateImported, format!("estate/{}", ctx.community.id))
            .became(json!({ "rows": report.rows, "changes": work.changes }));
        audit::record(&mut tx, ctx, entry).await?;
        community::public_changed(&mut tx, ctx).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Removes files whose hour is over; for the jobs.
///
/// # Errors
/// When the store fails.
pub async fn remove_expired(ctx: &Context) -> Result<u64, Error> {
    let mut tx = ctx.db().write().await?;
    let removed = sql!(
        &mut tx,
        execute,
        "delete from estate_import where expires_at <= $1",
        ctx.now.millis(),
    )?;
    tx.commit().await?;
    Ok(removed)
}
