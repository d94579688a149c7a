//! Rows of shifts and sign-ups.

use domain::id::{
    BuildingId, PatrolKindId, PatrolRouteId, PatrolShiftId, PatrolSignUpId, PatrolTemplateId,
    PersonId,
};
use domain::instant::{Instant, LocalDate};
use domain::patrol::eligible::Span;
use domain::patrol::shift::Kept;
use domain::patrol::sign_up::{Action, State, next};
use domain::patrol::{Places, Role};

use super::{Shift, SignUp};
use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::filter::Statement;
use crate::sql;

/// A shift's columns, in the order of [`Row`]; its places and its counts come in the same
/// statement, so that a list asks nothing a row (rule X13).
pub(crate) const COLUMNS: &str = "select s.id, s.template_id, s.occurrence_on, s.is_edited, \
     s.kind_id, k.name_zh, k.name_en, s.title, s.place, s.building_id, s.route_id, s.words, \
     s.starts_at, s.ends_at, s.first_day, s.deadline_at, s.state, s.published_at, s.needs_approval, s.uses_code, \
     s.sequence, s.cancel_reason, s.closed_at, s.handbooks, s.record_words, s.version, \
     coalesce(l.capacity, 0) as l_capacity, coalesce(l.reserved, 0) as l_reserved, \
     coalesce(l.taken, 0) as l_taken, \
     coalesce(m.capacity, 0) as m_capacity, coalesce(m.reserved, 0) as m_reserved, \
     coalesce(m.taken, 0) as m_taken, \
     coalesce(t.capacity, 0) as t_capacity, coalesce(t.reserved, 0) as t_reserved, \
     coalesce(t.taken, 0) as t_taken, \
     (select count(*) from patrol_sign_up u where u.shift_id = s.id and u.state = 'waitlisted') \
         as waiting, \
     (select count(*) from patrol_sign_up u where u.shift_id = s.id and u.state = 'seeking') \
         as seeking, \
     (select count(*) from patrol_sign_up u where u.shift_id = s.id \
         and u.state in ('confirmed', 'checked_in', 'completed')) as covered, \
     (select count(*) from patrol_sign_up u where u.shift_id = s.id and u.role = 'leader' \
         and u.state in ('confirmed', 'checked_in', 'completed')) as leading \
     from patrol_shift s join patrol_kind k on k.id = s.kind_id \
     left join patrol_place l on l.shift_id = s.id and l.role = 'leader' \
     left join patrol_place m on m.shift_id = s.id and m.role = 'member' \
     left join patrol_place t on t.shift_id = s.id and t.role = 'trainee'";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    template_id: Option<i64>,
    occurrence_on: Option<String>,
    is_edited: i64,
    kind_id: i64,
    name_zh: String,
    name_en: String,
    title: String,
    place: String,
    building_id: Option<i64>,
    route_id: Option<i64>,
    words: String,
    starts_at: i64,
    ends_at: i64,
    first_day: String,
    deadline_at: i64,
    state: String,
    published_at: Option<i64>,
    needs_approval: i64,
    uses_code: i64,
    sequence: i64,
    cancel_reason: String,
    closed_at: Option<i64>,
    handbooks: i64,
    record_words: String,
    version: i64,
    l_capacity: i64,
    l_reserved: i64,
    l_taken: i64,
    m_capacity: i64,
    m_reserved: i64,
    m_taken: i64,
    t_capacity: i64,
    t_reserved: i64,
    t_taken: i64,
    waiting: i64,
    seeking: i64,
    covered: i64,
    leading: i64,
}

