//! What staff and the assigned organisation do with a report.

use domain::audit::Deed;
use domain::id::ServiceOrgId;
use domain::message::Kind;
use domain::permission::Permission;
use domain::problem::{Problem, Problems};
use domain::report::{
    Action, Current, Number, Reason, Role, Visibility, check_evidence, check_reason, transition,
};
use domain::request_key::RequestKey;
use domain::words::{Line, Words};
use serde_json::json;

use super::sql::{self, By, Case, Step};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Lock, Tx};
use crate::error::Error;
use crate::photo::{self, Publication, Stage};
use crate::{community, estate, message, request_key};

/// The use case's name among the request keys.
const ACT: &str = "report_act";

/// What the form of an action holds.
#[derive(Debug, Clone, Default)]
pub struct ActDraft {
    /// The form's key.
    pub request_key: String,
    /// The version that the form was made from.
    pub version: String,
    /// An action's name.
    pub action: String,
    /// Reason, answer or what was done.
    pub words: String,
    /// The organisation to dispatch to; with an acceptance, empty for not yet.
    pub org: String,
    /// What the public reads.
    pub summary: String,
    /// Where, in public, when the place is only words.
    pub place: String,
    /// Not to be shown in public.
    pub private: bool,
    /// What the public sees of each picture.
    pub publications: Vec<Publication>,
}

/// A form without faults.
struct Checked {
    key: RequestKey,
    action: Action,
    words: Option<Reason>,
    org: Option<ServiceOrgId>,
    /// What the public reads, when the form had it.
    published: Option<Published>,
    photos: usize,
}

struct Published {
    summary: Option<Words<500>>,
    place: Option<Line<60>>,
    private: bool,
}

/// Which actions carry what the public reads.
fn publishes(action: Action) -> bool {
    matches!(action, Action::Accept | Action::CloseOnSpot)
}

/// Which actions decide what the public sees of pictures: those of the office alone, never those
/// of the organisation that does the work (rule R15).
fn decides_about_pictures(action: Action) -> bool {
    publishes(action) || action == Action::Confirm
}

