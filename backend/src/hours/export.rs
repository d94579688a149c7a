//! The ledger as a file, row by row: who, what, from when to when, how long. Recorded (rule P25).

use domain::audit::Deed;
use domain::id::PersonId;
use domain::instant::Instant;
use domain::permission::Permission;
use serde_json::json;
use text::{Lang, hours as words};

use super::desk::Query;
use super::rows;
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::error::Error;
use crate::filter::Statement;
use crate::spreadsheet::{self, Cell, Heads};

/// More rows than a community writes in a year.
const MOST: usize = 100_000;

type Line = [Cell; 7];

fn heads(lang: Lang) -> Heads<'static, 7> {
    [
        (words::column_name(lang), 16),
        (words::column_shift(lang), 24),
        (words::column_start(lang), 18),
        (words::column_end(lang), 18),
        (words::column_minutes(lang), 8),
        (words::column_source(lang), 14),
        (words::column_day(lang), 12),
    ]
}

/// The entries that are meant, as `.xlsx`.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn xlsx(ctx: &Context, lang: Lang, query: &Query) -> Result<Vec<u8>, Error> {
    let lines = lines(ctx, lang, query).await?;
    spreadsheet::xlsx(words::sheet_name(lang), &heads(lang), &lines)
}

/// The same as text with commas, for old programs; no cell begins a formula (rule X18).
///
/// # Errors
/// Those of [`xlsx`].
pub async fn csv(ctx: &Context, lang: Lang, query: &Query) -> Result<Vec<u8>, Error> {
    let lines = lines(ctx, lang, query).await?;
    Ok(spreadsheet::csv(&heads(lang), &lines))
}

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    child: Option<String>,
    name_zh: String,
    name_en: String,
    began_at: Option<i64>,
    ended_at: Option<i64>,
    minutes: i64,
    source: String,
    reverses_id: Option<i64>,
    on_day: String,
}

async fn lines(ctx: &Context, lang: Lang, query: &Query) -> Result<Vec<Line>, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut list = Statement::new(
        "select p.name, x.name as child,
                coalesce(nullif(s.title, ''), k.name_zh, '') as name_zh,
                coalesce(nullif(s.title, ''), k.name_en, '') as name_en,
                e.began_at, e.ended_at, e.minutes, e.source, e.reverses_id, e.on_day
         from hours_entry e join person p on p.id = e.person_id
         left join person x on x.id = e.child_id
         left join patrol_shift s on s.id = e.shift_id
         left join hours_claim c on c.id = e.claim_id
         left join patrol_kind k on k.id = coalesce(s.kind_id, c.kind_id)",
    );
    query.meant(ctx, &mut list);
    list.push("order by e.on_day, e.id limit 100001");
    // Read before anything is held: no writer waits for a long file.
    let mut read = ctx.db().read().await?;
    let rows: Vec<Row> = list.all(&mut read).await?;
    drop(read);
    if rows.len() > MOST {
        return Err(Error::Unexpected("more hours than a file can hold"));
    }
    let entry =
        Entry::new(Deed::HoursExported, format!("hours/{}", ctx.community.id)).became(json!({
            "rows": rows.len(),
            "year": query.days(ctx).year,
            "month": query.month,
            "person": query.person.map(PersonId::get),
        }));
    let mut tx = ctx.db().write().await?;
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    rows.into_iter().map(|row| row.line(ctx, lang)).collect()
}

impl Row {
    fn line(self, ctx: &Context, lang: Lang) -> Result<Line, Error> {
        let clock = |at: Option<i64>| {
            at.map_or_else(String::new, |at| {
                let civil = ctx.community.zone.civil(Instant::from_millis(at));
                civil.strftime("%Y-%m-%d %H:%M").to_string()
            })
        };
        let name = match self.child {
            Some(child) => words::child_of(lang, child, self.name),
            None => self.name,
        };
        let what = match lang {
            Lang::Zh => self.name_zh,
            Lang::En => self.name_en,
        };
        let source = crate::words::source(lang, rows::source(&self.source)?);
        let source = match self.reverses_id {
            Some(_) => words::reversal_of(lang, source),
            None => source.to_owned(),
        };
        Ok([
            name.into(),
            what.into(),
            clock(self.began_at).into(),
            clock(self.ended_at).into(),
            Cell::Number(self.minutes),
            source.into(),
            self.on_day.into(),
        ])
    }
}