impl Row {
    fn shift(self) -> Result<Shift, Error> {
        let day = |text: &str| {
            text.parse::<LocalDate>()
                .map_err(|_| Error::Unexpected("a shift's day is no date"))
        };
        let places = |role, capacity, reserved, taken| Places {
            role,
            capacity,
            reserved,
            taken,
        };
        Ok(Shift {
            id: PatrolShiftId::new(self.id),
            template: self.template_id.map(PatrolTemplateId::new),
            occurrence: self.occurrence_on.as_deref().map(day).transpose()?,
            is_edited: self.is_edited == 1,
            kind: PatrolKindId::new(self.kind_id),
            kind_zh: self.name_zh,
            kind_en: self.name_en,
            title: self.title,
            place: self.place,
            building: self.building_id.map(BuildingId::new),
            route: self.route_id.map(PatrolRouteId::new),
            words: self.words,
            span: Span {
                starts: Instant::from_millis(self.starts_at),
                ends: Instant::from_millis(self.ends_at),
            },
            first_day: day(&self.first_day)?,
            deadline: Instant::from_millis(self.deadline_at),
            kept: Kept::parse(&self.state)
                .ok_or(Error::Unexpected("a shift's state is unknown"))?,
            is_published: self.published_at.is_some(),
            needs_approval: self.needs_approval == 1,
            uses_code: self.uses_code == 1,
            sequence: self.sequence,
            cancel_reason: self.cancel_reason,
            closed_at: self.closed_at.map(Instant::from_millis),
            handbooks: self.handbooks,
            record_words: self.record_words,
            places: [
                places(Role::Leader, self.l_capacity, self.l_reserved, self.l_taken),
                places(Role::Member, self.m_capacity, self.m_reserved, self.m_taken),
                places(
                    Role::Trainee,
                    self.t_capacity,
                    self.t_reserved,
                    self.t_taken,
                ),
            ],
            waiting: self.waiting,
            seeking: self.seeking,
            covered: self.covered,
            leading: self.leading,
            version: self.version,
        })
    }
}

/// The rows of a statement on [`COLUMNS`].
pub(crate) async fn shifts(
    db: &mut impl Connection,
    statement: Statement,
) -> Result<Vec<Shift>, Error> {
    let rows = statement.all::<Row>(db).await?;
    rows.into_iter().map(Row::shift).collect()
}

/// One shift of this community, whatever its state.
pub(crate) async fn of_shift(
    db: &mut impl Connection,
    ctx: &Context,
    id: PatrolShiftId,
) -> Result<Option<Shift>, Error> {
    let mut one = Statement::new(COLUMNS);
    one.number("where s.id = ?", id.get())
        .number("and s.community_id = ?", ctx.community.id.get());
    Ok(shifts(db, one).await?.into_iter().next())
}

#[derive(sqlx::FromRow)]
pub(super) struct SignUpRow {
    id: i64,
    shift_id: i64,
    person_id: i64,
    role: String,
    state: String,
    seq: i64,
    guardian_id: Option<i64>,
    offered_until: Option<i64>,
    came_at: Option<i64>,
    went_at: Option<i64>,
    signed_at: i64,
    with_guardian: i64,
    version: i64,
}

impl SignUpRow {
    pub(super) fn sign_up(self) -> Result<SignUp, Error> {
        Ok(SignUp {
            id: PatrolSignUpId::new(self.id),
            shift: PatrolShiftId::new(self.shift_id),
            person: PersonId::new(self.person_id),
            role: Role::parse(&self.role).ok_or(Error::Unexpected("a role is unknown"))?,
            state: State::parse(&self.state)
                .ok_or(Error::Unexpected("a sign-up's state is unknown"))?,
            seq: self.seq,
            guardian: self.guardian_id.map(PersonId::new),
            offered_until: self.offered_until.map(Instant::from_millis),
            came_at: self.came_at.map(Instant::from_millis),
            went_at: self.went_at.map(Instant::from_millis),
            signed_at: Instant::from_millis(self.signed_at),
            with_guardian: self.with_guardian == 1,
            version: self.version,
        })
    }
}

