//! The checklist of a shift: the stops of its route, and places to look at again (rules V16, R13).

use std::collections::HashMap;

use domain::id::{AreaId, BuildingId, CategoryId, FloorId, PatrolShiftId, ReportId, UnitId};
use domain::instant::Instant;
use domain::patrol::look::{AFTER_DAYS, FORGOTTEN_AFTER_DAYS, Seen, due};
use domain::report::{Draft, Number};
use text::Lang;

use super::finding::{going_on, takes_part};
use super::{Shift, finding, manages};
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::filter::Statement;
use crate::secret::Purpose;
use crate::sql;

/// So many places to look at again are named at most.
const MOST_PLACES: i64 = 40;
/// Digits of a key: 128 bits.
const KEY_DIGITS: usize = 32;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// A stop of the route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Which line of the route, from 1.
    pub line: i64,
    /// What to look at.
    pub words: String,
    /// What was seen, if it was ticked.
    pub seen: Option<Seen>,
}

/// A place where something was dealt with and may have come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The report that was closed.
    pub report: ReportId,
    /// Its number.
    pub number: Number,
    /// What it was about.
    pub category: CategoryId,
    /// Where, when it is at a building.
    pub building: Option<BuildingId>,
    /// Its unit.
    pub unit: Option<UnitId>,
    /// Its floor.
    pub floor: Option<FloorId>,
    /// Where, when it is outside.
    pub area: Option<AreaId>,
    /// The place in words, or a note beside it.
    pub place_words: String,
    /// When it was closed.
    pub closed_at: Instant,
    /// Which look this is: after 7, 30 or 90 days.
    pub after_days: i64,
    /// What this shift saw, if it was ticked.
    pub seen: Option<Seen>,
}

/// What a shift looks at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checklist {
    /// The stops of the route.
    pub stops: Vec<Stop>,
    /// The places to look at again: those due now, and those this shift ticked.
    pub places: Vec<Place>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    year: i64,
    seq: i64,
    category_id: i64,
    building_id: Option<i64>,
    unit_id: Option<i64>,
    floor_id: Option<i64>,
    area_id: Option<i64>,
    place_words: String,
    closed_at: i64,
    after_days: Option<i64>,
    result: Option<String>,
    looked: i64,
}

impl Row {
    /// The place, unless nothing is due there that was not looked at.
    fn place(self, now: Instant) -> Result<Option<Place>, Error> {
        let closed_at = Instant::from_millis(self.closed_at);
        let after_days = match self.after_days {
            Some(days) => days,
            None => match due(closed_at, now) {
                Some(days) if days > self.looked => days,
                _ => return Ok(None),
            },
        };
        let seen = self.result.map(|result| match result.as_str() {
            "fine" => Seen::Fine,
            _ => Seen::Wrong,
        });
        Ok(Some(Place {
            report: ReportId::new(self.id),
            number: Number {
                year: i16::try_from(self.year)
                    .map_err(|_| Error::Unexpected("a report's year is none"))?,
                seq: self.seq,
            },
            category: CategoryId::new(self.category_id),
            building: self.building_id.map(BuildingId::new),
            unit: self.unit_id.map(UnitId::new),
            floor: self.floor_id.map(FloorId::new),
            area: self.area_id.map(AreaId::new),
            place_words: self.place_words,
            closed_at,
            after_days,
            seen,
        }))
    }
}

/// The checklist of a shift, for whoever was found to be on it.
pub(super) async fn of_shift(
    db: &mut impl Connection,
    ctx: &Context,
    shift: &Shift,
) -> Result<Checklist, Error> {
    Ok(Checklist {
        stops: stops(db, ctx, shift).await?,
        places: places(db, ctx, shift, None).await?,
    })
}