/// Does one thing with a report. Accepting with an organisation chosen dispatches in the same
/// press and writes both history rows. The same form sent again changes nothing.
///
/// # Errors
/// `Invalid`, `SignIn`, `Denied`, `NotFound` for a report one may not read, `Changed` when somebody
/// was faster or the report no longer allows it, or when a store fails.
pub async fn act(ctx: &Context, number: Number, draft: ActDraft) -> Result<(), Error> {
    if request_key::answered_before(ctx, ACT, &draft.request_key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let checked = match check(ctx, &draft).await {
        Ok(checked) => checked,
        Err(fault) => {
            request_key::answered_meanwhile(ctx, ACT, &draft.request_key, fault).await?;
            return Ok(());
        }
    };
    let mut read = ctx.db().read().await?;
    let case = sql::case(&mut read, ctx, By::Number(number)).await?;
    let orgs = estate::service_orgs(&mut read, ctx).await?;
    drop(read);
    let case = case
        .filter(|case| visible_at_work(ctx, case))
        .ok_or_else(|| hidden_from(ctx))?;
    if checked
        .org
        .is_some_and(|org| orgs.iter().all(|known| known.id != org))
    {
        return Err(Error::at("org", Problem::NotAChoice));
    }
    acting_role(ctx, &case, checked.action)?;
    if checked.org.is_some() {
        ctx.require_at(Permission::DispatchReport, &case.path)?;
    }
    // Covered versions are stored before the transaction; those of a lost race stay unused.
    let decided = if decides_about_pictures(checked.action) {
        &draft.publications[..]
    } else {
        &[]
    };
    let prepared = photo::prepare(ctx, case.id, decided).await?;

    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, ACT, &checked.key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    tx.lock(Lock::Report(case.id)).await?;
    let case = sql::case(&mut tx, ctx, By::Id(case.id))
        .await?
        .ok_or(Error::NotFound)?;
    if case.version.to_string() != draft.version {
        return Err(Error::Changed);
    }
    // Asked again under the lock: who finished it, and who has it, may just have changed.
    let role = acting_role(ctx, &case, checked.action)?;
    photo::publish(&mut tx, case.id, &prepared).await?;
    let was = json!({ "state": case.current.state.as_str(), "org": case.lead_org });
    let after = perform(&mut tx, ctx, case, role, &checked).await?;
    let became = json!({
        "action": checked.action.as_str(),
        "state": after.current.state.as_str(),
        "org": after.lead_org,
    });
    let deed = Entry::new(Deed::ReportHandled, format!("report/{number}"));
    audit::record(&mut tx, ctx, deed.was(was).became(became)).await?;
    tell_reporter(&mut tx, ctx, &after).await?;
    community::public_changed(&mut tx, ctx).await?;
    tx.commit().await?;
    Ok(())
}

/// Tells whoever reported it that it moved on, unless they moved it themselves.
async fn tell_reporter(tx: &mut Tx, ctx: &Context, after: &Case) -> Result<(), Error> {
    let reporter = sql::reporter(tx, after.id).await?;
    let own = ctx.signed_in().map(|person| person.person);
    let Some(reporter) = reporter.filter(|reporter| Some(*reporter) != own) else {
        return Ok(());
    };
    let number = after.number.to_string();
    let args = json!({ "number": number, "state": after.current.state.as_str() });
    let subject = format!("report/{number}");
    message::tell(tx, ctx, reporter, Kind::ReportMoved, &subject, args).await
}

async fn check(ctx: &Context, draft: &ActDraft) -> Result<Checked, Error> {
    let mut problems = Problems::new();
    let key = problems.take("request_key", RequestKey::parse(&draft.request_key));
    let action = problems.take(
        "action",
        Action::parse(&draft.action).ok_or(Problem::NotAChoice),
    );
    let words = problems.take("words", Reason::optional(&draft.words));
    let org = problems.take("org", org_id(&draft.org));
    let summary = problems.take("summary", Words::optional(&draft.summary));
    let place = problems.take("place", Line::optional(&draft.place));
    let photos = match &key {
        Some(key) => photo::drafts(ctx, key).await?.len(),
        None => 0,
    };
    if let (Some(action), Some(words)) = (action, &words) {
        problems.take("words", check_reason(action, words.as_ref()));
        problems.take("photos", check_evidence(action, photos, words.as_ref()));
        if matches!(action, Action::Dispatch | Action::Reassign) && org == Some(None) {
            problems.add("org", Problem::Missing);
        }
    }
    let private = draft.private;
    let checked = (|| {
        let action = action?;
        Some(Checked {
            key: key?,
            action,
            words: words?,
            org: org?,
            published: publishes(action).then_some(Published {
                summary: summary?,
                place: place?,
                private,
            }),
            photos,
        })
    })();
    match checked {
        Some(checked) => Ok(problems.into_result(checked)?),
        None => Err(problems.into()),
    }
}

fn org_id(text: &str) -> Result<Option<ServiceOrgId>, Problem> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Problem::NotAChoice),
    }
}

/// Whether the person works on this report: staff of its place, or the organisation that has it
/// (rule R15: a property worker reads only what is assigned to that company).
pub(super) fn visible_at_work(ctx: &Context, case: &Case) -> bool {
    ctx.rights_with(Permission::SeeWork)
        .any(|right| match right.service_org {
            None => case.path.starts_with(&right.path),
            Some(org) => case.lead_org == Some(org),
        })
}

/// What somebody is told who may not see a report: that there is none.
fn hidden_from(ctx: &Context) -> Error {
    if ctx.signed_in().is_some() {
        Error::NotFound
    } else {
        Error::SignIn
    }
}

/// Which permission staff need for an action.
const fn permission_for(action: Action) -> Permission {
    match action {
        Action::Dispatch | Action::Reassign | Action::Reopen => Permission::DispatchReport,
        Action::Start | Action::Finish | Action::SendBack | Action::Hold | Action::Resume => {
            Permission::RecordHandling
        }
        Action::Confirm | Action::Fail => Permission::CheckReport,
        Action::Withdraw
        | Action::Accept
        | Action::Reject
        | Action::AskInfo
        | Action::Answer
        | Action::Expire
        | Action::Appeal
        | Action::CloseOnSpot
        | Action::Solved
        | Action::Merge
        | Action::Unmerge => Permission::AcceptReport,
    }
}

