//! The drawn plan of the estate, one piece for every page that shows it: buildings as blocks with
//! their numbers, areas beneath in a quieter tone, each block a link. The same links stand below it
//! in words, on each page in its own list, for small screens and large type.

use backend::estate::Estate;
use domain::drawing::{self, Block};
use domain::id::{AreaId, BuildingId};
use domain::report::Tone;
use leptos::prelude::*;
use text::Lang;

use crate::parts::tone_class;

/// What a block is to say and where it leads.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Where it leads.
    pub address: String,
    /// What it is called where a name alone does not say enough: `3号楼，2 件没办完`.
    pub label: Option<String>,
    /// A number below the name.
    pub tally: Option<i64>,
    /// Its colour, when it says something.
    pub tone: Option<Tone>,
    /// Whether it is the one the page is about.
    pub is_here: bool,
}

/// The plan of what can be chosen here; nothing where nothing was built. Whoever calls says what each
/// block leads to; an area without a link is drawn all the same, so that people find their way.
pub fn plan(
    lang: Lang,
    label: &'static str,
    estate: &Estate,
    buildings: impl Fn(BuildingId) -> Said,
    areas: impl Fn(AreaId) -> Option<Said>,
) -> Option<AnyView> {
    let drawing = estate.drawing();
    let grounds: Vec<_> = estate
        .open_areas()
        .zip(&drawing.areas)
        .map(|(area, on)| {
            let name = if lang == Lang::Zh {
                &area.name_zh
            } else {
                &area.name_en
            };
            block(name, *on, "block area", areas(area.id))
        })
        .collect();
    let blocks: Vec<_> = estate
        .buildings
        .iter()
        .zip(&drawing.buildings)
        .map(|(building, on)| block(&building.name, *on, "block", Some(buildings(building.id))))
        .collect();
    (!blocks.is_empty()).then(|| {
        view! {
            <figure class="estate">
                <svg viewBox=view_box(drawing.depth) role="group" aria-label=label>{grounds} {blocks}</svg>
            </figure>
        }
        .into_any()
    })
}

/// The part of the sheet that is shown.
#[must_use]
pub fn view_box(depth: i64) -> String {
    format!("0 0 {} {depth}", drawing::WIDTH)
}

fn block(name: &str, on: Block, class: &'static str, said: Option<Said>) -> AnyView {
    let Some(said) = said else {
        return view! { <g class=class>{face(name, on, None)}</g> }.into_any();
    };
    let tone = said.tone.map_or("", tone_class);
    let here = if said.is_here { "here" } else { "" };
    view! {
        <a
            class=format!("{class} {tone} {here}").trim_end().to_owned()
            href=said.address
            aria-label=said.label.unwrap_or_else(|| name.to_owned())
            aria-current=said.is_here.then_some("true")
        >
            {face(name, on, said.tally)}
        </a>
    }
    .into_any()
}

/// The block with what is written on it.
pub fn face(name: &str, on: Block, tally: Option<i64>) -> impl IntoView + use<> {
    let middle = on.y + on.height / 2;
    let (mut x, mut y) = (on.x + on.width / 2, middle);
    // What is counted stands below the name, or beside it where the block is too low for two lines.
    let (mut tally_x, mut tally_y) = (x, middle + 14);
    if tally.is_some() && on.height < TWO_LINES {
        x -= LARGE / 2;
        (tally_x, tally_y) = (on.x + on.width - LARGE / 2 - 3, middle);
    } else if tally.is_some() {
        y -= 8;
    }
    // A narrow block shows the number large and what it counts small.
    let (number, unit) = match name.strip_suffix("号楼") {
        Some(number) => (number.to_owned(), "号楼"),
        None => (written(name, on.width), ""),
    };
    let is_long = unit.is_empty() && width_of(&number, LARGE) > on.width;
    view! {
        <rect x=on.x.to_string() y=on.y.to_string() width=on.width.to_string() height=on.height.to_string() rx="4"></rect>
        <text class=is_long.then_some("long") x=x.to_string() y=y.to_string()>
            {number}
            {(!unit.is_empty()).then(|| view! { <tspan class="unit">{unit}</tspan> })}
        </text>
        {tally.map(|tally| view! {
            <text class="tally" x=tally_x.to_string() y=tally_y.to_string()>{tally}</text>
        })}
    }
}

/// Heights of letters in units of the sheet, as `estate.css` has them.
const LARGE: i64 = 18;
const SMALL: i64 = 14;
/// From this height on a block has room for two lines.
const TWO_LINES: i64 = 52;

/// About how wide a name is: Han characters are as wide as high, others about half.
fn width_of(name: &str, height: i64) -> i64 {
    let halves: i64 = name
        .chars()
        .map(|letter| if letter.is_ascii() { 11 } else { 20 })
        .sum();
    halves * height / 20
}

/// The name as far as it fits; the link's label has all of it.
fn written(name: &str, width: i64) -> String {
    if width_of(name, SMALL) <= width {
        return name.to_owned();
    }
    let mut kept = String::new();
    for letter in name.chars() {
        if width_of(&kept, SMALL) + 2 * SMALL > width {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x06_what_is_written_on_a_block_stays_in_it() {
        assert_eq!(written("中心花园", 104), "中心花园");
        for (name, width) in [
            ("By the waste room", 92),
            ("综合服务大楼", 60),
            ("Central garden", 24),
        ] {
            let short = written(name, width);
            assert!(width_of(&short, SMALL) <= width, "{short}");
            assert!(name.starts_with(short.trim_end_matches('…')));
        }
    }
}
