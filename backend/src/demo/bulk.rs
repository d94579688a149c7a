//! Many reports in few statements, leaving in every table what the use cases would have left.

use std::collections::{BTreeMap, BTreeSet};

use crate::context::Context;
use crate::db::Tx;
use crate::error::Error;
use crate::photo::Stage;
use crate::sql;

use super::written::{Row, Written};

/// Reports a transaction.
pub const BATCH: u64 = 1000;

/// Writes reports with history, tally, pairs of characters and pictures. They must come in the
/// order of their numbers, which their ids then follow.
pub async fn insert(tx: &mut Tx, ctx: &Context, reports: &[Written]) -> Result<(), Error> {
    let mut rows = Vec::with_capacity(reports.len());
    let mut histories = Vec::with_capacity(reports.len());
    for report in reports {
        let (row, history) = report.walk(ctx)?;
        rows.push(row);
        histories.push(history);
    }
    let ids = insert_rows(tx, ctx, &rows).await?;
    sql!(
        tx,
        execute,
        "update report set reporter_person_id =
             (select person_id from account where id = report.reporter_id)
         where community_id = $1 and reporter_person_id is null and reporter_id is not null",
        ctx.community.id.get(),
    )?;
    let mut steps = Vec::new();
    let mut grams = BTreeSet::new();
    for ((report, row), history) in reports.iter().zip(&rows).zip(histories) {
        let id = ids.get(&(row.year, row.seq)).copied();
        let id = id.ok_or(Error::Unexpected("a demo report has no id"))?;
        steps.extend(history.into_iter().map(|mut step| {
            step.report_id = id;
            step
        }));
        grams.extend(
            crate::report::search::grams(&report.searchable())
                .into_iter()
                .map(|gram| (gram, id)),
        );
        insert_photos(tx, ctx, id, report, row.accepted_at.or(row.closed_at)).await?;
    }
    insert_steps(tx, &json(&steps)?).await?;
    insert_grams(tx, ctx, &json(&grams)?).await?;
    count(tx, ctx, &rows).await
}

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::Unexpected("demo rows are no list"))
}

async fn insert_rows(
    tx: &mut Tx,
    ctx: &Context,
    rows: &[Row],
) -> Result<BTreeMap<(i64, i64), i64>, Error> {
    let rows = sql!(
        tx, all as (i64, i64, i64),
        { sqlite: "insert into report (
                       community_id, year, seq, state, held_from, merged_from, visibility,
                       is_public, is_open, category_id, building_id, unit_id, floor_id, area_id,
                       place_words, words, public_summary, public_place, source, reporter_id,
                       entered_by, reporter_name, show_name, callback, lead_org_id, finished_by,
                       no_photo_reason, appeals, receipt_hash, reported_at, accepted_at,
                       dispatched_at, finished_at, closed_at, updated_at, version)
                   select $1, value ->> 'year', value ->> 'seq', value ->> 'state',
                       value ->> 'held_from', value ->> 'merged_from', value ->> 'visibility',
                       value ->> 'is_public', value ->> 'is_open', value ->> 'category_id',
                       value ->> 'building_id', value ->> 'unit_id', value ->> 'floor_id',
                       value ->> 'area_id', value ->> 'place_words', value ->> 'words',
                       value ->> 'public_summary', value ->> 'public_place', value ->> 'source',
                       value ->> 'reporter_id', value ->> 'entered_by', value ->> 'reporter_name',
                       value ->> 'show_name', value ->> 'callback', value ->> 'lead_org_id',
                       value ->> 'finished_by', value ->> 'no_photo_reason', value ->> 'appeals',
                       value ->> 'receipt_hash', value ->> 'reported_at', value ->> 'accepted_at',
                       value ->> 'dispatched_at', value ->> 'finished_at', value ->> 'closed_at',
                       value ->> 'updated_at', value ->> 'version'
                   from json_each($2) order by key
                   returning year, seq, id",
          postgres: "insert into report (
                       community_id, year, seq, state, held_from, merged_from, visibility,
                       is_public, is_open, category_id, building_id, unit_id, floor_id, area_id,
                       place_words, words, public_summary, public_place, source, reporter_id,
                       entered_by, reporter_name, show_name, callback, lead_org_id, finished_by,
                       no_photo_reason, appeals, receipt_hash, reported_at, accepted_at,
                       dispatched_at, finished_at, closed_at, updated_at, version)
                   select $1, year, seq, state, held_from, merged_from, visibility,
                       is_public, is_open, category_id, building_id, unit_id, floor_id, area_id,
                       place_words, words, public_summary, public_place, source, reporter_id,
                       entered_by, reporter_name, show_name, callback, lead_org_id, finished_by,
                       no_photo_reason, appeals, receipt_hash, reported_at, accepted_at,
                       dispatched_at, finished_at, closed_at, updated_at, version
                   from jsonb_to_recordset(cast($2 as jsonb)) as r (
                       year bigint, seq bigint, state text, held_from text, merged_from text,
                       visibility text, is_public bigint, is_open bigint, category_id bigint,
                       building_id bigint, unit_id bigint, floor_id bigint, area_id bigint,
                       place_words text, words text, public_summary text, public_place text,
                       source text, reporter_id bigint, entered_by bigint, reporter_name text,
                       show_name bigint, callback text, lead_org_id bigint, finished_by bigint,
                       no_photo_reason text, appeals bigint, receipt_hash text,
                       reported_at bigint, accepted_at bigint, dispatched_at bigint,
                       finished_at bigint, closed_at bigint, updated_at bigint, version bigint)
                   order by year, seq
                   returning year, seq, id" },
        ctx.community.id.get(), json(&rows)?,
    )?;
    Ok(rows
        .into_iter()
        .map(|(year, seq, id)| ((year, seq), id))
        .collect())
}

