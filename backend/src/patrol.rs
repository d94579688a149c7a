//! Volunteer patrols: shifts with places, sign-ups that never take one place twice, and what comes
//! of them (rules V1–V20).

pub mod attendance;
pub mod call;
pub mod code;
pub mod coverage;
mod facts;
pub mod feed;
pub mod figures;
pub mod finding;
pub mod kind;
pub mod list;
pub mod look;
pub mod offered;
pub mod own;
pub(crate) mod queue;
pub mod record;
pub mod reminder;
pub mod roster;
pub mod route;
mod rows;
pub mod setting;
pub mod shift;
pub mod sign_up;
pub mod skill;
pub mod template;

use domain::id::{
    BuildingId, PatrolKindId, PatrolRouteId, PatrolShiftId, PatrolSignUpId, PatrolTemplateId,
    PersonId,
};
use domain::instant::{Instant, LocalDate};
use domain::patrol::eligible::Span;
use domain::patrol::shift::{Kept, Standing, standing};
use domain::patrol::sign_up::State;
use domain::patrol::{Places, Role};
use domain::permission::Permission;
use serde_json::{Value, json};
use text::Lang;

use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::sql;

pub(crate) use rows::{COLUMNS, of_shift, shifts};

/// A shift as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact of a row")]
pub struct Shift {
    /// Its id, the last part of its address.
    pub id: PatrolShiftId,
    /// The template that it came from.
    pub template: Option<PatrolTemplateId>,
    /// Which day of the template it is.
    pub occurrence: Option<LocalDate>,
    /// Whether it was changed by itself, so that its template leaves it alone.
    pub is_edited: bool,
    /// What volunteers do.
    pub kind: PatrolKindId,
    /// The kind's Chinese name.
    pub kind_zh: String,
    /// The kind's English name.
    pub kind_en: String,
    /// A line of its own; may be empty.
    pub title: String,
    /// Where people meet; may be empty.
    pub place: String,
    /// The building that it is about.
    pub building: Option<BuildingId>,
    /// The route.
    pub route: Option<PatrolRouteId>,
    /// What to bring and to know; may be empty.
    pub words: String,
    /// When it is.
    pub span: Span,
    /// The community's day on which it begins (rule V19).
    pub first_day: LocalDate,
    /// Leaving is free until this very instant (rule V6).
    pub deadline: Instant,
    /// What the table keeps of its life.
    pub kept: Kept,
    /// Whether it was ever published: nobody but staff sees one that was not.
    pub is_published: bool,
    /// Whether the leader or staff say yes to each.
    pub needs_approval: bool,
    /// Whether people tick themselves off with a changing code.
    pub uses_code: bool,
    /// Rises with what a calendar has to know (rule V18).
    pub sequence: i64,
    /// Why it was called off; may be empty.
    pub cancel_reason: String,
    /// When it was written up.
    pub closed_at: Option<Instant>,
    /// Handbooks handed out (rule V16).
    pub handbooks: i64,
    /// What its leader wrote about it.
    pub record_words: String,
    /// Leaders', members' and trainees' places, in this order.
    pub places: [Places; 3],
    /// How many wait for a place.
    pub waiting: i64,
    /// How many look for a stand-in.
    pub seeking: i64,
    /// How many are counted on to come (rule V17).
    pub covered: i64,
    /// Of these, how many lead (rule V11).
    pub leading: i64,
    /// Raised by every change of the shift itself, not of its sign-ups.
    pub version: i64,
}

impl Shift {
    /// What people call it: its own line, else its kind.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        match (self.title.as_str(), lang) {
            ("", Lang::Zh) => &self.kind_zh,
            ("", Lang::En) => &self.kind_en,
            (title, _) => title,
        }
    }

    /// The places of a role.
    #[must_use]
    pub fn places_of(&self, role: Role) -> Places {
        let [leader, member, trainee] = self.places;
        match role {
            Role::Leader => leader,
            Role::Member => member,
            Role::Trainee => trainee,
        }
    }

    /// All places together.
    #[must_use]
    pub fn capacity(&self) -> i64 {
        self.places.iter().map(|places| places.capacity).sum()
    }

    /// How many places anybody may still take.
    #[must_use]
    pub fn left(&self) -> i64 {
        self.places.iter().map(|places| places.left().max(0)).sum()
    }

    /// How it stands at an instant.
    #[must_use]
    pub fn standing(&self, now: Instant) -> Standing {
        standing(self.kept, self.span, &self.places, now)
    }

    /// What a message about it needs, without anybody's name.
    #[must_use]
    pub fn args(&self, ctx: &Context) -> Value {
        let clock = |at: Instant| text::format::time(ctx.community.zone.civil(at).time());
        json!({
            "shift": self.id,
            "day": self.first_day,
            "from": clock(self.span.starts),
            "until": clock(self.span.ends),
            "name_zh": self.name(Lang::Zh),
            "name_en": self.name(Lang::En),
        })
    }

    /// Its name in the trail and among messages.
    #[must_use]
    pub fn subject(&self) -> String {
        format!("patrol/{}", self.id)
    }
}

