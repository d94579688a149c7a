//! `/admin/calendar`: holidays and 调休 of a year (rule V10).

use axum::extract::Query;
use axum::http::StatusCode;
use backend::Error;
use backend::calendar::{self, Year};
use domain::calendar::{DayKind, Draft, Marked};
use domain::instant::LocalDate;
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, common, patrol_template as words};

use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{Choice, Input, input, select, summary};
use crate::web::{Answer, Fault, Web};

const PATH: &str = "/admin/calendar";

/// Which year is asked for; whatever is none is this year.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    year: String,
}

/// `GET /admin/calendar`
pub(super) async fn show(web: Web, Query(Asked { year }): Query<Asked>) -> Answer {
    let year = year.parse().unwrap_or_else(|_| this_year(&web));
    page(
        &web,
        StatusCode::OK,
        year,
        &Draft::default(),
        &Problems::new(),
    )
    .await
}

fn this_year(web: &Web) -> i16 {
    web.ctx.community.zone.year_of(web.ctx.now)
}

/// `POST /admin/calendar`: says what days are, or takes it back, told by `act`.
pub(super) async fn change(web: Web, form: Form) -> Answer {
    web.require(Permission::ManagePatrols)?;
    let year = form
        .text("year")
        .parse()
        .unwrap_or_else(|_| this_year(&web));
    let draft = Draft {
        from: form.text("from"),
        until: form.text("until"),
        kind: form.text("kind"),
        name: form.text("name"),
    };
    let changed = match form.text("act").as_str() {
        "save" => {
            web.write_with(draft.clone(), |ctx, draft| async move {
                calendar::save(&ctx, &draft).await
            })
            .await
        }
        "remove" => {
            let date: LocalDate = form.text("date").parse().map_err(|_| Error::NotFound)?;
            web.write(move |ctx| async move { calendar::remove(&ctx, date).await })
                .await
        }
        _ => return Err(Fault::status(StatusCode::BAD_REQUEST)),
    };
    let lang = web.lang();
    match changed {
        Ok(left) => {
            let year = LocalDate::parse(&draft.from).map_or(year, |day| day.civil().year());
            let path = format!("{PATH}?year={year}");
            let left = i64::try_from(left).unwrap_or(i64::MAX);
            let said = if left == 0 {
                words::calendar_saved(lang).to_owned()
            } else {
                words::calendar_left(lang, left)
            };
            web.see_other_saying(&path, &said).await
        }
        Err(Error::Invalid(problems)) => {
            page(
                &web,
                StatusCode::UNPROCESSABLE_ENTITY,
                year,
                &draft,
                &problems,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    web: &Web,
    status: StatusCode,
    year: i16,
    draft: &Draft,
    problems: &Problems,
) -> Answer {
    let year = calendar::of_year(&web.ctx, year).await?;
    let lang = web.lang();
    let this_year = this_year(web);
    Ok(
        web.page_with(status, words::calendar_title(lang), Kind::Staff, || {
            let around: Vec<_> = (this_year - 1..=this_year + 1)
                .map(|other| {
                    let is_current = other == year.year;
                    let current = is_current.then_some("page");
                    let class = if is_current { "button" } else { "button quiet" };
                    view! {
                        <a class=class href=format!("{PATH}?year={other}") aria-current=current>
                            {words::year_before(lang, other)}
                        </a>
                    }
                })
                .collect();
            let is_empty = year.days.is_empty();
            view! {
                {super::back(lang)}
                <h1>{words::calendar_title(lang)}</h1>
                <p class="lead">{words::calendar_lead(lang)}</p>
                <nav class="buttons" aria-label=words::calendar(lang)>{around}</nav>
                {standing(lang, &year)}
                {if is_empty {
                    view! { <p>{words::calendar_none(lang)}</p> }.into_any()
                } else {
                    days(web, &year).into_any()
                }}
                <section class="card">
                    <h2>{words::calendar_add(lang)}</h2>
                    {form(web, year.year, draft, problems)}
                </section>
            }
        }),
    )
}

/// Whether the year's holidays came with the program.
fn standing(lang: Lang, year: &Year) -> impl IntoView + use<> {
    if year.is_shipped {
        view! { <p class="hint">{words::calendar_shipped(lang, year.year)}</p> }.into_any()
    } else {
        view! {
            <div class="note waiting">
                {icon(Icon::Info)}<p>{words::calendar_not_shipped(lang, year.year)}</p>
            </div>
        }
        .into_any()
    }
}

fn kind_word(lang: Lang, kind: DayKind) -> &'static str {
    match kind {
        DayKind::Holiday => words::kind_holiday(lang),
        DayKind::Workday => words::kind_workday(lang),
        DayKind::Ordinary => words::kind_ordinary(lang),
    }
}

/// Days in a row that say the same, as one line.
fn days(web: &Web, year: &Year) -> impl IntoView + use<> {
    let lang = web.lang();
    let rows: Vec<_> = stretches(&year.days)
        .into_iter()
        .filter_map(|stretch| {
            let (first, last) = (stretch.first()?, stretch.last()?);
            let name = match lang {
                Lang::Zh => first.name_zh.clone(),
                Lang::En => first.name_en.clone(),
            };
            let date = |day: &Marked| text::format::date(lang, day.date.civil());
            let when = if first.date == last.date {
                date(first)
            } else {
                format!("{} – {}", date(first), date(last))
            };
            let (class, which) = match first.kind {
                DayKind::Holiday => ("chip done", Icon::Sun),
                DayKind::Workday => ("chip waiting", Icon::Wrench),
                DayKind::Ordinary => ("chip aside", Icon::Calendar),
            };
            let back = first.is_own.then(|| take_back(web, year.year, first.date));
            let own = first
                .is_own
                .then(|| view! { " " <small>{words::own(lang)}</small> });
            let kind = kind_word(lang, first.kind);
            Some(view! {
                <li class="row">
                    <span><b>{name}</b> " " {when} {own}</span>
                    <span class=class>{icon(which)} {kind}</span>
                    {back}
                </li>
            })
        })
        .collect();
    view! { <ul class="rows">{rows}</ul> }
}

/// What staff said is taken back day by day, so each is a line of its own.
fn stretches(days: &[Marked]) -> Vec<&[Marked]> {
    days.chunk_by(|one, next| {
        let follows = one
            .date
            .civil()
            .tomorrow()
            .is_ok_and(|day| day == next.date.civil());
        let same = one.kind == next.kind && one.name_zh == next.name_zh;
        follows && same && !one.is_own && !next.is_own
    })
    .collect()
}

fn take_back(web: &Web, year: i16, date: LocalDate) -> impl IntoView + use<> {
    let lang = web.lang();
    view! {
        <form method="post" action=PATH>
            {frame::token(&web.chrome)}
            <input type="hidden" name="year" value=year.to_string()/>
            <input type="hidden" name="date" value=date.to_string()/>
            <button class="button quiet" name="act" value="remove">
                {icon(Icon::Undo)} {words::take_back(lang)}
                <span class="unseen">{text::format::date(lang, date.civil())}</span>
            </button>
        </form>
    }
}

fn form(web: &Web, year: i16, draft: &Draft, problems: &Problems) -> impl IntoView + use<> {
    let lang = web.lang();
    let date = |name: &'static str, label: &str, value: &str| Input {
        name,
        label: label.to_owned(),
        value: value.to_owned(),
        kind: "date",
        ..Input::default()
    };
    let from = date("from", words::calendar_from(lang), &draft.from);
    let until = Input {
        optional: true,
        hint: Some(words::calendar_until_hint(lang).to_owned()),
        ..date("until", words::calendar_until(lang), &draft.until)
    };
    let kinds = DayKind::ALL.map(|kind| Choice::new(kind.as_str(), kind_word(lang, kind)));
    let name = Input {
        name: "name",
        label: words::calendar_name(lang).to_owned(),
        value: draft.name.clone(),
        optional: true,
        autocomplete: Some("off"),
        max: Some("20"),
        ..Input::default()
    };
    let kind = words::calendar_kind(lang).to_owned();
    view! {
        <form class="form" method="post" action=PATH>
            {summary(lang, problems)}
            {frame::token(&web.chrome)}
            <input type="hidden" name="act" value="save"/>
            <input type="hidden" name="year" value=year.to_string()/>
            <div class="pairing">{input(lang, problems, from)} {input(lang, problems, until)}</div>
            <div class="pairing">
                {select(lang, problems, "kind", kind, kinds.to_vec(), &draft.kind)}
                {input(lang, problems, name)}
            </div>
            <div class="submit still"><button class="button">{icon(Icon::Check)} {common::save(lang)}</button></div>
        </form>
    }
}
