//! What patrols came to, by month and building, without a name (rules V13, V14, V16, V19).

use std::collections::BTreeMap;

use domain::audit::Deed;
use domain::id::BuildingId;
use domain::permission::Permission;
use serde_json::json;
use text::Lang;

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::spreadsheet::{self, Cell};
use crate::{estate, sql};

/// Fewer people than this could be told apart, so what they did is not shown.
pub const FEWEST: i64 = 3;

/// What people did, which says something about them where they are few.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    /// How often somebody came.
    pub came: i64,
    /// How often somebody did not (rule V14).
    pub missed: i64,
    /// Minutes credited.
    pub minutes: i64,
}

/// The figures of one group: a month, a building in a month, or the whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Shifts that took place.
    pub held: i64,
    /// Shifts that were called off.
    pub cancelled: i64,
    /// Places of those that took place.
    pub places: i64,
    /// Handbooks handed out.
    pub handbooks: i64,
    /// Findings that became reports.
    pub findings: i64,
    /// Nothing where fewer than [`FEWEST`] people took part, or where the number could be worked
    /// out from the others.
    pub done: Option<Done>,
}

/// A building in a month; without a building shifts for the whole community.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Which building.
    pub building: Option<BuildingId>,
    /// Its figures.
    pub figures: Figures,
}

/// A month with its buildings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// `2026-03`, by the first day of each shift (rule V19).
    pub month: String,
    /// The month's sum.
    pub whole: Figures,
    /// Its parts.
    pub groups: Vec<Group>,
}

/// A year by months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// Which year.
    pub year: i16,
    /// Months in which there was something, in order.
    pub months: Vec<Month>,
    /// The year's sum.
    pub whole: Figures,
}

/// Counted, before anything is left out.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    shown: Figures,
    done: Done,
    /// How many different people; only ever compared.
    people: i64,
}

impl Counted {
    fn add(&mut self, other: &Self) {
        self.shown.held += other.shown.held;
        self.shown.cancelled += other.shown.cancelled;
        self.shown.places += other.shown.places;
        self.shown.handbooks += other.shown.handbooks;
        self.shown.findings += other.shown.findings;
        self.done.came += other.done.came;
        self.done.missed += other.done.missed;
        self.done.minutes += other.done.minutes;
    }

    fn figures(&self, is_shown: bool) -> Figures {
        Figures {
            done: is_shown.then_some(self.done),
            ..self.shown
        }
    }
}

/// Which of several parts of a shown sum may be shown: none of too few people; and where only one is
/// left out, the smallest of the others with it, or the sum would tell.
fn may_be_shown(people: &[i64]) -> Vec<bool> {
    let mut shown: Vec<bool> = people
        .iter()
        .map(|people| *people == 0 || *people >= FEWEST)
        .collect();
    if shown.iter().filter(|shown| !**shown).count() == 1 {
        let next = (0..people.len())
            .filter(|at| shown[*at] && people[*at] > 0)
            .min_by_key(|at| people[*at]);
        if let Some(next) = next {
            shown[next] = false;
        }
    }
    shown
}

#[derive(sqlx::FromRow)]
struct Row {
    month: String,
    building_id: i64,
    held: i64,
    cancelled: i64,
    places: i64,
    handbooks: i64,
    findings: i64,
    came: i64,
    missed: i64,
    minutes: i64,
    people: i64,
}

/// A year's figures.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn year(ctx: &Context, year: Option<i16>) -> Result<Year, Error> {
    ctx.require_at(Permission::SeeFigures, &ctx.community.path)?;
    let year = year.unwrap_or_else(|| ctx.community.zone.year_of(ctx.now));
    let mut read = ctx.db().read().await?;
    let rows = rows(&mut read, ctx, year).await?;
    let by_month = people(&mut read, ctx, year).await?;
    drop(read);
    let mut counted: BTreeMap<String, Vec<(Option<BuildingId>, Counted)>> = BTreeMap::new();
    for row in rows {
        let building = (row.building_id != 0).then(|| BuildingId::new(row.building_id));
        let group = Counted {
            shown: Figures {
                held: row.held,
                cancelled: row.cancelled,
                places: row.places,
                handbooks: row.handbooks,
                findings: row.findings,
                done: None,
            },
            done: Done {
                came: row.came,
                missed: row.missed,
                minutes: row.minutes,
            },
            people: row.people,
        };
        counted
            .entry(row.month)
            .or_default()
            .push((building, group));
    }
    Ok(put_together(year, &counted, &by_month))
}

