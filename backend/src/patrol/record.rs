//! Writing a shift up (收尾): who came is settled, hours are credited, and a record is left
//! (rules V13, V14, V16).

use std::collections::BTreeMap;

use domain::audit::Deed;
use domain::id::{PatrolShiftId, PatrolSignUpId};
use domain::instant::Instant;
use domain::patrol::attendance::{Times, credited, may_close};
use domain::patrol::sign_up::{Action, State};
use domain::problem::{Problem, Problems};
use domain::request_key::RequestKey;
use domain::words::Words;
use serde_json::json;

use super::attendance::{Attendee, List, by_person, ids, lead, own, people, settle};
use super::finding::{self, Finding};
use super::look::{self, Checklist};
use super::{require_lead, rows, shift};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::photo::{self, Photo, ShiftPart};
use crate::{hours, request_key, sql};

/// The use case's name among the request keys.
const CLOSE: &str = "patrol_close";
/// More handbooks than anybody hands out on a shift.
const MOST_HANDBOOKS: i64 = 100_000;

/// What the leader writes at the end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Closing {
    /// The form's hidden key (rule R3); its photos are this key's drafts.
    pub request_key: String,
    /// The shift's version that the form was made from.
    pub version: i64,
    /// Handbooks handed out: a number, never by household (rule V16). Blank is none.
    pub handbooks: String,
    /// What there is to say; may be blank.
    pub words: String,
    /// Whom the form listed as not ticked.
    pub listed: Vec<PatrolSignUpId>,
    /// Who of them did not come; the others had a reason (rule V14).
    pub absent: Vec<PatrolSignUpId>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// The shift is written up.
    Done,
    /// It is not over; a little before its end only a shift on which nobody is missing.
    TooEarly,
}