/// The roles in which the person may do a thing with this report. A checker is staff who did not
/// say themselves that the repair is done (rule P14).
fn roles(ctx: &Context, case: &Case, action: Action) -> Vec<Role> {
    let mut roles = Vec::new();
    let of_company = ctx
        .rights_with(Permission::HandleReport)
        .any(|right| right.service_org.is_some() && right.service_org == case.lead_org);
    if of_company {
        roles.push(Role::Organisation);
    }
    if ctx.may_at(permission_for(action), &case.path) {
        roles.push(Role::Staff);
        if case.finished_by.is_none() || case.finished_by != ctx.account() {
            roles.push(Role::Checker);
        }
    }
    roles
}

/// Actions that the state machine knows and no use case offers yet: merging needs a target
/// (rule R7), reopening its cycles (rule R12).
const fn has_no_form_yet(action: Action) -> bool {
    matches!(action, Action::Merge | Action::Unmerge | Action::Reopen)
}

fn acting_role(ctx: &Context, case: &Case, action: Action) -> Result<Role, Error> {
    if has_no_form_yet(action) {
        return Err(Error::Denied);
    }
    let roles = roles(ctx, case, action);
    if let Some(role) = roles
        .iter()
        .find(|role| transition(case.current, **role, action).is_ok())
    {
        return Ok(*role);
    }
    // Nobody in any role of this person could do it: that is a right; otherwise it is the moment.
    let ever = domain::report::State::ALL.iter().any(|state| {
        let current = Current {
            state: *state,
            aside_from: case.current.aside_from,
        };
        roles
            .iter()
            .any(|role| transition(current, *role, action).is_ok())
    });
    if ever {
        Err(Error::Changed)
    } else {
        Err(Error::Denied)
    }
}

/// The actions that a page offers this person on this report.
pub(super) fn offered(ctx: &Context, case: &Case) -> Vec<Action> {
    Action::ALL
        .into_iter()
        .filter(|action| !has_no_form_yet(*action))
        .filter(|action| {
            roles(ctx, case, *action)
                .iter()
                .any(|role| transition(case.current, *role, *action).is_ok())
        })
        .collect()
}

async fn perform(
    tx: &mut Tx,
    ctx: &Context,
    case: Case,
    role: Role,
    checked: &Checked,
) -> Result<Case, Error> {
    let mut after = take(
        tx,
        ctx,
        &case,
        role,
        checked.action,
        checked.words.as_ref(),
        checked.org,
    )
    .await?;
    if let Some(published) = &checked.published {
        publish(tx, &mut after, published).await?;
    }
    if checked.photos > 0 {
        let stage = match checked.action {
            Action::Answer => Stage::Before,
            _ => Stage::After,
        };
        photo::take_drafts(tx, ctx, &checked.key, case.id, stage).await?;
        if stage == Stage::After {
            photo::publish_all(tx, case.id, stage).await?;
        }
    }
    if checked.action == Action::Finish {
        let reason = checked.words.as_ref().filter(|_| checked.photos == 0);
        sql::note_no_photo(tx, case.id, reason.map_or("", Words::as_str)).await?;
    }
    if let (Action::Accept, Some(_)) = (checked.action, checked.org) {
        // 受理并派单: one press, two rows.
        let accepted = after.clone();
        after = take(
            tx,
            ctx,
            &accepted,
            Role::Staff,
            Action::Dispatch,
            None,
            checked.org,
        )
        .await?;
    }
    sql::move_to(tx, ctx, &case, &after).await?;
    sql::note_covers(tx, case.id).await?;
    sql::count(tx, Some(&case.tally(ctx)), Some(&after.tally(ctx))).await?;
    Ok(after)
}

