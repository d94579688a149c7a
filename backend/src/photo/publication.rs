//! What the public sees of a report's pictures, as staff decided it (rule R15).

use domain::id::ReportId;

use super::{Photo, Size, Stage, clean, put, storage_key};
use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::sql;

/// A picture of a report for those who work on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkPhoto {
    /// The picture.
    pub photo: Photo,
    /// Whether the public sees it, once the report is public.
    pub is_published: bool,
    /// Which of the 48 cells are covered in public.
    pub covered: Vec<u8>,
}

/// The pictures of one step of a report, in order; published ones only when asked so.
///
/// # Errors
/// When the store fails.
pub async fn of_report(
    db: &mut impl Connection,
    report: ReportId,
    stage: Stage,
    published_only: bool,
) -> Result<Vec<WorkPhoto>, Error> {
    Ok(sql!(
        db,
        all as (String, i64, i64, i64, String),
        "select id, width, height, is_published, covered from photo
         where report_id = $1 and stage = $2 and (is_published = 1 or $3 = 0)
         order by created_at, sort, id",
        report.get(),
        stage.as_str(),
        i64::from(published_only),
    )?
    .into_iter()
    .map(|(id, width, height, is_published, covered)| WorkPhoto {
        photo: Photo { id, width, height },
        is_published: is_published == 1,
        covered: covered
            .split(',')
            .filter_map(|cell| cell.parse().ok())
            .collect(),
    })
    .collect())
}

/// What staff decided about one picture: whether the public sees it, and what is covered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publication {
    /// The picture's name.
    pub id: String,
    /// Whether the public sees it.
    pub publish: bool,
    /// Cells to cover, counted row by row in a grid of eight by six.
    pub cells: Vec<u8>,
}

/// A covered version that is stored already and waits for its transaction.
#[derive(Debug, Clone)]
pub struct Prepared {
    decided: Publication,
    public_key: Option<String>,
}

/// Makes and stores the covered versions, before the transaction that publishes them.
///
/// # Errors
/// `NotFound` for a picture that is not the report's; when a store fails.
pub async fn prepare(
    ctx: &Context,
    report: ReportId,
    decided: &[Publication],
) -> Result<Vec<Prepared>, Error> {
    let mut prepared = Vec::new();
    for decision in decided {
        let mut read = ctx.db().read().await?;
        sql!(
            &mut read,
            optional as (i64,),
            "select sort from photo where id = $1 and report_id = $2",
            &decision.id,
            report.get(),
        )?
        .ok_or(Error::NotFound)?;
        drop(read);
        let public_key = if decision.publish && !decision.cells.is_empty() {
            let key = storage_key(&decision.id, Size::Full);
            let original = ctx.stores.photos.get(&key).await?.ok_or(Error::NotFound)?;
            let covered = clean::blurred_in_turn(original, decision.cells.clone())
                .await
                .map_err(|_| Error::Unexpected("a stored picture cannot be read"))?;
            let name = ctx.stores.random.token();
            put(&ctx.stores, &name, &covered).await?;
            Some(name)
        } else {
            None
        };
        prepared.push(Prepared {
            decided: decision.clone(),
            public_key,
        });
    }
    Ok(prepared)
}

/// Writes down what was decided about a report's pictures.
///
/// # Errors
/// When the store fails.
pub async fn publish(tx: &mut Tx, report: ReportId, prepared: &[Prepared]) -> Result<(), Error> {
    for picture in prepared {
        let cells: Vec<String> = picture.decided.cells.iter().map(u8::to_string).collect();
        sql!(
            tx,
            execute,
            "update photo set is_published = $3, public_key = $4, covered = $5
             where id = $1 and report_id = $2",
            &picture.decided.id,
            report.get(),
            i64::from(picture.decided.publish),
            picture.public_key.as_deref(),
            cells.join(","),
        )?;
    }
    Ok(())
}

/// Shows all pictures of a step to the public, as far as their report is public.
///
/// # Errors
/// When the store fails.
pub async fn publish_all(tx: &mut Tx, report: ReportId, stage: Stage) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update photo set is_published = 1 where report_id = $1 and stage = $2",
        report.get(),
        stage.as_str(),
    )?;
    Ok(())
}