/// One sign-up of this community.
pub(super) async fn sign_up(
    db: &mut impl Connection,
    ctx: &Context,
    id: PatrolSignUpId,
) -> Result<Option<SignUp>, Error> {
    sql!(
        db,
        optional as SignUpRow,
        "select id, shift_id, person_id, role, state, seq, guardian_id, offered_until, came_at,
                went_at, signed_at, with_guardian, version
         from patrol_sign_up where id = $1 and community_id = $2",
        id.get(),
        ctx.community.id.get(),
    )?
    .map(SignUpRow::sign_up)
    .transpose()
}

/// A person's sign-up on a shift that is not cancelled; there is at most one (rule V2).
pub(super) async fn active(
    db: &mut impl Connection,
    shift: PatrolShiftId,
    person: PersonId,
) -> Result<Option<SignUp>, Error> {
    sql!(
        db,
        optional as SignUpRow,
        "select id, shift_id, person_id, role, state, seq, guardian_id, offered_until, came_at,
                went_at, signed_at, with_guardian, version
         from patrol_sign_up where shift_id = $1 and person_id = $2 and is_active = 1",
        shift.get(),
        person.get(),
    )?
    .map(SignUpRow::sign_up)
    .transpose()
}

/// Everybody on a shift whose sign-up is not cancelled, in the order in which they were taken.
pub(super) async fn all_active(
    db: &mut impl Connection,
    shift: PatrolShiftId,
) -> Result<Vec<SignUp>, Error> {
    sql!(
        db,
        all as SignUpRow,
        "select id, shift_id, person_id, role, state, seq, guardian_id, offered_until, came_at,
                went_at, signed_at, with_guardian, version
         from patrol_sign_up where shift_id = $1 and is_active = 1 order by seq",
        shift.get(),
    )?
    .into_iter()
    .map(SignUpRow::sign_up)
    .collect()
}

/// Takes a free place; whether there was one (rule V1). The shift is locked.
pub(super) async fn take_place(
    tx: &mut Tx,
    shift: PatrolShiftId,
    role: Role,
) -> Result<bool, Error> {
    let taken = sql!(
        tx,
        execute,
        "update patrol_place set taken = taken + 1
         where shift_id = $1 and role = $2 and taken + reserved < capacity",
        shift.get(),
        role.as_str(),
    )?;
    Ok(taken == 1)
}

/// Takes a place that was kept for people whom staff or the leader enter (rule V11).
pub(super) async fn take_reserved(
    tx: &mut Tx,
    shift: PatrolShiftId,
    role: Role,
) -> Result<bool, Error> {
    let taken = sql!(
        tx,
        execute,
        "update patrol_place set taken = taken + 1, reserved = reserved - 1
         where shift_id = $1 and role = $2 and reserved > 0",
        shift.get(),
        role.as_str(),
    )?;
    Ok(taken == 1)
}

async fn give_back(tx: &mut Tx, shift: PatrolShiftId, role: Role) -> Result<(), Error> {
    let given = sql!(
        tx,
        execute,
        "update patrol_place set taken = taken - 1 where shift_id = $1 and role = $2",
        shift.get(),
        role.as_str(),
    )?;
    if given == 1 {
        Ok(())
    } else {
        Err(Error::Unexpected("a held place has no row"))
    }
}

/// What a new sign-up's row holds.
pub(super) struct New {
    pub person: PersonId,
    pub role: Role,
    pub state: State,
    pub guardian: Option<PersonId>,
    /// Whether it is a child that comes only along with its guardian (rule V15).
    pub with_guardian: bool,
    pub entered_by: Option<PersonId>,
    pub override_reason: String,
}

