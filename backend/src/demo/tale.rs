//! Turning the hand-written stories into reports: days into instants, actions into who did them.

use domain::instant::Instant;
use domain::report::{Action, Role, Source};

use super::people::People;
use super::picture::{self, Album, Scene};
use super::place::Estate;
use super::story::STORIES;
use super::written::{Kept, Numbers, Step, Written};
use super::{DAY_MILLIS, STORY_DAYS};
use crate::context::Context;
use crate::error::Error;
use crate::photo::Stage;

/// Where a story happens.
pub enum Where {
    /// Building number, unit number or 0, level or 0.
    Building(usize, usize, i64),
    /// The place's position in the list of areas.
    Area(usize),
    /// Only words, the public ones too.
    Words(&'static str),
}

/// Who tells it.
pub enum Teller {
    /// Somebody without an account.
    Nobody,
    /// Somebody without an account who left a name and perhaps allowed to show it.
    Named(&'static str, bool),
    /// Somebody without an account who left a number.
    Calls(&'static str),
    /// The demo account `resident`.
    Resident,
}

/// Days before today, hour, minute on the community's clocks.
pub type When = (i64, i64, i64);

/// A step: when, what, words.
pub struct Told {
    pub when: When,
    pub action: Action,
    pub words: &'static str,
}

/// A report to be told.
pub struct Story {
    pub category: &'static str,
    pub place: Where,
    /// Beside a building or area.
    pub note: &'static str,
    pub words: &'static str,
    pub summary: &'static str,
    pub source: Source,
    pub teller: Teller,
    pub private: bool,
    pub before: Option<Scene>,
    pub after: Option<Scene>,
    pub when: When,
    pub steps: &'static [Told],
}

/// The stories as reports, in the order in which they were reported. `album` holds the stored
/// pictures, one a use.
pub fn tell(
    ctx: &Context,
    estate: &Estate,
    people: &People,
    mut album: Album,
    numbers: &mut Numbers,
) -> Result<Vec<Written>, Error> {
    let mut stories: Vec<&Story> = STORIES.iter().flat_map(|chapter| chapter.iter()).collect();
    stories.sort_by_key(|story| instant(ctx, story.when));
    stories
        .into_iter()
        .map(|story| {
            let mut photos = Vec::new();
            for (stage, scene) in [(Stage::Before, story.before), (Stage::After, story.after)] {
                let kept = picture::take(&mut album, scene, stage)?;
                photos.extend(kept.map(|kept| (stage, kept)));
            }
            Ok(written(ctx, estate, people, story, photos, numbers))
        })
        .collect()
}

fn written(
    ctx: &Context,
    estate: &Estate,
    people: &People,
    story: &Story,
    photos: Vec<(Stage, Kept)>,
    numbers: &mut Numbers,
) -> Written {
    let reported_at = instant(ctx, story.when);
    let mut report = Written {
        number: numbers.next(ctx, reported_at),
        category: estate.category(story.category),
        building: None,
        unit: None,
        floor: None,
        area: None,
        place_words: story.note.to_owned(),
        words: story.words.to_owned(),
        summary: story.summary.to_owned(),
        public_place: String::new(),
        source: story.source,
        reporter: None,
        entered_by: (story.source != Source::Web).then_some(people.dispatcher),
        reporter_name: None,
        show_name: false,
        callback: None,
        private: story.private,
        reported_at,
        steps: Vec::new(),
        photos,
    };
    match story.place {
        Where::Building(number, unit, level) => {
            let building = &estate.buildings[number - 1];
            report.building = Some(building.id);
            report.unit = unit
                .checked_sub(1)
                .and_then(|unit| building.units.get(unit).copied());
            let mut floors = building.floors.iter();
            report.floor = floors.find(|(known, _)| *known == level).map(|(_, id)| *id);
        }
        Where::Area(area) => report.area = Some(estate.areas[area]),
        Where::Words(words) => {
            words.clone_into(&mut report.place_words);
            words.clone_into(&mut report.public_place);
        }
    }
    match story.teller {
        Teller::Nobody => {}
        Teller::Named(name, shown) => {
            report.reporter_name = Some(name.to_owned());
            report.show_name = shown;
        }
        Teller::Calls(number) => report.callback = Some(number.to_owned()),
        Teller::Resident => report.reporter = Some(people.resident),
    }
    report.steps = steps(ctx, estate, people, story, report.reporter);
    report
}

fn steps(
    ctx: &Context,
    estate: &Estate,
    people: &People,
    story: &Story,
    reporter: Option<i64>,
) -> Vec<Step> {
    // Green and clean is the crew's, everything else the property company's.
    let org = match story.category {
        "greenery" | "rubbish" | "pet" => estate.crew,
        "noise" => estate.committee,
        _ => estate.property,
    };
    let mut steps = Vec::new();
    for told in story.steps {
        let role = role_of(told.action, org == estate.property);
        steps.push(Step {
            at: instant(ctx, told.when),
            role,
            action: told.action,
            account: match role {
                Role::Reporter => reporter,
                Role::Staff => Some(people.dispatcher),
                // Rule P14: somebody else than who said that it is done.
                Role::Checker => Some(people.admin),
                Role::Organisation => Some(people.property),
                Role::Clock => None,
            },
            org: matches!(told.action, Action::Dispatch | Action::Reassign).then_some(org),
            words: told.words.to_owned(),
        });
    }
    steps
}

/// In which role a thing is done; staff record the work of those without an account.
pub fn role_of(action: Action, has_account: bool) -> Role {
    match action {
        Action::Withdraw | Action::Answer | Action::Appeal | Action::Solved => Role::Reporter,
        Action::Confirm | Action::Fail => Role::Checker,
        Action::Expire => Role::Clock,
        Action::Start | Action::Finish | Action::SendBack | Action::Hold | Action::Resume
            if has_account =>
        {
            Role::Organisation
        }
        _ => Role::Staff,
    }
}

/// The instant of a time so many days ago.
pub fn instant(ctx: &Context, (days, hour, minute): When) -> Instant {
    debug_assert!(
        (1..STORY_DAYS).contains(&days),
        "stories happen before today"
    );
    let zone = &ctx.community.zone;
    let today = zone.date_of(ctx.now).first_instant(zone);
    Instant::from_millis(today.millis() - days * DAY_MILLIS + (hour * 60 + minute) * 60_000)
}