/// Takes one step: works out where it leads and writes its history row. The report's own row is
/// written by the caller, once.
pub(super) async fn take(
    tx: &mut Tx,
    ctx: &Context,
    case: &Case,
    role: Role,
    action: Action,
    words: Option<&Reason>,
    org: Option<ServiceOrgId>,
) -> Result<Case, Error> {
    let current = transition(case.current, role, action).map_err(|_| Error::Changed)?;
    let mut after = Case {
        current,
        ..case.clone()
    };
    match action {
        Action::Dispatch | Action::Reassign => after.lead_org = org.or(case.lead_org),
        // Back with the residents' committee: a report always has a next owner (rule R8).
        Action::SendBack => after.lead_org = None,
        Action::Finish => after.finished_by = ctx.account(),
        Action::Appeal => after.appeals += 1,
        Action::Withdraw => after.is_public = false,
        _ => {}
    }
    let step = Step {
        role,
        action,
        from: case.current.state,
        to: current.state,
        org: if action == Action::SendBack {
            case.lead_org
        } else {
            after.lead_org
        },
        words: words.map_or("", Words::as_str),
    };
    sql::record(tx, ctx, case.id, &step).await?;
    Ok(after)
}

async fn publish(tx: &mut Tx, after: &mut Case, published: &Published) -> Result<(), Error> {
    after.visibility = if published.private {
        Visibility::Private
    } else {
        Visibility::Public
    };
    after.is_public = !published.private;
    sql::note_public(
        tx,
        after.id,
        published.summary.as_ref().map_or("", Words::as_str),
        published.place.as_ref().map_or("", Line::as_str),
    )
    .await
}

/// What staff change about what the public sees, at any time after acceptance.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// The version that the form was made from.
    pub version: String,
    /// What the public reads.
    pub summary: String,
    /// Where, in public, when the place is only words.
    pub place: String,
    /// `public`, `private` or `hidden`.
    pub visibility: String,
    /// What the public sees of each picture.
    pub publications: Vec<Publication>,
}

/// Changes what the public sees of an accepted report, or hides it at every address (rule R14).
///
/// # Errors
/// `Invalid`, `SignIn`, `Denied`, `NotFound`, `Changed`, or when a store fails.
pub async fn show(ctx: &Context, number: Number, shown: Shown) -> Result<(), Error> {
    // Before anything is said about the form; again below, for the report's own place.
    ctx.require(Permission::AcceptReport)?;
    let mut problems = Problems::new();
    let summary = problems.take("summary", Words::<500>::optional(&shown.summary));
    let place = problems.take("place", Line::<60>::optional(&shown.place));
    let visibility = Visibility::parse(&shown.visibility).ok_or(Problem::NotAChoice);
    let visibility = problems.take("visibility", visibility);
    let (Some(summary), Some(place), Some(visibility)) = (summary, place, visibility) else {
        return Err(problems.into());
    };
    let mut read = ctx.db().read().await?;
    let case = sql::case(&mut read, ctx, By::Number(number)).await?;
    drop(read);
    let case = case
        .filter(|case| visible_at_work(ctx, case))
        .ok_or_else(|| hidden_from(ctx))?;
    ctx.require_at(Permission::AcceptReport, &case.path)?;
    let prepared = photo::prepare(ctx, case.id, &shown.publications).await?;

    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Report(case.id)).await?;
    let case = sql::case(&mut tx, ctx, By::Id(case.id))
        .await?
        .ok_or(Error::NotFound)?;
    if case.version.to_string() != shown.version {
        return Err(Error::Changed);
    }
    let accepted = sql::was_accepted(&mut tx, case.id).await?;
    let after = Case {
        visibility,
        is_public: accepted && visibility == Visibility::Public,
        ..case.clone()
    };
    photo::publish(&mut tx, case.id, &prepared).await?;
    sql::note_public(
        &mut tx,
        case.id,
        summary.as_ref().map_or("", Words::as_str),
        place.as_ref().map_or("", Line::as_str),
    )
    .await?;
    sql::move_to(&mut tx, ctx, &case, &after).await?;
    sql::note_covers(&mut tx, case.id).await?;
    sql::count(&mut tx, Some(&case.tally(ctx)), Some(&after.tally(ctx))).await?;
    let deed = Entry::new(Deed::ReportPublished, format!("report/{number}"))
        .was(json!({ "visibility": case.visibility.as_str(), "public": case.is_public }))
        .became(json!({ "visibility": visibility.as_str(), "public": after.is_public }));
    audit::record(&mut tx, ctx, deed).await?;
    community::public_changed(&mut tx, ctx).await?;
    tx.commit().await?;
    Ok(())
}
