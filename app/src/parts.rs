//! Pieces that several nouns' pages share.

use backend::category::Category;
use backend::estate::Estate;
pub use backend::words::state as state_word;
use domain::id::{AreaId, BuildingId, CategoryId};
use domain::instant::{Instant, LocalDate, Zone};
use domain::problem::Problems;
use domain::report::{State, Tone};
use leptos::prelude::*;
use text::{Lang, common};

use crate::icon::{Icon, icon};
use crate::problem;

/// The CSS class of a tone.
#[must_use]
pub const fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Waiting => "waiting",
        Tone::Moving => "moving",
        Tone::Attention => "attention",
        Tone::Done => "done",
        Tone::Aside => "aside",
    }
}

/// The pictogram of a state.
#[must_use]
pub const fn state_icon(state: State) -> Icon {
    match state {
        State::Reported => Icon::Clock,
        State::Accepted => Icon::Check,
        State::Dispatched => Icon::Truck,
        State::InProgress => Icon::Wrench,
        State::PendingCheck => Icon::Eye,
        State::Closed => Icon::Solved,
        State::NeedsInfo => Icon::Question,
        State::OnHold => Icon::Pause,
        State::Rejected => Icon::ArrowRight,
        State::Duplicate => Icon::Merge,
        State::Withdrawn => Icon::Cross,
    }
}

/// A state as word, icon and colour.
pub fn chip(lang: Lang, state: State) -> impl IntoView + use<> {
    view! {
        <span class=format!("chip {}", tone_class(state.tone()))>
            {icon(state_icon(state))} {state_word(lang, state)}
        </span>
    }
}

/// An instant as `11月23日 15:04`, or with its year when that differs from this year's.
#[must_use]
pub fn moment(lang: Lang, zone: &Zone, at: Instant, now: Instant) -> String {
    let civil = zone.civil(at);
    if zone.year_of(at) == zone.year_of(now) {
        text::format::date_time(lang, civil)
    } else {
        text::format::date_time_with_year(lang, civil)
    }
}

/// An instant as 今天, 昨天 or a day.
#[must_use]
pub fn day(lang: Lang, zone: &Zone, at: Instant, now: Instant) -> String {
    text::format::relative_day(lang, zone.date_of(at).civil(), zone.date_of(now).civil())
}

/// A civil day as the tables keep it, as people write it.
pub fn civil_day(lang: Lang, day: &str) -> String {
    LocalDate::parse(day).map_or_else(
        |_| day.to_owned(),
        |day| text::format::date_with_year(lang, day.civil()),
    )
}

/// A `time` element with the day.
pub fn day_time(lang: Lang, zone: &Zone, at: Instant, now: Instant) -> impl IntoView + use<> {
    view! { <time datetime=zone.date_of(at).to_string()>{day(lang, zone, at, now)}</time> }
}

/// What places and categories a community has: the same for everybody, and rarely changed.
#[derive(Debug, Default)]
pub struct Facts {
    /// All categories.
    pub categories: Vec<Category>,
    /// All places.
    pub estate: Estate,
}

/// The names of categories and places in the page's language.
#[derive(Debug, Clone)]
pub struct Names {
    /// The page's language.
    pub lang: Lang,
    /// What they are names of.
    pub facts: std::sync::Arc<Facts>,
}

impl std::ops::Deref for Names {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.facts
    }
}

impl Names {
    /// A category's name.
    #[must_use]
    pub fn category(&self, id: CategoryId) -> String {
        self.categories
            .iter()
            .find(|category| category.id == id)
            .map_or_else(String::new, |category| {
                category_name(self.lang, category).to_owned()
            })
    }

    /// A category's pictogram.
    #[must_use]
    pub fn picture(&self, id: CategoryId) -> Icon {
        let found = self.categories.iter().find(|category| category.id == id);
        Icon::category(found.map_or("other", |category| &category.picture))
    }

    /// A building's name.
    #[must_use]
    pub fn building(&self, id: BuildingId) -> String {
        self.estate
            .building(id)
            .map_or_else(String::new, |building| building.name.clone())
    }

    /// An area's name.
    #[must_use]
    pub fn area(&self, id: AreaId) -> String {
        self.estate
            .area(id)
            .map_or_else(String::new, |area| match self.lang {
                Lang::Zh => area.name_zh.clone(),
                Lang::En => area.name_en.clone(),
            })
    }

