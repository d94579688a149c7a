//! What a reporter does with the link on the receipt, without any account.

use domain::problem::{Problem, Problems};
use domain::report::{
    ANSWER_WITHIN, Action, Number, Reason, Role, check_reason, may_appeal, transition,
};
use domain::request_key::RequestKey;

use super::sql::{self, By, Case};
use super::{act, search};
use crate::context::Context;
use crate::db::Lock;
use crate::error::Error;
use crate::photo::{self, Stage};
use crate::secret::digest;
use crate::{community, request_key, sql as run};

/// The use case's name among the request keys.
const FOLLOW: &str = "report_follow";

/// What the form on the receipt page holds.
#[derive(Debug, Clone, Default)]
pub struct FollowDraft {
    /// The form's key.
    pub request_key: String,
    /// An action's name.
    pub action: String,
    /// An answer or a reason.
    pub words: String,
}

/// What a reporter can do from the receipt in this state.
pub(super) fn offered(case: &Case) -> Vec<Action> {
    [
        Action::Answer,
        Action::Solved,
        Action::Withdraw,
        Action::Appeal,
    ]
    .into_iter()
    .filter(|action| transition(case.current, Role::Reporter, *action).is_ok())
    .filter(|action| *action != Action::Appeal || may_appeal(case.appeals))
    .collect()
}

/// Withdraws, answers, appeals or says "solved". The same form sent again changes nothing.
///
/// # Errors
/// `Invalid`, `NotFound` for an unknown link, `Changed` when the report no longer allows it, or
/// when a store fails.
pub async fn act(ctx: &Context, secret: &str, draft: FollowDraft) -> Result<(), Error> {
    if request_key::answered_before(ctx, FOLLOW, &draft.request_key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let mut problems = Problems::new();
    let key = problems.take("request_key", RequestKey::parse(&draft.request_key));
    let action = Action::parse(&draft.action).ok_or(Problem::NotAChoice);
    let action = problems.take("action", action);
    let words = problems.take("words", Reason::optional(&draft.words));
    let (Some(key), Some(action), Some(words)) = (key, action, words) else {
        return Err(problems.into());
    };
    let photos = photo::drafts(ctx, &key).await?.len();
    problems.take("words", check_reason(action, words.as_ref()));
    if action == Action::Answer && words.is_none() && photos == 0 {
        problems.add("words", Problem::PhotoOrWords);
    }
    if let Err(fault) = problems.into_result(()) {
        let key = &draft.request_key;
        request_key::answered_meanwhile(ctx, FOLLOW, key, fault.into()).await?;
        return Ok(());
    }

    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, FOLLOW, &key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let found = sql::case(&mut tx, ctx, By::Receipt(&digest(secret))).await?;
    let found = found.ok_or(Error::NotFound)?;
    tx.lock(Lock::Report(found.id)).await?;
    let case = sql::case(&mut tx, ctx, By::Id(found.id))
        .await?
        .ok_or(Error::NotFound)?;
    if !offered(&case).contains(&action) {
        return Err(Error::Changed);
    }
    let after = act::take(
        &mut tx,
        ctx,
        &case,
        Role::Reporter,
        action,
        words.as_ref(),
        None,
    )
    .await?;
    if action == Action::Answer {
        photo::take_drafts(&mut tx, ctx, &key, case.id, Stage::Before).await?;
        if let Some(words) = &words {
            let text = format!(
                "{} {} {} {}",
                case.number,
                case.place_words,
                case.words,
                words.as_str()
            );
            search::index(&mut tx, ctx, case.id, &text).await?;
        }
    }
    sql::move_to(&mut tx, ctx, &case, &after).await?;
    sql::count(&mut tx, Some(&case.tally(ctx)), Some(&after.tally(ctx))).await?;
    if case.is_public {
        community::public_changed(&mut tx, ctx).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Numbers and states of the receipts a telephone remembers, newest first; unknown ones are left
/// out.
///
/// # Errors
/// When the store fails.
pub async fn known(
    ctx: &Context,
    secrets: &[String],
) -> Result<Vec<(String, super::list::Line)>, Error> {
    let mut lines = Vec::new();
    let mut read = ctx.db().read().await?;
    for secret in secrets {
        if let Some(line) = super::list::by_receipt(&mut read, ctx, &digest(secret)).await? {
            lines.push((secret.clone(), line));
        }
    }
    lines.sort_by_key(|(_, line)| std::cmp::Reverse(line.id));
    Ok(lines)
}

/// Closes reports whose reporter did not answer within fourteen days. Returns how many.
///
/// # Errors
/// When the store fails.
pub async fn close_unanswered(ctx: &Context) -> Result<usize, Error> {
    let long_ago = ctx.now.minus(ANSWER_WITHIN).millis();
    let mut read = ctx.db().read().await?;
    let waiting = run!(
        &mut read,
        all as (i64,),
        "select id from report
         where community_id = $1 and state = 'needs_info' and updated_at <= $2 order by id",
        ctx.community.id.get(),
        long_ago,
    )?;
    drop(read);
    let mut closed = 0;
    for (id,) in waiting {
        let mut tx = ctx.db().write().await?;
        let id = domain::id::ReportId::new(id);
        tx.lock(Lock::Report(id)).await?;
        let Some(case) = sql::case(&mut tx, ctx, By::Id(id)).await? else {
            continue;
        };
        // Since it was looked for somebody may have answered, and been asked something else.
        let still_waiting = case.updated_at.millis() <= long_ago
            && transition(case.current, Role::Clock, Action::Expire).is_ok();
        if !still_waiting {
            continue;
        }
        let after = act::take(&mut tx, ctx, &case, Role::Clock, Action::Expire, None, None).await?;
        sql::move_to(&mut tx, ctx, &case, &after).await?;
        sql::count(&mut tx, Some(&case.tally(ctx)), Some(&after.tally(ctx))).await?;
        if case.is_public {
            community::public_changed(&mut tx, ctx).await?;
        }
        tx.commit().await?;
        closed += 1;
    }
    Ok(closed)
}

/// The receipt of a report for whoever works on it, to print or send; nothing when the
/// installation's secret has changed since.
pub(super) fn receipt_still_fits(ctx: &Context, number: Number, hash: &str) -> Option<String> {
    let receipt = super::receipt(ctx, number);
    (digest(&receipt.secret) == hash).then_some(receipt.secret)
}
