//! Shifts that come again: writing a template, looking ahead, and making its shifts some weeks ahead
//! (rules V10, V20). Changing and ending one stands in [`change`].

pub mod change;
mod make;
mod rows;

use domain::audit::Deed;
use domain::id::{BuildingId, PatrolKindId, PatrolRouteId, PatrolTemplateId};
use domain::instant::{LocalDate, LocalTime};
use domain::patrol::Places;
use domain::patrol::shift::{Body, Choices};
use domain::patrol::template::{Draft, NewTemplate, Recurrence, next_days};
use domain::permission::Permission;
use domain::words::{Line, Words};
use serde_json::{Value, json};
use text::Lang;

use super::shift;
use crate::audit::{self, Entry};
use crate::calendar;
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::request_key;

pub(crate) use change::follow;
pub use make::make_due;

/// The use case's name among the request keys.
const WRITE: &str = "patrol_template";
/// How many days a look ahead names.
const PREVIEWED: usize = 5;

/// A template as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its id, the last part of its address.
    pub id: PatrolTemplateId,
    /// The kind's Chinese name.
    pub kind_zh: String,
    /// The kind's English name.
    pub kind_en: String,
    /// What each of its shifts is.
    pub body: Body,
    /// On which days.
    pub recurrence: Recurrence,
    /// Whether its shifts are published as they are made.
    pub publishes: bool,
    /// Whether it was ended or followed by another.
    pub is_ended: bool,
    /// Raised by every change.
    pub version: i64,
}

impl Template {
    /// What people call it: its own line, else its kind.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        match (&self.body.title, lang) {
            (Some(title), _) => title.as_str(),
            (None, Lang::Zh) => &self.kind_zh,
            (None, Lang::En) => &self.kind_en,
        }
    }

    /// Whether its last day is over.
    #[must_use]
    pub fn is_over(&self, today: LocalDate) -> bool {
        self.recurrence.last_on.is_some_and(|last| last < today)
    }

    /// Its name in the trail.
    fn subject(&self) -> String {
        subject(self.id)
    }
}

fn subject(id: PatrolTemplateId) -> String {
    format!("patrol_template/{id}")
}

/// What the trail keeps of a template. None of it is personal.
fn told(new: &NewTemplate) -> Value {
    json!({
        "from": new.recurrence.first_on,
        "until": new.recurrence.last_on,
        "starts": new.body.starts.to_string(),
        "ends": new.body.ends.to_string(),
        "every": new.recurrence.on.every().as_str(),
        "places": new.body.places.map(|places| places.capacity),
    })
}

/// A template with the days that come next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The template.
    pub template: Template,
    /// Its next days, at most five.
    pub next: Vec<LocalDate>,
}

/// All templates whose last day is not over, oldest first, then the fifty that were over last.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn list(ctx: &Context) -> Result<Vec<Listed>, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let today = ctx.community.zone.date_of(ctx.now);
    let mut read = ctx.db().read().await?;
    let calendar = calendar::load(&mut read, ctx).await?;
    let mut all = rows::in_force(&mut read, ctx, today).await?;
    all.extend(rows::over(&mut read, ctx, today).await?);
    Ok(all
        .into_iter()
        .map(|template| Listed {
            next: next_days(&template.recurrence, &calendar, today, PREVIEWED),
            template,
        })
        .collect())
}

/// A template of this community.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` also for another community's (rule P3), or when the store fails.
pub async fn find(ctx: &Context, id: PatrolTemplateId) -> Result<Template, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut read = ctx.db().read().await?;
    rows::find(&mut read, ctx, id).await?.ok_or(Error::NotFound)
}

/// The next days of what is on the form, before anything is saved; at most five. `known` is the
/// template that is being changed.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Invalid` with the fields at fault, or when the store fails.
pub async fn preview(
    ctx: &Context,
    known: Option<PatrolTemplateId>,
    draft: &Draft,
) -> Result<Vec<LocalDate>, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut recurrence = draft.recurrence(&ctx.community.zone, ctx.now)?;
    let mut read = ctx.db().read().await?;
    if let Some(id) = known {
        let was = rows::find(&mut read, ctx, id)
            .await?
            .ok_or(Error::NotFound)?;
        recurrence = recurrence.following(&was.recurrence);
    }
    let calendar = calendar::load(&mut read, ctx).await?;
    let today = ctx.community.zone.date_of(ctx.now);
    Ok(next_days(&recurrence, &calendar, today, PREVIEWED))
}

/// What can be chosen on the form; what a template has already can be kept.
async fn choices(
    db: &mut impl Connection,
    ctx: &Context,
    kept: Option<&Template>,
) -> Result<Choices, Error> {
    let mut choices = shift::choices(db, ctx, None).await?;
    if let Some(body) = kept.map(|template| &template.body) {
        choices.kinds.push(body.kind);
        choices.routes.extend(body.route);
        choices.buildings.extend(body.building);
    }
    Ok(choices)
}

/// Writes a template down and makes its first shifts. The same form sent again gives the same
/// template (rule R3).
///
/// # Errors
/// `SignIn`, `Denied`, `Invalid` with the fields at fault, or when the store fails.
pub async fn write(ctx: &Context, draft: &Draft) -> Result<PatrolTemplateId, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    if let Some(id) = request_key::answered_before(ctx, WRITE, &draft.request_key).await? {
        return before(&id);
    }
    let mut read = ctx.db().read().await?;
    let choices = choices(&mut read, ctx, None).await?;
    drop(read);
    let new = draft.check(&ctx.community.zone, ctx.now, &choices)?;

    let mut tx = ctx.db().write().await?;
    if let Some(id) = request_key::answered(&mut tx, ctx, WRITE, &new.request_key).await? {
        return before(&id);
    }
    let id = rows::insert(&mut tx, ctx, &new).await?;
    let entry = Entry::new(Deed::PatrolTemplateSaved, subject(id));
    audit::record(&mut tx, ctx, entry.became(told(&new))).await?;
    make::make(&mut tx, ctx, id).await?;
    request_key::answer(&mut tx, ctx, WRITE, &new.request_key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(id)
}

fn before(answer: &str) -> Result<PatrolTemplateId, Error> {
    answer
        .parse()
        .map_err(|_| Error::Unexpected("a kept answer is no template"))
}

/// A body as a table keeps it.
struct Kept {
    kind: i64,
    title: String,
    place: String,
    building: Option<i64>,
    route: Option<i64>,
    words: String,
    starts: String,
    ends: String,
    places: [Places; 3],
    needs_approval: bool,
    uses_code: bool,
}

impl Kept {
    /// What passed the form once still does.
    fn body(self) -> Result<Body, Error> {
        let wrong = |_| Error::Unexpected("a template's row is no template");
        Ok(Body {
            kind: PatrolKindId::new(self.kind),
            title: Line::optional(&self.title).map_err(wrong)?,
            place: Line::optional(&self.place).map_err(wrong)?,
            building: self.building.map(BuildingId::new),
            route: self.route.map(PatrolRouteId::new),
            words: Words::optional(&self.words).map_err(wrong)?,
            starts: LocalTime::parse(&self.starts).map_err(wrong)?,
            ends: LocalTime::parse(&self.ends).map_err(wrong)?,
            places: self.places,
            needs_approval: self.needs_approval,
            uses_code: self.uses_code,
        })
    }
}