/// Writes a sign-up behind all that came before it. Its place, where its state holds one, was taken
/// already.
pub(super) async fn insert(
    tx: &mut Tx,
    ctx: &Context,
    shift: PatrolShiftId,
    new: &New,
) -> Result<SignUp, Error> {
    let (seq,) = sql!(
        tx,
        one as (i64,),
        "update patrol_shift set last_seq = last_seq + 1 where id = $1 returning last_seq",
        shift.get(),
    )?;
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into patrol_sign_up (community_id, shift_id, person_id, role, state, seq, is_active,
                                     holds, guardian_id, entered_by, override_reason, signed_at,
                                     changed_at, with_guardian)
         values ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10, $11, $11, $12) returning id",
        ctx.community.id.get(),
        shift.get(),
        new.person.get(),
        new.role.as_str(),
        new.state.as_str(),
        seq,
        i64::from(new.state.holds()),
        new.guardian.map(PersonId::get),
        new.entered_by.map(PersonId::get),
        &new.override_reason,
        ctx.now.millis(),
        i64::from(new.with_guardian),
    )?;
    Ok(SignUp {
        id: PatrolSignUpId::new(id),
        shift,
        person: new.person,
        role: new.role,
        state: new.state,
        seq,
        guardian: new.guardian,
        offered_until: None,
        came_at: None,
        went_at: None,
        signed_at: ctx.now,
        with_guardian: new.with_guardian,
        version: 1,
    })
}

/// Moves a sign-up on, with its place: whoever lets go gives it back, whoever begins to hold takes
/// one. The shift is locked and the sign-up was read under that lock.
///
/// # Errors
/// `Changed` where the table of states has no such step, or no place is free.
pub(super) async fn act(
    tx: &mut Tx,
    ctx: &Context,
    sign_up: &SignUp,
    action: Action,
) -> Result<SignUp, Error> {
    let to = next(sign_up.state, action).ok_or(Error::Changed)?;
    if to.holds() && !sign_up.state.holds() && !take_place(tx, sign_up.shift, sign_up.role).await? {
        return Err(Error::Changed);
    }
    if sign_up.state.holds() && !to.holds() && action != Action::Replace {
        give_back(tx, sign_up.shift, sign_up.role).await?;
    }
    set_state(tx, ctx, sign_up, to, None).await
}

/// Writes a state without touching any place.
pub(super) async fn set_state(
    tx: &mut Tx,
    ctx: &Context,
    sign_up: &SignUp,
    to: State,
    offered_until: Option<Instant>,
) -> Result<SignUp, Error> {
    let changed = sql!(
        tx,
        execute,
        "update patrol_sign_up set state = $3, is_active = $4, holds = $5, offered_until = $6,
                changed_at = $7, version = version + 1, role = $8
         where id = $1 and version = $2",
        sign_up.id.get(),
        sign_up.version,
        to.as_str(),
        i64::from(to.is_active()),
        i64::from(to.holds()),
        offered_until.map(Instant::millis),
        ctx.now.millis(),
        sign_up.role.as_str(),
    )?;
    if changed == 0 {
        return Err(Error::Changed);
    }
    Ok(SignUp {
        state: to,
        offered_until,
        version: sign_up.version + 1,
        ..sign_up.clone()
    })
}

/// Removes a shift that nothing points to; whether it is gone.
///
/// # Errors
/// When the store fails.
pub(super) async fn remove(tx: &mut Tx, id: PatrolShiftId) -> Result<bool, Error> {
    let (uses,) = sql!(
        tx,
        one as (i64,),
        "select (select count(*) from patrol_sign_up where shift_id = $1)
              + (select count(*) from patrol_call where shift_id = $1)
              + (select count(*) from patrol_check where shift_id = $1)
              + (select count(*) from patrol_look where shift_id = $1)
              + (select count(*) from patrol_finding where shift_id = $1)
              + (select count(*) from photo where shift_id = $1)",
        id.get(),
    )?;
    if uses > 0 {
        return Ok(false);
    }
    sql!(
        tx,
        execute,
        "delete from patrol_place where shift_id = $1",
        id.get()
    )?;
    sql!(
        tx,
        execute,
        "delete from patrol_shift where id = $1",
        id.get()
    )?;
    Ok(true)
}
