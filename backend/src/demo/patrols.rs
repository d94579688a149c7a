//! The demo community's patrols: two routes, two templates, what was done in the last weeks, and
//! what is open now – one shift nearly full, one full, one that looks for a stand-in, two gaps.

use domain::id::{
    BuildingId, PatrolKindId, PatrolRouteId, PatrolShiftId, PatrolSignUpId, PatrolTemplateId,
    PersonId,
};
use domain::instant::{LocalDate, LocalTime};
use domain::patrol::shift::{self as clock, Body};
use domain::patrol::sign_up::State;
use domain::patrol::{Places, Role};
use domain::words::{Line, Words};
use jiff::ToSpan;
use jiff::civil::Weekday;

use super::DAY_MILLIS;
use super::place::Estate;
use crate::context::Context;
use crate::db::Tx;
use crate::error::Error;
use crate::hours::{self, Credit};
use crate::patrol::setting::Setting;
use crate::patrol::shift::{Made, insert};
use crate::sql;

/// Weeks that were patrolled before today.
const WEEKS_BACK: i64 = 4;
/// Weeks that templates made ahead.
const WEEKS_AHEAD: i64 = 4;

/// Volunteers without an account, whom staff or the captain enter.
const NEIGHBOURS: [(&str, &str); 6] = [
    ("张叔叔", "13900002101"),
    ("刘姐", "13900002102"),
    ("马大姐", "13900002103"),
    ("何师傅", "13900002104"),
    ("许阿姨", "13900002105"),
    ("老韩", "13900002106"),
];

const ROUTES: [(&str, &str); 2] = [
    (
        "东线：1–6号楼",
        "南门\n1号楼和2号楼楼道\n垃圾房\n3号楼到6号楼楼道\n车棚充电位",
    ),
    (
        "西线：7–12号楼和花园",
        "中心花园\n7号楼到9号楼楼道\n10号楼到12号楼楼道\n西门\n儿童滑梯",
    ),
];

/// Who takes part.
struct Crew {
    captain: i64,
    volunteer: i64,
    neighbours: Vec<i64>,
}

/// What a template of the demo is.
struct Again {
    kind: usize,
    route: Option<usize>,
    place: &'static str,
    words: &'static str,
    days: &'static [Weekday],
    hours: (&'static str, &'static str),
    /// Leaders, members, trainees, and of the members' places the kept ones.
    places: (i64, i64, i64, i64),
}

const AGAIN: [Again; 2] = [
    Again {
        kind: 0,
        route: Some(0),
        place: "中心花园凉亭",
        words: "红马甲在凉亭领。走一圈大约一个半小时，看到问题随手记下来。",
        days: &[Weekday::Monday, Weekday::Wednesday, Weekday::Friday],
        hours: ("19:00", "20:30"),
        places: (1, 5, 1, 1),
    },
    Again {
        kind: 1,
        route: None,
        place: "垃圾房门口",
        words: "手套、夹子都有，穿旧衣服来。",
        days: &[Weekday::Saturday],
        hours: ("08:30", "10:30"),
        places: (1, 8, 2, 2),
    },
];

/// Writes everything.
pub async fn arrange(tx: &mut Tx, ctx: &Context, estate: &Estate) -> Result<(), Error> {
    let kinds = kinds(tx, ctx).await?;
    let routes = routes(tx, ctx).await?;
    let crew = Crew {
        captain: person_of(tx, "captain").await?,
        volunteer: person_of(tx, "volunteer").await?,
        neighbours: neighbours(tx, ctx).await?,
    };
    for person in [crew.captain, crew.volunteer] {
        sql!(
            tx,
            execute,
            "insert into patrol_skill (person_id, community_id, skill, given_at)
             values ($1, $2, 'leader', $3)",
            person,
            ctx.community.id.get(),
            ctx.now.millis() - 90 * DAY_MILLIS,
        )?;
    }
    let today = ctx.community.zone.date_of(ctx.now).civil();
    let mut ahead = Vec::new();
    for again in &AGAIN {
        let body = body(
            kinds[again.kind],
            again.route.map(|at| routes[at]),
            (again.place, again.words),
            again.hours,
            again.places,
        )?;
        let template = template(tx, ctx, again, &body).await?;
        let mut day = today.saturating_sub((7 * WEEKS_BACK).days());
        let last = today.saturating_add((7 * WEEKS_AHEAD).days());
        while day <= last {
            if again.days.contains(&day.weekday()) {
                let made = shift(tx, ctx, &body, day.into(), Some(template)).await?;
                if made.span.ends < ctx.now {
                    over(tx, ctx, &crew, &made).await?;
                } else if made.span.starts > ctx.now {
                    ahead.push(made);
                }
            }
            day = day.saturating_add(1.day());
        }
    }
    ahead.sort_unstable_by_key(|made| made.span);
    coming(tx, ctx, &crew, &ahead).await?;
    gaps(tx, ctx, estate, &kinds, today.into()).await
}

