//! Changing a template from a day on, ending it, and following the calendar. Shifts that were edited
//! by themselves, called off or have begun stay as they are (rule V10).

use std::collections::{BTreeMap, BTreeSet};

use domain::audit::Deed;
use domain::calendar::Calendar;
use domain::id::{PatrolShiftId, PatrolSignUpId, PatrolTemplateId, PersonId};
use domain::instant::LocalDate;
use domain::patrol::shift::{NewShift, span};
use domain::patrol::template::{Draft, NewTemplate};
use domain::permission::Permission;
use domain::problem::Problem;
use domain::words::Line;
use serde_json::json;

use super::super::shift::{Effects, call_off, change};
use super::super::{COLUMNS, Shift, rows as shift_rows, shifts};
use super::{Template, before, choices, make, rows, told};
use crate::audit::{self, Entry};
use crate::calendar;
use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::filter::Statement;
use crate::{request_key, sql};

/// The use case's name among the request keys.
const EDIT: &str = "patrol_template_edit";

/// What staff agreed to: whoever loses a place, and whose shift is called off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreed {
    /// Sign-ups that lose their place.
    pub sign_ups: Vec<PatrolSignUpId>,
    /// Shifts with people that are called off.
    pub shifts: Vec<PatrolShiftId>,
    /// Why, for whoever is called off; needed when somebody is.
    pub reason: String,
}

/// What a change would do to people (rule V8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asks {
    /// Shifts on which somebody would lose the place.
    pub losing: Vec<(Shift, Effects)>,
    /// Shifts with people whose day would be none any more.
    pub gone: Vec<Shift>,
    /// What those are called who would lose a place.
    pub names: BTreeMap<PersonId, String>,
}

impl Asks {
    fn is_none(&self) -> bool {
        self.losing.is_empty() && self.gone.is_empty()
    }
}

/// What came of changing a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edited {
    /// It is done: the template that holds from the day on.
    Done(PatrolTemplateId),
    /// Nothing was changed: this would happen to people. Send it again with what is agreed to.
    Asks(Asks),
}