/// A sign-up as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignUp {
    /// Its id.
    pub id: PatrolSignUpId,
    /// For which shift.
    pub shift: PatrolShiftId,
    /// Whose it is.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// Where it is in its life.
    pub state: State,
    /// The order in which the database took it.
    pub seq: i64,
    /// Who looks after a child that takes part.
    pub guardian: Option<PersonId>,
    /// Until when an offered place waits for an answer.
    pub offered_until: Option<Instant>,
    /// When the person came, where that was written down.
    pub came_at: Option<Instant>,
    /// When the person went, where that was written down.
    pub went_at: Option<Instant>,
    /// When it was made.
    pub signed_at: Instant,
    /// Whether it is a child that comes only along with its guardian (rule V15).
    pub with_guardian: bool,
    /// Raised by every change.
    pub version: i64,
}

/// A published shift, for everybody: open, over or called off.
///
/// # Errors
/// `NotFound` also for a draft and for another community's (rule P3), or when the store fails.
pub async fn find(ctx: &Context, id: PatrolShiftId) -> Result<Shift, Error> {
    let mut read = ctx.db().read().await?;
    of_shift(&mut read, ctx, id)
        .await?
        .filter(|shift| shift.is_published || manages(ctx, shift))
        .ok_or(Error::NotFound)
}

/// Locks the shifts to come on which somebody, or a child of theirs, stands, and then the person, for
/// a use case that takes them off all of these.
pub(crate) async fn hold_of(tx: &mut Tx, ctx: &Context, person: PersonId) -> Result<(), Error> {
    let shifts = sql!(
        &mut *tx,
        all as (i64,),
        "select distinct s.id from patrol_sign_up u join patrol_shift s on s.id = u.shift_id
         where (u.person_id = $1 or u.guardian_id = $1) and u.is_active = 1 and s.starts_at > $2
         order by s.id",
        person.get(),
        ctx.now.millis(),
    )?;
    for (shift,) in shifts {
        tx.lock(Lock::Shift(PatrolShiftId::new(shift))).await?;
    }
    tx.lock(Lock::Person(person)).await?;
    Ok(())
}

/// Whether who asks looks after this community's patrols.
#[must_use]
pub fn manages(ctx: &Context, _shift: &Shift) -> bool {
    ctx.may_at(Permission::ManagePatrols, &ctx.community.path)
}

/// Whether who asks leads this shift: holds a leader's place on it that is not called off.
///
/// # Errors
/// When the store fails.
pub async fn leads(
    db: &mut impl Connection,
    ctx: &Context,
    shift: PatrolShiftId,
) -> Result<bool, Error> {
    let Some(person) = ctx.signed_in() else {
        return Ok(false);
    };
    let found = sql!(
        db,
        optional as (i64,),
        "select id from patrol_sign_up
         where shift_id = $1 and person_id = $2 and community_id = $3 and role = 'leader'
           and state in ('confirmed', 'seeking', 'checked_in', 'completed')",
        shift.get(),
        person.person.get(),
        ctx.community.id.get(),
    )?;
    Ok(found.is_some())
}

/// Refuses whoever neither looks after the community's patrols nor leads this shift.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn require_lead(
    db: &mut impl Connection,
    ctx: &Context,
    shift: &Shift,
) -> Result<PersonId, Error> {
    let person = ctx.signed_in().ok_or(Error::SignIn)?.person;
    if manages(ctx, shift) || leads(db, ctx, shift.id).await? {
        Ok(person)
    } else {
        Err(ctx.refused(Permission::ManagePatrols))
    }
}