async fn insert_steps(tx: &mut Tx, steps: &str) -> Result<(), Error> {
    sql!(
        tx, execute,
        { sqlite: "insert into report_history (report_id, step, at, role, action, from_state,
                       to_state, account_id, org_id, words)
                   select value ->> 'report_id', value ->> 'step', value ->> 'at',
                       value ->> 'role', value ->> 'action', value ->> 'from_state',
                       value ->> 'to_state', value ->> 'account_id', value ->> 'org_id',
                       value ->> 'words'
                   from json_each($1)",
          postgres: "insert into report_history (report_id, step, at, role, action, from_state,
                       to_state, account_id, org_id, words)
                   select report_id, step, at, role, action, from_state, to_state, account_id,
                       org_id, words
                   from jsonb_to_recordset(cast($1 as jsonb)) as h (
                       report_id bigint, step bigint, at bigint, role text, action text,
                       from_state text, to_state text, account_id bigint, org_id bigint,
                       words text)" },
        steps,
    )?;
    Ok(())
}

async fn insert_grams(tx: &mut Tx, ctx: &Context, grams: &str) -> Result<(), Error> {
    sql!(
        tx, execute,
        { sqlite: "insert into report_gram (community_id, gram, report_id)
                   select $1, value ->> 0, value ->> 1 from json_each($2)",
          postgres: "insert into report_gram (community_id, gram, report_id)
                     select $1, value ->> 0, cast(value ->> 1 as bigint)
                     from jsonb_array_elements(cast($2 as jsonb)) as value" },
        ctx.community.id.get(), grams,
    )?;
    Ok(())
}

/// A heading of the tally: public, open, state, category, building, organisation.
type Heading = (i64, i64, &'static str, i64, i64, i64);

async fn count(tx: &mut Tx, ctx: &Context, rows: &[Row]) -> Result<(), Error> {
    let mut tally: BTreeMap<Heading, i64> = BTreeMap::new();
    for row in rows {
        let building = row.building_id.unwrap_or(0);
        let org = row.lead_org_id.unwrap_or(0);
        let heading = (
            row.is_public,
            row.is_open,
            row.state,
            row.category_id,
            building,
            org,
        );
        *tally.entry(heading).or_insert(0) += 1;
    }
    for ((is_public, is_open, state, category, building, org), n) in tally {
        sql!(
            tx, execute,
            "insert into report_tally
                 (community_id, is_public, is_open, state, category_id, building_id, lead_org_id, n)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (community_id, is_public, is_open, state, category_id, building_id, lead_org_id)
             do update set n = report_tally.n + excluded.n",
            ctx.community.id.get(), is_public, is_open, state, category, building, org, n,
        )?;
    }
    Ok(())
}

/// Pictures are published as staff would: with the acceptance, and every one of the repair.
async fn insert_photos(
    tx: &mut Tx,
    ctx: &Context,
    id: i64,
    report: &Written,
    accepted: Option<i64>,
) -> Result<(), Error> {
    if report.photos.is_empty() {
        return Ok(());
    }
    for (sort, (stage, photo)) in (0_i64..).zip(&report.photos) {
        let published = *stage == Stage::After || accepted.is_some();
        let taken = match stage {
            Stage::Before => report.reported_at.millis(),
            Stage::After => report.repaired_at().millis(),
        };
        sql!(
            tx,
            execute,
            "insert into photo (id, community_id, report_id, stage, sort, is_published, width,
                 height, bytes, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            &photo.id,
            ctx.community.id.get(),
            id,
            stage.as_str(),
            sort,
            i64::from(published),
            photo.width,
            photo.height,
            photo.bytes,
            taken,
        )?;
    }
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
        id,
    )?;
    Ok(())
}