/// Changes a template of that version from a day on, the draft's first: the old one ends the day
/// before, a new one begins. Shifts from that day on move to it; those that nobody edited are changed
/// with everybody on them, who are told; where their day is none any more, they are removed, or
/// called off when somebody is on them. Whoever loses something is listed first and has to be
/// `agreed` to (rules V8, V10).
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Invalid`, `Changed` when it was changed or ended meanwhile, or
/// when the store fails.
pub async fn edit(
    ctx: &Context,
    id: PatrolTemplateId,
    version: i64,
    draft: &Draft,
    agreed: &Agreed,
) -> Result<Edited, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    if let Some(id) = request_key::answered_before(ctx, EDIT, &draft.request_key).await? {
        return before(&id).map(Edited::Done);
    }
    let mut read = ctx.db().read().await?;
    let kept = rows::find(&mut read, ctx, id)
        .await?
        .ok_or(Error::NotFound)?;
    let choices = choices(&mut read, ctx, Some(&kept)).await?;
    drop(read);
    let mut new = draft.check(&ctx.community.zone, ctx.now, &choices)?;
    let reason = reason(&agreed.reason)?;

    let mut tx = ctx.db().write().await?;
    if let Some(id) = request_key::answered(&mut tx, ctx, EDIT, &new.request_key).await? {
        return before(&id).map(Edited::Done);
    }
    tx.lock(Lock::Template(id)).await?;
    let was = rows::find(&mut tx, ctx, id).await?.ok_or(Error::NotFound)?;
    if was.version != version || was.is_ended {
        return Err(Error::Changed);
    }
    let from = new.recurrence.first_on;
    new.recurrence = new.recurrence.following(&was.recurrence);
    let calendar = calendar::load(&mut tx, ctx).await?;
    let after = hold(&mut tx, ctx, &was, from).await?;
    let asks = move_all(
        &mut tx,
        ctx,
        &after,
        (&was, &new),
        &calendar,
        (agreed, reason.as_ref()),
    )
    .await?;
    if !asks.is_none() {
        let names = names(&mut tx, ctx, &asks).await?;
        return Ok(Edited::Asks(Asks { names, ..asks }));
    }
    let next = rows::insert(&mut tx, ctx, &new).await?;
    hand_over(&mut tx, &was, from, next, &after).await?;
    if !rows::remove_unused(&mut tx, id).await? {
        rows::end(&mut tx, ctx, id, last_before(&was, from)).await?;
    }
    let entry = Entry::new(Deed::PatrolTemplateSaved, super::subject(next));
    let entry = entry.was(json!({ "template": id })).became(told(&new));
    audit::record(&mut tx, ctx, entry).await?;
    make::make(&mut tx, ctx, next).await?;
    request_key::answer(&mut tx, ctx, EDIT, &new.request_key, &next.to_string()).await?;
    tx.commit().await?;
    Ok(Edited::Done(next))
}

/// The names of those who would lose a place, for staff who decide about it.
async fn names(
    db: &mut impl Connection,
    ctx: &Context,
    asks: &Asks,
) -> Result<BTreeMap<PersonId, String>, Error> {
    let mut list = Statement::new("select id, name from person");
    list.number("where community_id = ?", ctx.community.id.get())
        .push("and id in (0");
    for (_, effects) in &asks.losing {
        for sign_up in effects.people() {
            list.number(", ?", sign_up.person.get());
        }
    }
    list.push(")");
    let rows: Vec<(i64, String)> = list.all(db).await?;
    let named = |(id, name)| (PersonId::new(id), name);
    Ok(rows.into_iter().map(named).collect())
}

fn reason(text: &str) -> Result<Option<Line<200>>, Error> {
    Line::optional(text).map_err(|problem| Error::at("reason", problem))
}

/// The last day of a template that something else follows from a day on.
fn last_before(was: &Template, from: LocalDate) -> LocalDate {
    let before = from.civil().yesterday().map_or(from, LocalDate::from);
    was.recurrence
        .last_on
        .map_or(before, |last| last.min(before))
}

/// The shifts of a template from a day on.
struct After {
    /// Those that the template may still change, in the order of their days.
    open: Vec<Shift>,
    /// Of these, the ones that somebody is on.
    taken: BTreeSet<PatrolShiftId>,
}

impl After {
    fn is_taken(&self, shift: &Shift) -> bool {
        self.taken.contains(&shift.id)
    }
}

/// Locks a template's shifts from a day on and everybody on them, each in the order of their ids, and
/// reads them.
async fn hold(
    tx: &mut Tx,
    ctx: &Context,
    template: &Template,
    from: LocalDate,
) -> Result<After, Error> {
    let mut ids: Vec<_> = of_template(tx, ctx, template.id, from)
        .await?
        .iter()
        .map(|shift| shift.id)
        .collect();
    ids.sort_unstable();
    for id in ids {
        tx.lock(Lock::Shift(id)).await?;
    }
    let people = sql!(
        tx,
        all as (i64,),
        "select distinct u.person_id from patrol_sign_up u
         join patrol_shift s on s.id = u.shift_id
         where s.template_id = $1 and s.occurrence_on >= $2 and s.is_edited = 0
           and u.is_active = 1
         order by u.person_id",
        template.id.get(),
        from.to_string(),
    )?;
    for (person,) in people {
        tx.lock(Lock::Person(PersonId::new(person))).await?;
    }
    read(tx, ctx, template.id, from).await
}

async fn read(
    db: &mut impl Connection,
    ctx: &Context,
    id: PatrolTemplateId,
    from: LocalDate,
) -> Result<After, Error> {
    let mut open = of_template(db, ctx, id, from).await?;
    open.retain(|shift| is_open(ctx, shift));
    let taken = sql!(
        db,
        all as (i64,),
        "select distinct u.shift_id from patrol_sign_up u
         join patrol_shift s on s.id = u.shift_id
         where s.template_id = $1 and s.occurrence_on >= $2 and u.is_active = 1",
        id.get(),
        from.to_string(),
    )?;
    let taken = taken.into_iter().map(|(id,)| PatrolShiftId::new(id));
    Ok(After {
        open,
        taken: taken.collect(),
    })
}

async fn of_template(
    db: &mut impl Connection,
    ctx: &Context,
    id: PatrolTemplateId,
    from: LocalDate,
) -> Result<Vec<Shift>, Error> {
    let mut list = Statement::new(COLUMNS);
    list.number("where s.community_id = ?", ctx.community.id.get())
        .number("and s.template_id = ?", id.get())
        .text("and s.occurrence_on >= ?", from.to_string())
        .push("order by s.occurrence_on, s.id");
    shifts(db, list).await
}

/// Whether its template may still change a shift: nobody edited it or called it off by itself, and it
/// has not begun.
fn is_open(ctx: &Context, shift: &Shift) -> bool {
    !shift.is_edited && shift.closed_at.is_none() && shift.span.starts > ctx.now
}

/// Changes or takes away every shift, or answers with what is not agreed to; the transaction is then
/// dropped.
async fn move_all(
    tx: &mut Tx,
    ctx: &Context,
    after: &After,
    (was, new): (&Template, &NewTemplate),
    calendar: &Calendar,
    (agreed, reason): (&Agreed, Option<&Line<200>>),
) -> Result<Asks, Error> {
    let zone = &ctx.community.zone;
    let mut asks = Asks::default();
    let (mut stay, mut gone) = (Vec::new(), Vec::new());
    for shift in &after.open {
        let day = shift.occurrence.unwrap_or(shift.first_day);
        let span = span(zone, day, new.body.starts, new.body.ends);
        // One that would already have begun at its new time stays as it is.
        if !new.recurrence.is_on(calendar, day) {
            gone.push(shift);
        } else if span.starts > ctx.now {
            stay.push((shift, day, span));
        }
    }
    // The last first where they become later, so that none runs into the next one's old time.
    if stay.first().is_some_and(|(was, _, span)| *span > was.span) {
        stay.reverse();
    }
    for (shift, day, span) in stay {
        let mut body = new.body.clone();
        for places in &mut body.places {
            // Kept places on which people were entered meanwhile are not kept a second time.
            let kept = was.body.places.iter().find(|kept| kept.role == places.role);
            let kept = kept.map_or(0, |kept| kept.reserved);
            let used = (kept - shift.places_of(places.role).reserved).max(0);
            places.reserved = (places.reserved - used).max(0);
        }
        let changed = NewShift {
            request_key: new.request_key.clone(),
            body,
            day,
            span,
            publish: new.publish,
        };
        if let Some(effects) = change(tx, ctx, shift, &changed, &agreed.sign_ups).await? {
            asks.losing.push((shift.clone(), effects));
        }
    }
    let unagreed = |shift: &&&Shift| after.is_taken(shift) && !agreed.shifts.contains(&shift.id);
    asks.gone = gone
        .iter()
        .filter(unagreed)
        .map(|shift| (**shift).clone())
        .collect();
    if asks.is_none() {
        for shift in gone {
            take_away(tx, ctx, after, shift, reason).await?;
        }
    }
    Ok(asks)
}

/// Removes a shift that nobody ever signed up for, else calls it off; where somebody is on it, with a
/// reason.
async fn take_away(
    tx: &mut Tx,
    ctx: &Context,
    after: &After,
    shift: &Shift,
    reason: Option<&Line<200>>,
) -> Result<(), Error> {
    if after.is_taken(shift) && reason.is_none() {
        return Err(Error::at("reason", Problem::NeedsReason));
    }
    if !after.is_taken(shift) && shift_rows::remove(tx, shift.id).await? {
        return Ok(());
    }
    let reason = reason.map_or("", Line::as_str);
    call_off(tx, ctx, shift, reason).await
}

/// Gives the shifts from a day on to the template that follows, edited ones too, so that it never
/// makes their days anew. Those that the change itself went through are not edited by that.
async fn hand_over(
    tx: &mut Tx,
    was: &Template,
    from: LocalDate,
    next: PatrolTemplateId,
    after: &After,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update patrol_shift set template_id = $3 where template_id = $1 and occurrence_on >= $2",
        was.id.get(),
        from.to_string(),
        next.get(),
    )?;
    for shift in &after.open {
        sql!(
            tx,
            execute,
            "update patrol_shift set is_edited = 0 where id = $1 and state <> 'cancelled'",
            shift.id.get(),
        )?;
    }
    Ok(())
}

/// How a template is ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct End {
    /// The first day without it, `YYYY-MM-DD`; not before today.
    pub from: String,
    /// Whether its shifts with people are called off too.
    pub calls_off: bool,
    /// Why, for these people.
    pub reason: String,
}

/// What came of ending a template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ended {
    /// How many shifts without people were taken away.
    pub removed: usize,
    /// How many with people were called off.
    pub called_off: usize,
    /// How many with people stay.
    pub staying: usize,
}

/// The shifts of a template from a day on that somebody is on and nobody edited: what ending it is
/// about.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn with_people(
    ctx: &Context,
    id: PatrolTemplateId,
    from: LocalDate,
) -> Result<Vec<Shift>, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut db = ctx.db().read().await?;
    rows::find(&mut db, ctx, id).await?.ok_or(Error::NotFound)?;
    let mut after = read(&mut db, ctx, id, from).await?;
    let After { open, taken } = &mut after;
    open.retain(|shift| taken.contains(&shift.id));
    Ok(after.open)
}

/// Ends a template of that version: no shift from a day on. Those without people are taken away;
/// those with people stay, or are called off where that is asked for (rule V8). Pressed twice, it is
/// done once.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Invalid`, `Changed`, or when the store fails.
pub async fn end(
    ctx: &Context,
    id: PatrolTemplateId,
    version: i64,
    wish: &End,
) -> Result<Ended, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let today = ctx.community.zone.date_of(ctx.now);
    let from = LocalDate::parse(&wish.from).map_err(|problem| Error::at("from", problem))?;
    if from < today {
        return Err(Error::at("from", Problem::InThePast));
    }
    let reason = reason(&wish.reason)?;

    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Template(id)).await?;
    let was = rows::find(&mut tx, ctx, id).await?.ok_or(Error::NotFound)?;
    if was.is_ended && was.version == version + 1 {
        return Ok(Ended::default());
    }
    if was.version != version {
        return Err(Error::Changed);
    }
    let after = hold(&mut tx, ctx, &was, from).await?;
    let mut ended = Ended::default();
    for shift in &after.open {
        let is_taken = after.is_taken(shift);
        if is_taken && !wish.calls_off {
            ended.staying += 1;
            continue;
        }
        take_away(&mut tx, ctx, &after, shift, reason.as_ref()).await?;
        if is_taken {
            ended.called_off += 1;
        } else {
            ended.removed += 1;
        }
    }
    rows::end(&mut tx, ctx, id, last_before(&was, from)).await?;
    let entry = Entry::new(Deed::PatrolTemplateEnded, was.subject());
    audit::record(&mut tx, ctx, entry.became(json!({ "from": from }))).await?;
    tx.commit().await?;
    Ok(ended)
}