fn put_together(
    year: i16,
    counted: &BTreeMap<String, Vec<(Option<BuildingId>, Counted)>>,
    by_month: &BTreeMap<String, i64>,
) -> Year {
    let of_month = |month: &String| by_month.get(month).copied().unwrap_or(0);
    let people: Vec<_> = counted.keys().map(of_month).collect();
    let mut whole = Counted::default();
    let mut months = Vec::new();
    for ((month, groups), is_shown) in counted.iter().zip(may_be_shown(&people)) {
        let mut sum = Counted::default();
        for (_, group) in groups {
            sum.add(group);
        }
        whole.add(&sum);
        let people: Vec<_> = groups.iter().map(|(_, group)| group.people).collect();
        months.push(Month {
            month: month.clone(),
            whole: sum.figures(is_shown),
            groups: groups
                .iter()
                .zip(may_be_shown(&people))
                .map(|((building, group), part)| Group {
                    building: *building,
                    // Of a month that is not shown no part may tell either.
                    figures: group.figures(part && (is_shown || group.people == 0)),
                })
                .collect(),
        });
    }
    let in_year = by_month.get("").copied().unwrap_or(0);
    Year {
        year,
        months,
        whole: whole.figures(in_year == 0 || in_year >= FEWEST),
    }
}

/// Everything by month and building. What belongs to a shift counts in the month of its first day,
/// also hours that were written down later (rule V19).
async fn rows(db: &mut impl Connection, ctx: &Context, year: i16) -> Result<Vec<Row>, Error> {
    let (from, until) = span(year);
    Ok(sql!(
        db,
        all as Row,
        "with s as (
             select id, substr(first_day, 1, 7) as month, coalesce(building_id, 0) as building_id,
                    cast(case when state = 'open' and ends_at <= $4 then 1 else 0 end as bigint)
                        as held,
                    cast(case when state = 'cancelled' then 1 else 0 end as bigint) as cancelled,
                    handbooks
             from patrol_shift
             where community_id = $1 and first_day >= $2 and first_day < $3
               and (state = 'cancelled' or (state = 'open' and ends_at <= $4))),
         g as (select month, building_id, cast(sum(held) as bigint) as held,
                      cast(sum(cancelled) as bigint) as cancelled,
                      cast(sum(handbooks * held) as bigint) as handbooks
               from s group by month, building_id),
         p as (select s.month, s.building_id, cast(sum(p.capacity) as bigint) as places
               from s join patrol_place p on p.shift_id = s.id where s.held = 1
               group by s.month, s.building_id),
         f as (select s.month, s.building_id, count(*) as findings
               from s join patrol_finding f on f.shift_id = s.id where s.held = 1
               group by s.month, s.building_id),
         u as (select s.month, s.building_id,
                      cast(sum(case when u.state = 'completed' then 1 else 0 end) as bigint) as came,
                      cast(sum(case when u.state = 'no_show' then 1 else 0 end) as bigint) as missed,
                      count(distinct u.person_id) as people
               from s join patrol_sign_up u on u.shift_id = s.id
               where s.held = 1 and u.state in ('completed', 'no_show')
               group by s.month, s.building_id),
         h as (select s.month, s.building_id, cast(sum(h.minutes) as bigint) as minutes
               from s join hours_entry h on h.shift_id = s.id
               group by s.month, s.building_id)
         select g.month, g.building_id, g.held, g.cancelled, coalesce(p.places, 0) as places,
                g.handbooks, coalesce(f.findings, 0) as findings, coalesce(u.came, 0) as came,
                coalesce(u.missed, 0) as missed, coalesce(h.minutes, 0) as minutes,
                coalesce(u.people, 0) as people
         from g
         left join p on p.month = g.month and p.building_id = g.building_id
         left join f on f.month = g.month and f.building_id = g.building_id
         left join u on u.month = g.month and u.building_id = g.building_id
         left join h on h.month = g.month and h.building_id = g.building_id
         left join building b on b.id = g.building_id
         order by g.month, case when b.id is null then 0 else 1 end, b.sort, g.building_id",
        ctx.community.id.get(),
        from,
        until,
        ctx.now.millis(),
    )?)
}