async fn stops(db: &mut impl Connection, ctx: &Context, shift: &Shift) -> Result<Vec<Stop>, Error> {
    let ticked = sql!(
        db,
        all as (i64, String, String),
        "select line, words, result from patrol_check where shift_id = $1 order by line",
        shift.id.get(),
    )?;
    let route = match shift.route {
        None => None,
        Some(route) => sql!(
            db,
            optional as (String,),
            "select stops from patrol_route where id = $1 and community_id = $2",
            route.get(),
            ctx.community.id.get(),
        )?,
    };
    let mut ticked: HashMap<_, _> = ticked
        .into_iter()
        .map(|(line, words, result)| (line, (words, result)))
        .collect();
    let seen = |result: &str| {
        if result == "fine" {
            Seen::Fine
        } else {
            Seen::Wrong
        }
    };
    let mut stops = Vec::new();
    let lines = route.iter().flat_map(|(stops,)| stops.lines());
    let lines = lines.map(str::trim).filter(|line| !line.is_empty());
    for (line, words) in (1..).zip(lines) {
        // What was ticked keeps its words, also when the route was changed since.
        let ticked = ticked.remove(&line);
        stops.push(Stop {
            line,
            words: ticked
                .as_ref()
                .map_or_else(|| words.to_owned(), |(words, _)| words.clone()),
            seen: ticked.as_ref().map(|(_, result)| seen(result)),
        });
    }
    let mut left: Vec<_> = ticked.into_iter().collect();
    left.sort_by_key(|(line, _)| *line);
    stops.extend(left.into_iter().map(|(line, (words, result))| Stop {
        line,
        words,
        seen: Some(seen(&result)),
    }));
    Ok(stops)
}

/// The places to look at again, or one of them: of a shift that is about a building only those
/// there. Whoever is no staff reads what is public about a report, in the words that staff gave it
/// (rules R15, P17).
async fn places(
    db: &mut impl Connection,
    ctx: &Context,
    shift: &Shift,
    only: Option<ReportId>,
) -> Result<Vec<Place>, Error> {
    let now = ctx.now.millis();
    let is_staff = manages(ctx, shift);
    let mut list = Statement::new(
        "select r.id, r.year, r.seq, r.category_id, r.building_id, r.unit_id, r.floor_id,
                r.area_id, r.closed_at, l.after_days, l.result,",
    );
    list.push(if is_staff {
        "r.place_words,"
    } else {
        "r.public_place as place_words,"
    });
    list.push(
        "coalesce((select max(o.after_days) from patrol_look o where o.report_id = r.id),
                         cast(0 as bigint)) as looked
         from report r
         join category c on c.id = r.category_id",
    );
    list.number(
        "left join patrol_look l on l.report_id = r.id and l.shift_id = ?",
        shift.id.get(),
    )
    .number("where r.community_id = ?", ctx.community.id.get())
    .push("and r.closed_at is not null and c.comes_back = 1 and r.visibility <> 'hidden'")
    .push(if is_staff { "" } else { "and r.is_public = 1" })
    .push("and (l.result is not null or (r.state = 'closed'")
    .number(
        "and r.closed_at > ?",
        now - FORGOTTEN_AFTER_DAYS * DAY_MILLIS,
    );
    for (at, days) in AFTER_DAYS.into_iter().enumerate() {
        let piece = if at == 0 {
            "and ((r.closed_at <= ?"
        } else {
            "or (r.closed_at <= ?"
        };
        list.number(piece, now - days * DAY_MILLIS).number(
            "and not exists (select 1 from patrol_look o
                 where o.report_id = r.id and o.after_days >= ?))",
            days,
        );
    }
    list.push(")))");
    if let Some(building) = shift.building {
        list.number("and r.building_id = ?", building.get());
    }
    if let Some(report) = only {
        list.number("and r.id = ?", report.get());
    }
    list.number("order by r.closed_at, r.id limit ?", MOST_PLACES);
    let rows: Vec<Row> = list.all(db).await?;
    rows.into_iter()
        .filter_map(|row| row.place(ctx.now).transpose())
        .collect()
}

/// The checklist of a shift, for whoever is on it.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn list(ctx: &Context, id: PatrolShiftId) -> Result<Checklist, Error> {
    let shift = super::find(ctx, id).await?;
    let mut read = ctx.db().read().await?;
    takes_part(&mut read, ctx, &shift).await?;
    of_shift(&mut read, ctx, &shift).await
}