async fn kinds(tx: &mut Tx, ctx: &Context) -> Result<Vec<PatrolKindId>, Error> {
    let kinds = crate::patrol::kind::all(tx, ctx).await?;
    Ok(kinds.into_iter().map(|kind| kind.id).collect())
}

async fn routes(tx: &mut Tx, ctx: &Context) -> Result<Vec<PatrolRouteId>, Error> {
    let mut ids = Vec::new();
    for (name, stops) in ROUTES {
        let (id,) = sql!(
            tx,
            one as (i64,),
            "insert into patrol_route (community_id, name, stops) values ($1, $2, $3) returning id",
            ctx.community.id.get(),
            name,
            stops,
        )?;
        ids.push(PatrolRouteId::new(id));
    }
    Ok(ids)
}

async fn person_of(tx: &mut Tx, name: &str) -> Result<i64, Error> {
    let (person,) = sql!(
        tx,
        one as (i64,),
        "select a.person_id from credential c join account a on a.id = c.account_id
         where c.kind = 'password' and c.name = $1",
        name,
    )?;
    Ok(person)
}

async fn neighbours(tx: &mut Tx, ctx: &Context) -> Result<Vec<i64>, Error> {
    let mut ids = Vec::new();
    for (name, telephone) in NEIGHBOURS {
        let (id,) = sql!(
            tx,
            one as (i64,),
            "insert into person (community_id, name, telephone, created_at)
             values ($1, $2, $3, $4) returning id",
            ctx.community.id.get(),
            name,
            telephone,
            ctx.now.millis() - 60 * DAY_MILLIS,
        )?;
        ids.push(id);
    }
    Ok(ids)
}

fn body(
    kind: PatrolKindId,
    route: Option<PatrolRouteId>,
    (place, words): (&str, &str),
    (starts, ends): (&str, &str),
    (leaders, members, trainees, reserved): (i64, i64, i64, i64),
) -> Result<Body, Error> {
    let wrong = |_| Error::Unexpected("a demo shift is written wrongly");
    let places = |role, capacity, reserved| Places {
        role,
        capacity,
        reserved,
        taken: 0,
    };
    Ok(Body {
        kind,
        title: None,
        place: Line::optional(place).map_err(wrong)?,
        building: None,
        route,
        words: Words::optional(words).map_err(wrong)?,
        starts: LocalTime::parse(starts).map_err(wrong)?,
        ends: LocalTime::parse(ends).map_err(wrong)?,
        places: [
            places(Role::Leader, leaders, 0),
            places(Role::Member, members, reserved),
            places(Role::Trainee, trainees, 0),
        ],
        needs_approval: false,
        uses_code: false,
    })
}

async fn template(
    tx: &mut Tx,
    ctx: &Context,
    again: &Again,
    body: &Body,
) -> Result<PatrolTemplateId, Error> {
    let weekdays = again
        .days
        .iter()
        .map(|day| 1_i64 << day.to_monday_zero_offset());
    let today = ctx.community.zone.date_of(ctx.now).civil();
    let first: LocalDate = today.saturating_sub((7 * WEEKS_BACK).days()).into();
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into patrol_template (community_id, kind_id, place, route_id, words, every, weekdays,
                                      starts, ends, first_on, days, leaders, members, trainees,
                                      reserved)
         values ($1, $2, $3, $4, $5, 'week', $6, $7, $8, $9, 'skip_holidays', $10, $11, $12, $13)
         returning id",
        ctx.community.id.get(),
        body.kind.get(),
        again.place,
        body.route.map(PatrolRouteId::get),
        again.words,
        weekdays.sum::<i64>(),
        again.hours.0,
        again.hours.1,
        first.to_string(),
        again.places.0,
        again.places.1,
        again.places.2,
        again.places.3,
    )?;
    Ok(PatrolTemplateId::new(id))
}