/// Writes a shift up: whoever is ticked did it and is credited with the planned time or the real one
/// (rule V13), whoever is not did not come or had a reason, as the form says (rule V14). Done again,
/// it corrects words, number and photos. The same form sent twice does it once (rule R3).
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Invalid` with the fields at fault, `Changed` when somebody else
/// wrote it up or the list of who is missing is not the form's any more, or when the store fails.
pub async fn close(ctx: &Context, id: PatrolShiftId, closing: Closing) -> Result<Closed, Error> {
    let (key, handbooks, words) = check(&closing)?;
    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, CLOSE, &key)
        .await?
        .is_some()
    {
        return Ok(Closed::Done);
    }
    let shift = lead(&mut tx, ctx, id).await?;
    if shift.version != closing.version {
        return Err(Error::Changed);
    }
    let people = people(&mut tx, id).await?;
    let own = own(ctx, &people);
    let missing: Vec<_> = people
        .iter()
        .filter(|attendee| attendee.is_missing() && Some(attendee.sign_up.id) != own)
        .map(|attendee| attendee.sign_up.id)
        .collect();
    if !may_close(shift.span, missing.is_empty(), ctx.now) {
        return Ok(Closed::TooEarly);
    }
    if ids(&missing) != ids(&closing.listed) {
        return Err(Error::Changed);
    }
    let mut counts = Counts::default();
    let absent = ids(&closing.absent);
    for attendee in by_person(people) {
        let sign_up = &attendee.sign_up;
        let action = match sign_up.state {
            State::CheckedIn => Action::Complete,
            // Whoever writes it up was there, also without a tick of their own.
            State::Confirmed | State::Seeking if Some(sign_up.id) == own => Action::Complete,
            State::Confirmed | State::Seeking if absent.contains(&sign_up.id) => Action::Miss,
            State::Confirmed | State::Seeking => Action::Excuse,
            // Nobody answered the offer, and the shift is over.
            State::Offered => Action::Release,
            _ => {
                counts.add(sign_up.state);
                continue;
            }
        };
        let after = rows::act(&mut tx, ctx, sign_up, action).await?;
        counts.add(after.state);
        settle(&mut tx, ctx, &shift, &after, attendee.approved).await?;
    }
    write(&mut tx, ctx, id, handbooks, words.as_ref()).await?;
    photo::take_for_shift(&mut tx, ctx, &key, id, ShiftPart::Record).await?;
    let entry = Entry::new(Deed::PatrolClosed, shift.subject()).became(json!({
        "came": counts.came,
        "no_show": counts.missed,
        "excused": counts.excused,
        "handbooks": handbooks,
    }));
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(Closed::Done)
}

/// How many there were of each sort.
#[derive(Default)]
struct Counts {
    came: i64,
    missed: i64,
    excused: i64,
}

impl Counts {
    fn add(&mut self, state: State) {
        match state {
            State::Completed => self.came += 1,
            State::NoShow => self.missed += 1,
            State::Excused => self.excused += 1,
            _ => {}
        }
    }
}

type Checked = (RequestKey, i64, Option<Words<1000>>);

fn check(closing: &Closing) -> Result<Checked, Error> {
    let mut problems = Problems::new();
    let key = problems.take("request_key", RequestKey::parse(&closing.request_key));
    let handbooks = problems.take("handbooks", number(&closing.handbooks));
    let words = problems.take("words", Words::optional(&closing.words));
    match (key, handbooks, words) {
        (Some(key), Some(handbooks), Some(words)) => Ok((key, handbooks, words)),
        _ => Err(problems.into()),
    }
}

fn number(text: &str) -> Result<i64, Problem> {
    let wrong = Problem::NotANumber {
        min: 0,
        max: MOST_HANDBOOKS,
    };
    match text.trim() {
        "" => Ok(0),
        text => text
            .parse()
            .ok()
            .filter(|count| (0..=MOST_HANDBOOKS).contains(count))
            .ok_or(wrong),
    }
}

async fn write(
    tx: &mut Tx,
    ctx: &Context,
    id: PatrolShiftId,
    handbooks: i64,
    words: Option<&Words<1000>>,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update patrol_shift set closed_at = coalesce(closed_at, $2),
                closed_by = coalesce(closed_by, $3), handbooks = $4, record_words = $5,
                updated_at = $2, version = version + 1
         where id = $1",
        id.get(),
        ctx.now.millis(),
        ctx.signed_in().map(|who| who.person.get()),
        handbooks,
        words.map_or("", Words::as_str),
    )?;
    Ok(())
}

/// Opens a shift that was written up once more, as staff: the ticks stay, what was credited is taken
/// back until it is written up again (rule V13). Pressed twice, it is done once.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn reopen(ctx: &Context, id: PatrolShiftId) -> Result<(), Error> {
    let mut tx = ctx.db().write().await?;
    let shift = shift::managed(&mut tx, ctx, id).await?;
    if shift.closed_at.is_none() {
        return Ok(());
    }
    for attendee in by_person(people(&mut tx, id).await?) {
        let sign_up = &attendee.sign_up;
        if !matches!(sign_up.state, State::Completed | State::NoShow) {
            continue;
        }
        let mut after = rows::act(&mut tx, ctx, sign_up, Action::Reopen).await?;
        if sign_up.state == State::Completed {
            after = rows::act(&mut tx, ctx, &after, Action::CheckIn).await?;
        }
        settle(&mut tx, ctx, &shift, &after, attendee.approved).await?;
    }
    sql!(
        &mut tx,
        execute,
        "update patrol_shift set closed_at = null, closed_by = null, updated_at = $2,
                version = version + 1
         where id = $1",
        id.get(),
        ctx.now.millis(),
    )?;
    let entry = Entry::new(Deed::PatrolAttended, shift.subject());
    audit::record(&mut tx, ctx, entry.became(json!({ "reopened": true }))).await?;
    tx.commit().await?;
    Ok(())
}

/// The 活动记录 of a shift, as far as it is written (rule V16).
#[derive(Debug, Clone)]
pub struct Record {
    /// The shift and everybody on it.
    pub list: List,
    /// What was looked at.
    pub checklist: Checklist,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Pictures of what was done.
    pub photos: Vec<Photo>,
    /// Pictures of the signed sheet.
    pub sheets: Vec<Photo>,
    /// Who wrote it up.
    pub closed_by: Option<String>,
    /// What the ledger says of each sign-up; empty before it is written up.
    credited: BTreeMap<PatrolSignUpId, i64>,
}

impl Record {
    /// How many minutes somebody who came is credited with: the ledger's, once it is written up.
    #[must_use]
    pub fn minutes(&self, attendee: &Attendee) -> i64 {
        if !attendee.came() {
            return 0;
        }
        if self.list.shift.closed_at.is_some() {
            let kept = self.credited.get(&attendee.sign_up.id);
            return kept.copied().unwrap_or(0);
        }
        let times = Times {
            came: attendee.sign_up.came_at,
            went: attendee.sign_up.went_at,
            approved: attendee.approved,
        };
        credited(self.list.shift.span, times).minutes()
    }

    /// When the shift was written up.
    #[must_use]
    pub fn closed_at(&self) -> Option<Instant> {
        self.list.shift.closed_at
    }
}

/// The record of a shift, for its leader and staff: it names people.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn show(ctx: &Context, id: PatrolShiftId) -> Result<Record, Error> {
    let shift = super::find(ctx, id).await?;
    let mut read = ctx.db().read().await?;
    require_lead(&mut read, ctx, &shift).await?;
    let people = people(&mut read, id).await?;
    let checklist = look::of_shift(&mut read, ctx, &shift).await?;
    let findings = finding::of_shift(&mut read, ctx, id).await?;
    let photos = photo::of_shift(&mut read, id, ShiftPart::Record).await?;
    let sheets = photo::of_shift(&mut read, id, ShiftPart::Sheet).await?;
    let closed_by = closer(&mut read, id).await?;
    let credited = hours::of_shift(&mut read, id).await?;
    Ok(Record {
        list: List {
            own: own(ctx, &people),
            shift,
            people,
        },
        checklist,
        findings,
        photos,
        sheets,
        closed_by,
        credited,
    })
}

async fn closer(db: &mut impl Connection, id: PatrolShiftId) -> Result<Option<String>, Error> {
    let found = sql!(
        db,
        optional as (String,),
        "select coalesce(a.display_name, p.name)
         from patrol_shift s
         join person p on p.id = s.closed_by
         left join account a on a.person_id = p.id
         where s.id = $1",
        id.get(),
    )?;
    Ok(found.map(|(name,)| name))
}

/// The bytes of a picture of a shift, for its leader and staff.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when a store fails.
pub async fn picture(
    ctx: &Context,
    id: PatrolShiftId,
    name: &str,
    size: photo::Size,
) -> Result<(bytes::Bytes, String), Error> {
    let shift = super::find(ctx, id).await?;
    let mut read = ctx.db().read().await?;
    require_lead(&mut read, ctx, &shift).await?;
    drop(read);
    photo::show_of_shift(ctx, id, name, size).await
}