    /// A place in one line: building, unit and floor, or area, and the note beside it.
    #[must_use]
    pub fn place(
        &self,
        building: Option<BuildingId>,
        area: Option<AreaId>,
        unit: Option<&str>,
        floor: Option<&str>,
        note: &str,
    ) -> String {
        let mut parts = Vec::new();
        parts.extend(building.map(|id| self.building(id)));
        parts.extend(area.map(|id| self.area(id)));
        parts.extend(unit.map(ToOwned::to_owned));
        parts.extend(floor.map(ToOwned::to_owned));
        if !note.is_empty() {
            parts.push(note.to_owned());
        }
        parts.join(" ")
    }
}

/// A category's name in a language.
#[must_use]
pub fn category_name(lang: Lang, category: &Category) -> &str {
    match lang {
        Lang::Zh => &category.name_zh,
        Lang::En => &category.name_en,
    }
}

/// The summary at the top of a form that links to each field at fault (rule X10).
pub fn summary(lang: Lang, problems: &Problems) -> impl IntoView + use<> {
    let lines: Vec<_> = problems
        .iter()
        .map(|(field, problem)| {
            view! { <li><a href=format!("#{field}")>{problem::sentence(lang, field, problem)}</a></li> }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <div class="summary" id="problems" role="alert" tabindex="-1">
                <h2>{icon(Icon::Warning)} {common::error_summary_title(lang)}</h2>
                <ul>{lines}</ul>
            </div>
        }
    })
}

/// The message at a field.
pub fn fault(lang: Lang, problems: &Problems, field: &'static str) -> impl IntoView + use<> {
    problems.of(field).map(|problem| {
        view! {
            <p class="error" id=format!("{field}-error")>
                {icon(Icon::Warning)} {problem::sentence(lang, field, problem)}
            </p>
        }
    })
}

/// `field`, or `field wrong` when it has a fault.
#[must_use]
pub fn field_class(problems: &Problems, field: &str) -> &'static str {
    if problems.of(field).is_some() {
        "field wrong"
    } else {
        "field"
    }
}