/// How many different people took part in each month, and, under an empty name, in the year.
async fn people(
    db: &mut impl Connection,
    ctx: &Context,
    year: i16,
) -> Result<BTreeMap<String, i64>, Error> {
    let (from, until) = span(year);
    let rows = sql!(
        db,
        all as (String, i64),
        "with u as (select substr(s.first_day, 1, 7) as month, u.person_id
                    from patrol_shift s join patrol_sign_up u on u.shift_id = s.id
                    where s.community_id = $1 and s.first_day >= $2 and s.first_day < $3
                      and s.state = 'open' and s.ends_at <= $4
                      and u.state in ('completed', 'no_show'))
         select month, count(distinct person_id) from u group by month
         union all select '', count(distinct person_id) from u",
        ctx.community.id.get(),
        from,
        until,
        ctx.now.millis(),
    )?;
    Ok(rows.into_iter().collect())
}

fn span(year: i16) -> (String, String) {
    (
        format!("{year:04}-01-01"),
        format!("{:04}-01-01", i32::from(year) + 1),
    )
}

/// A year as `.xlsx`, with the same left out. Recorded (rule P25).
///
/// # Errors
/// Those of [`year`].
pub async fn xlsx(ctx: &Context, asked: Option<i16>, lang: Lang) -> Result<Vec<u8>, Error> {
    let lines = exported(ctx, asked, lang).await?;
    let name = text::patrol_desk::figures_title(lang);
    spreadsheet::xlsx(name, &heads(lang), &lines)
}

/// The same as text with commas and a mark.
///
/// # Errors
/// Those of [`year`].
pub async fn csv(ctx: &Context, asked: Option<i16>, lang: Lang) -> Result<Vec<u8>, Error> {
    let lines = exported(ctx, asked, lang).await?;
    Ok(spreadsheet::csv(&heads(lang), &lines))
}

fn heads(lang: Lang) -> [(&'static str, u32); 10] {
    use text::patrol_desk as say;
    [
        say::column_month(lang),
        say::column_building(lang),
        say::column_held(lang),
        say::column_cancelled(lang),
        say::column_places(lang),
        say::column_came(lang),
        say::column_missed(lang),
        say::column_minutes(lang),
        say::column_handbooks(lang),
        say::column_findings(lang),
    ]
    .map(|head| (head, 12))
}

async fn exported(ctx: &Context, asked: Option<i16>, lang: Lang) -> Result<Vec<[Cell; 10]>, Error> {
    use text::patrol_desk as say;
    let year = year(ctx, asked).await?;
    let mut read = ctx.db().read().await?;
    let estate = estate::load(&mut read, ctx).await?;
    drop(read);
    let mut lines = Vec::new();
    for month in &year.months {
        for group in &month.groups {
            let building = group.building.and_then(|id| estate.building(id));
            let name = building.map_or(say::whole_community(lang), |building| {
                building.name.as_str()
            });
            lines.push(line(lang, &month.month, name, &group.figures));
        }
        lines.push(line(lang, &month.month, say::sum(lang), &month.whole));
    }
    let all = year.year.to_string();
    lines.push(line(lang, &all, say::sum(lang), &year.whole));
    let mut tx = ctx.db().write().await?;
    let entry = Entry::new(
        Deed::PatrolExported,
        format!("patrol_figures/{}", year.year),
    );
    let entry = entry.became(json!({ "rows": lines.len() }));
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(lines)
}

fn line(lang: Lang, month: &str, name: &str, figures: &Figures) -> [Cell; 10] {
    let done = |pick: fn(Done) -> i64| match figures.done {
        Some(done) => Cell::Number(pick(done)),
        None => Cell::from(text::patrol_desk::too_few(lang)),
    };
    [
        Cell::from(month),
        Cell::from(name),
        Cell::Number(figures.held),
        Cell::Number(figures.cancelled),
        Cell::Number(figures.places),
        done(|done| done.came),
        done(|done| done.missed),
        done(|done| done.minutes),
        Cell::Number(figures.handbooks),
        Cell::Number(figures.findings),
    ]
}

#[cfg(test)]
mod tests {
    use super::may_be_shown;

    #[test]
    fn v14_too_few_people_are_left_out_and_cannot_be_worked_out() {
        assert_eq!(may_be_shown(&[5, 4, 0]), [true, true, true]);
        // One alone is hidden: the smallest other with it.
        assert_eq!(may_be_shown(&[5, 2, 4]), [true, false, false]);
        assert_eq!(may_be_shown(&[1, 2, 4]), [false, false, true]);
        assert_eq!(may_be_shown(&[2]), [false]);
        assert_eq!(may_be_shown(&[2, 0]), [false, true]);
    }
}