/// Ticks a stop, or takes the tick back. Pressed twice, it is done once.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` also for a line that the route does not have, `Changed` outside the
/// time of the shift, or when the store fails.
pub async fn tick_stop(
    ctx: &Context,
    id: PatrolShiftId,
    line: i64,
    seen: Option<Seen>,
) -> Result<(), Error> {
    let shift = going_on(ctx, id).await?;
    let mut tx = ctx.db().write().await?;
    let stops = stops(&mut tx, ctx, &shift).await?;
    let stop = stops
        .into_iter()
        .find(|stop| stop.line == line)
        .ok_or(Error::NotFound)?;
    match seen {
        None => {
            sql!(
                &mut tx,
                execute,
                "delete from patrol_check where shift_id = $1 and line = $2",
                id.get(),
                line,
            )?;
        }
        Some(seen) => {
            let result = match seen {
                Seen::Fine => "fine",
                Seen::Wrong => "problem",
            };
            sql!(
                &mut tx,
                execute,
                "insert into patrol_check (shift_id, line, words, result, at)
                 values ($1, $2, $3, $4, $5)
                 on conflict (shift_id, line) do update
                 set result = excluded.result, at = excluded.at",
                id.get(),
                line,
                &stop.words,
                result,
                ctx.now.millis(),
            )?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Notes how it looks at a place that was dealt with, or takes that back. Pressed twice, it is done
/// once; what another shift noted meanwhile stays.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` also for a place that is not due, `Changed` outside the time of the
/// shift, or when the store fails.
pub async fn tick_place(
    ctx: &Context,
    id: PatrolShiftId,
    report: ReportId,
    seen: Option<Seen>,
) -> Result<(), Error> {
    let shift = going_on(ctx, id).await?;
    let mut tx = ctx.db().write().await?;
    let Some(seen) = seen else {
        sql!(
            &mut tx,
            execute,
            "delete from patrol_look where report_id = $1 and shift_id = $2",
            report.get(),
            id.get(),
        )?;
        tx.commit().await?;
        return Ok(());
    };
    let place = places(&mut tx, ctx, &shift, Some(report)).await?;
    let place = place.into_iter().next().ok_or(Error::NotFound)?;
    let result = match seen {
        Seen::Fine => "fine",
        Seen::Wrong => "back",
    };
    sql!(
        &mut tx,
        execute,
        "insert into patrol_look (report_id, after_days, shift_id, result, at)
         values ($1, $2, $3, $4, $5)
         on conflict (report_id, after_days) do update
         set result = excluded.result, at = excluded.at
         where patrol_look.shift_id = excluded.shift_id",
        report.get(),
        place.after_days,
        id.get(),
        result,
        ctx.now.millis(),
    )?;
    tx.commit().await?;
    Ok(())
}

/// The key of the report that a look makes, so that pressing twice makes one; nobody can send a form
/// with it before.
fn key(ctx: &Context, shift: PatrolShiftId, report: ReportId, after_days: i64) -> String {
    let what = format!("{shift}/{report}/{after_days}");
    let mut key = ctx.stores.secret.keyed(Purpose::PatrolLook, &what);
    key.truncate(KEY_DIGITS);
    key
}

/// It is there again: notes that, and makes a report at the same place, of the same sort, that names
/// the earlier one (rule R13). Pressed twice, it makes one.
///
/// # Errors
/// Those of [`tick_place`] and [`finding::file`].
pub async fn came_back(
    ctx: &Context,
    id: PatrolShiftId,
    report: ReportId,
) -> Result<Number, Error> {
    let shift = going_on(ctx, id).await?;
    let mut read = ctx.db().read().await?;
    let place = places(&mut read, ctx, &shift, Some(report)).await?;
    drop(read);
    let place = place.into_iter().next().ok_or(Error::NotFound)?;
    tick_place(ctx, id, report, Some(Seen::Wrong)).await?;
    let text = |id: Option<i64>| id.map_or_else(String::new, |id| id.to_string());
    let draft = Draft {
        request_key: key(ctx, id, report, place.after_days),
        category: place.category.to_string(),
        building: text(place.building.map(BuildingId::get)),
        unit: text(place.unit.map(UnitId::get)),
        floor: text(place.floor.map(FloorId::get)),
        area: text(place.area.map(AreaId::get)),
        place_words: place.place_words,
        words: text::patrol_day::came_back_words(Lang::Zh, place.number),
        ..Draft::default()
    };
    finding::file(ctx, id, draft).await
}
