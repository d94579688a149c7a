//! `/me/acts`: 谁替我办过什么, what others did for me.

use backend::assist::{self as assisting, Act};
use leptos::prelude::*;
use text::assist as words;

use crate::audit::words::deed;
use crate::frame::Kind;
use crate::icon::Icon;
use crate::parts::{self, moment};
use crate::post;
use crate::web::{Answer, Web};

/// `GET /me/acts`
pub(super) async fn show(web: Web) -> Answer {
    let acts = assisting::acts(&web.ctx).await?;
    let lang = web.lang();
    web.page(words::acts_title(lang), Kind::Narrow, || {
        let lines: Vec<_> = acts.iter().map(|act| line(&web, act)).collect();
        view! {
            {parts::back("/me".to_owned(), text::account::me(lang))}
            <h1>{words::acts_title(lang)}</h1>
            <p class="lead">{words::acts_lead(lang)}</p>
            {if lines.is_empty() {
                parts::empty(Icon::People, words::acts_none(lang), words::acts_none_next(lang)).into_any()
            } else {
                view! { <ul class="notes">{lines}</ul> }.into_any()
            }}
        }
    })
}

fn line(web: &Web, act: &Act) -> impl IntoView + use<> {
    let lang = web.lang();
    let when = moment(lang, &web.ctx.community.zone, act.at, web.ctx.now);
    let posts: Vec<_> = act
        .posts
        .iter()
        .map(|held| post::name(lang, *held))
        .collect();
    let who = if posts.is_empty() {
        act.helper.clone()
    } else {
        words::who_as(lang, &act.helper, posts.join(" · "))
    };
    let number = act.subject.strip_prefix("report/").map(ToOwned::to_owned);
    view! {
        <li>
            <b>{deed(lang, act.deed)}</b> " " {number.map(|number| view! { <span class="number">{number}</span> })}
            <p class="meta"><span>{who}</span> <span>{when}</span></p>
        </li>
    }
}
