//! A report's way, step by step, as people read it.

use backend::report::show::Step;
use domain::instant::{Instant, Zone};
use domain::report::{Action, Role};
use leptos::prelude::*;
use text::{Lang, report as words};

use crate::parts::{moment, prose, tone_class};

/// What happened in a step, in words.
#[must_use]
pub fn happened(lang: Lang, step: &Step) -> String {
    let org = step.org.as_deref().unwrap_or("");
    let fixed = match step.action {
        None => match step.role {
            Role::Reporter => words::did_report(lang),
            _ => words::did_enter(lang),
        },
        Some(action) => match action {
            Action::Withdraw => words::did_withdraw(lang),
            Action::Accept => words::did_accept(lang),
            Action::Reject => words::did_reject(lang),
            Action::AskInfo => words::did_ask(lang),
            Action::Answer => words::did_answer(lang),
            Action::Expire => words::did_expire(lang),
            Action::Appeal => words::did_appeal(lang),
            Action::CloseOnSpot => words::did_close_on_spot(lang),
            Action::Dispatch => return words::did_dispatch(lang, org),
            Action::Reassign => return words::did_reassign(lang, org),
            Action::Start => words::did_start(lang),
            Action::Finish => words::did_finish(lang),
            Action::SendBack => return words::did_send_back(lang, org),
            Action::Hold => words::did_hold(lang),
            Action::Resume => words::did_resume(lang),
            Action::Confirm => words::did_confirm(lang),
            Action::Fail => words::did_fail(lang),
            Action::Solved => words::did_solve(lang),
            Action::Merge => words::did_merge(lang),
            Action::Unmerge => words::did_unmerge(lang),
            Action::Reopen => words::did_reopen(lang),
        },
    };
    fixed.to_owned()
}

/// The whole way, oldest first.
pub fn history(lang: Lang, zone: &Zone, now: Instant, steps: &[Step]) -> impl IntoView + use<> {
    let steps: Vec<_> = steps
        .iter()
        .map(|step| {
            let by = step.by.clone();
            view! {
                <li class=tone_class(step.to.tone())>
                    <p class="what">
                        <b>{happened(lang, step)}</b>
                        " "
                        <time>{moment(lang, zone, step.at, now)}</time>
                        {by.map(|name| view! { " " <span>{name}</span> })}
                    </p>
                    {(!step.words.is_empty()).then(|| prose(&step.words))}
                </li>
            }
        })
        .collect();
    view! { <ol class="history">{steps}</ol> }
}