/// A shift of the demo, before anybody is on it.
struct Shift {
    id: PatrolShiftId,
    day: LocalDate,
    span: domain::patrol::eligible::Span,
}

async fn shift(
    tx: &mut Tx,
    ctx: &Context,
    body: &Body,
    day: LocalDate,
    origin: Option<PatrolTemplateId>,
) -> Result<Shift, Error> {
    let span = clock::span(&ctx.community.zone, day, body.starts, body.ends);
    let made = Made {
        body,
        day,
        span,
        leave: Setting::default().leave,
        publish: true,
        origin,
    };
    let id = insert(tx, ctx, &made)
        .await?
        .ok_or(Error::Unexpected("a demo shift is there already"))?;
    Ok(Shift { id, day, span })
}

/// Puts somebody on a shift; staff or the captain enter whoever has no account, on a kept place as
/// long as there is one.
async fn sit(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    (person, role, state): (i64, Role, State),
) -> Result<PatrolSignUpId, Error> {
    let (seq,) = sql!(
        tx,
        one as (i64,),
        "update patrol_shift set last_seq = last_seq + 1 where id = $1 returning last_seq",
        shift.id.get(),
    )?;
    if state.holds() {
        let kept = sql!(
            tx,
            execute,
            "update patrol_place set taken = taken + 1, reserved = reserved - 1
             where shift_id = $1 and role = $2 and reserved > 0
               and exists (select 1 from person p where p.id = $3 and not exists
                           (select 1 from account a where a.person_id = p.id))",
            shift.id.get(),
            role.as_str(),
            person,
        )?;
        if kept == 0 {
            sql!(
                tx,
                execute,
                "update patrol_place set taken = taken + 1 where shift_id = $1 and role = $2",
                shift.id.get(),
                role.as_str(),
            )?;
        }
    }
    let at = shift.span.starts.millis() - 3 * DAY_MILLIS;
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into patrol_sign_up (community_id, shift_id, person_id, role, state, seq, is_active,
                                     holds, signed_at, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) returning id",
        ctx.community.id.get(),
        shift.id.get(),
        person,
        role.as_str(),
        state.as_str(),
        seq,
        i64::from(state.is_active()),
        i64::from(state.holds()),
        at.min(ctx.now.millis()),
    )?;
    Ok(PatrolSignUpId::new(id))
}

/// A shift that was done and written up, its hours credited.
async fn over(tx: &mut Tx, ctx: &Context, crew: &Crew, shift: &Shift) -> Result<(), Error> {
    let day = shift.day.civil().day();
    let mut there = vec![(crew.captain, Role::Leader), (crew.volunteer, Role::Member)];
    // Each day others, by the calendar alone.
    let first = usize::try_from(day).unwrap_or(0) % crew.neighbours.len();
    for nth in 0..3 {
        let at = (first + nth) % crew.neighbours.len();
        there.push((crew.neighbours[at], Role::Member));
    }
    let closed_at = shift.span.ends.millis() + 10 * 60_000;
    for (person, role) in there {
        let sign_up = sit(tx, ctx, shift, (person, role, State::Completed)).await?;
        let credit = Credit {
            person: PersonId::new(person),
            child: None,
            shift: shift.id,
            sign_up,
            day: shift.day,
            span: shift.span,
            minutes: shift.span.minutes(),
        };
        let then = Context {
            now: domain::instant::Instant::from_millis(closed_at),
            ..ctx.clone()
        };
        hours::credit(tx, &then, &credit).await?;
    }
    sql!(
        tx,
        execute,
        "update patrol_shift set closed_at = $2, closed_by = $3, handbooks = $4, record_words = $5,
                version = version + 1
         where id = $1",
        shift.id.get(),
        closed_at,
        crew.captain,
        i64::from(day % 4) * 6,
        if day % 3 == 0 {
            "楼道都通畅，劝走了一辆上楼的电动车。"
        } else {
            ""
        },
    )?;
    Ok(())
}