/// Takes away the shifts of some days that their templates do not have any more, because the calendar
/// says something else now. Returns how many are left for staff to decide about, since somebody is on
/// them.
pub(crate) async fn follow(
    tx: &mut Tx,
    ctx: &Context,
    days: &BTreeSet<LocalDate>,
) -> Result<usize, Error> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Ok(0);
    };
    let calendar = calendar::load(tx, ctx).await?;
    let templates = sql!(
        tx,
        all as (i64,),
        "select distinct template_id from patrol_shift
         where community_id = $1 and occurrence_on >= $2 and occurrence_on <= $3
           and template_id is not null and is_edited = 0 and starts_at > $4
         order by template_id",
        ctx.community.id.get(),
        first.to_string(),
        last.to_string(),
        ctx.now.millis(),
    )?;
    let mut left = 0;
    for (id,) in templates {
        let id = PatrolTemplateId::new(id);
        tx.lock(Lock::Template(id)).await?;
        let Some(template) = rows::find(tx, ctx, id).await? else {
            continue;
        };
        let after = hold(tx, ctx, &template, *first).await?;
        for shift in &after.open {
            let day = shift.occurrence.unwrap_or(shift.first_day);
            if !days.contains(&day) || template.recurrence.is_on(&calendar, day) {
                continue;
            }
            if after.is_taken(shift) {
                left += 1;
            } else {
                take_away(tx, ctx, &after, shift, None).await?;
            }
        }
    }
    Ok(left)
}