/// What describes a field to a screen reader: its fault, then the hint of the field with this id.
#[must_use]
pub fn described(problems: &Problems, field: &str, hint: Option<&str>) -> Option<String> {
    let mut parts = Vec::new();
    if problems.of(field).is_some() {
        parts.push(format!("{field}-error"));
    }
    if let Some(id) = hint {
        parts.push(format!("{id}-hint"));
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// A text field of one line.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// Its name, and its id when it has no other.
    pub name: &'static str,
    /// Its id, where a page has several of a name.
    pub id: Option<String>,
    /// Above it.
    pub label: String,
    /// Below it.
    pub hint: Option<String>,
    /// What was typed.
    pub value: String,
    /// Whether it may be left empty.
    pub optional: bool,
    /// `text`, `tel`, `date`, `password`.
    pub kind: &'static str,
    /// For the browser's memory.
    pub autocomplete: Option<&'static str>,
    /// For the on-screen keyboard.
    pub inputmode: Option<&'static str>,
    /// Longest text.
    pub max: Option<&'static str>,
}

/// Label above, hint below, fault between (rule X10).
pub fn input(lang: Lang, problems: &Problems, field: Input) -> impl IntoView + use<> {
    let Input {
        name,
        id,
        label,
        hint,
        value,
        optional,
        kind,
        autocomplete,
        inputmode,
        max,
    } = field;
    let id = id.unwrap_or_else(|| name.to_owned());
    view! {
        <div class=field_class(problems, name)>
            <label for=id.clone()>{label} {optional.then(|| optional_mark(lang))}</label>
            {fault(lang, problems, name)}
            <input
                type=if kind.is_empty() { "text" } else { kind }
                id=id.clone()
                name=name
                value=value
                class=(kind == "date").then_some("short")
                autocomplete=autocomplete
                inputmode=inputmode
                maxlength=max
                aria-invalid=problems.of(name).map(|_| "true")
                aria-describedby=described(problems, name, hint.as_ref().map(|_| id.as_str()))
            />
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
        </div>
    }
}

/// A text field of several lines.
#[derive(Debug, Clone, Default)]
pub struct Area {
    /// Its name, and its id when it has no other.
    pub name: &'static str,
    /// Its id, where a page has several of a name.
    pub id: Option<String>,
    /// Above it.
    pub label: String,
    /// Below it.
    pub hint: Option<String>,
    /// What was typed.
    pub value: String,
    /// Whether it may be left empty.
    pub optional: bool,
    /// How high.
    pub rows: &'static str,
}

/// Label above, hint below, fault between (rule X10).
pub fn textarea(lang: Lang, problems: &Problems, field: Area) -> impl IntoView + use<> {
    let Area {
        name,
        id,
        label,
        hint,
        value,
        optional,
        rows,
    } = field;
    let id = id.unwrap_or_else(|| name.to_owned());
    view! {
        <div class=field_class(problems, name)>
            <label for=id.clone()>{label} {optional.then(|| optional_mark(lang))}</label>
            {fault(lang, problems, name)}
            <textarea
                id=id.clone()
                name=name
                rows=if rows.is_empty() { "4" } else { rows }
                aria-invalid=problems.of(name).map(|_| "true")
                aria-describedby=described(problems, name, hint.as_ref().map(|_| id.as_str()))
            >{inside_textarea(&value)}</textarea>
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
        </div>
    }
}

/// What stands in a text area, as HTML: Leptos escapes it nowhere but here, since it writes the
/// inside of this element as it is (rule X18). Browsers drop the first line break.
#[must_use]
pub fn inside_textarea(text: &str) -> String {
    format!("\n{}", quick_xml::escape::partial_escape(text))
}

/// Ready words for the group, with a button that copies them (rule X19).
pub fn group_text(
    lang: Lang,
    label: &'static str,
    hint: &'static str,
    text: &str,
) -> impl IntoView + use<> {
    view! {
        <textarea
            id="group-text"
            readonly
            rows="7"
            aria-label=label
            aria-describedby="group-hint"
        >{inside_textarea(text)}</textarea>
        <p class="hint" id="group-hint">{hint}</p>
        <button class="button" type="button" data-copy="group-text" data-copied=common::copied(lang)>
            {icon(Icon::Copy)} {common::copy(lang)}
        </button>
    }
}

/// 可不填.
pub fn optional_mark(lang: Lang) -> impl IntoView + use<> {
    view! { " " <span class="optional">{common::optional(lang)}</span> }
}

/// A choice of a select box.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    /// From both.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// A select box with label, fault and hint.
pub fn select(
    lang: Lang,
    problems: &Problems,
    name: &'static str,
    label: String,
    choices: Vec<Choice>,
    chosen: &str,
) -> impl IntoView + use<> {
    select_of_many(
        lang,
        problems,
        (name, name.to_owned()),
        label,
        choices,
        chosen,
    )
}

/// A select box with an id of its own, where a page has several of a name.
pub fn select_of_many(
    lang: Lang,
    problems: &Problems,
    (name, id): (&'static str, String),
    label: String,
    choices: Vec<Choice>,
    chosen: &str,
) -> impl IntoView + use<> {
    let options: Vec<_> = choices
        .into_iter()
        .map(|choice| {
            let is_chosen = choice.value == chosen;
            view! { <option value=choice.value selected=is_chosen>{choice.label}</option> }
        })
        .collect();
    view! {
        <div class=field_class(problems, name)>
            <label for=id.clone()>{label}</label>
            {fault(lang, problems, name)}
            <select id=id name=name aria-describedby=described(problems, name, None)>{options}</select>
        </div>
    }
}

/// The link back above a heading.
pub fn back(address: String, label: &'static str) -> impl IntoView + use<> {
    view! { <a class="back" href=address>{icon(Icon::ArrowLeft)} {label}</a> }
}

/// What stands where a list is empty.
pub fn empty(which: Icon, title: &'static str, next: &'static str) -> impl IntoView + use<> {
    view! { <div class="empty">{icon(which)}<h2>{title}</h2><p>{next}</p></div> }
}

/// A text that residents wrote, in paragraphs, with its line breaks.
pub fn prose(text: &str) -> impl IntoView + use<> {
    let paragraphs: Vec<_> = text
        .split("\n\n")
        .map(|paragraph| {
            let lines: Vec<_> = paragraph
                .split('\n')
                .enumerate()
                .map(|(number, line)| {
                    let line = line.to_owned();
                    view! { {(number > 0).then(|| view! { <br/> })} {line} }
                })
                .collect();
            view! { <p>{lines}</p> }
        })
        .collect();
    view! { <div class="prose">{paragraphs}</div> }
}