/// What is open: nearly full, full with somebody who waits, looking for a stand-in, half empty.
async fn coming(tx: &mut Tx, ctx: &Context, crew: &Crew, ahead: &[Shift]) -> Result<(), Error> {
    use Role::{Leader, Member};
    use State::{Confirmed, Seeking, Waitlisted};
    let others = &crew.neighbours;
    let tables: [&[(i64, Role, State)]; 4] = [
        &[
            (crew.captain, Leader, Confirmed),
            (others[0], Member, Confirmed),
            (others[1], Member, Confirmed),
            (others[2], Member, Confirmed),
        ],
        &[
            (crew.captain, Leader, Confirmed),
            (crew.volunteer, Member, Confirmed),
            (others[1], Member, Confirmed),
            (others[3], Member, Seeking),
        ],
        &[
            (crew.volunteer, Leader, Confirmed),
            (others[0], Member, Confirmed),
            (others[2], Member, Confirmed),
            (others[3], Member, Confirmed),
            (others[4], Member, Confirmed),
            (others[5], Member, Confirmed),
            (others[1], Member, Waitlisted),
        ],
        &[(others[4], Member, Confirmed)],
    ];
    for (shift, table) in ahead.iter().zip(tables) {
        for seat in table {
            sit(tx, ctx, shift, *seat).await?;
        }
    }
    Ok(())
}

/// Two shifts of their own that nobody has signed up for yet.
async fn gaps(
    tx: &mut Tx,
    ctx: &Context,
    estate: &Estate,
    kinds: &[PatrolKindId],
    today: LocalDate,
) -> Result<(), Error> {
    let leaflets = body(
        kinds[3],
        None,
        ("3号楼门厅", "宣传册在居委会领，一栋楼一人，塞门缝就行。"),
        ("15:00", "16:30"),
        (1, 6, 0, 2),
    )?;
    let leaflets = Body {
        building: estate
            .buildings
            .get(2)
            .map(|building| BuildingId::new(building.id)),
        ..leaflets
    };
    let night = body(
        kinds[0],
        None,
        ("南门岗亭", "夜里两人一组，带好手电。"),
        ("22:00", "00:30"),
        (1, 3, 0, 0),
    )?;
    for (body, days) in [(leaflets, 1), (night, 5)] {
        let day = today.civil().saturating_add(days.days());
        shift(tx, ctx, &body, day.into(), None).await?;
    }
    Ok(())
}

/// Many volunteers with accounts that nobody signs in to, and many shifts of an hour: ten a day from
/// tomorrow on. What a measurement of sign-ups needs.
///
/// # Errors
/// When the store fails.
pub async fn crowd(tx: &mut Tx, ctx: &Context, volunteers: u64, shifts: u64) -> Result<(), Error> {
    let since = ctx.now.millis() - 60 * DAY_MILLIS;
    for nth in 1..=volunteers {
        let name = format!("志愿者{nth:05}");
        let (person,) = sql!(
            tx,
            one as (i64,),
            "insert into person (community_id, name, created_at) values ($1, $2, $3) returning id",
            ctx.community.id.get(),
            &name,
            since,
        )?;
        sql!(
            tx,
            execute,
            "insert into account (person_id, display_name, created_at) values ($1, $2, $3)",
            person,
            &name,
            since,
        )?;
    }
    let kinds = kinds(tx, ctx).await?;
    let tomorrow = ctx
        .community
        .zone
        .date_of(ctx.now)
        .civil()
        .saturating_add(1.day());
    for nth in 0..i64::try_from(shifts).unwrap_or(0) {
        let (day, hour) = (nth / 10, 8 + nth % 10);
        let hours = (format!("{hour:02}:00"), format!("{:02}:00", hour + 1));
        let body = body(
            kinds[0],
            None,
            ("", ""),
            (&hours.0, &hours.1),
            (1, 20, 0, 0),
        )?;
        let day = tomorrow.saturating_add(day.days());
        shift(tx, ctx, &body, day.into(), None).await?;
    }
    Ok(())
}
