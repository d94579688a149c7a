//! A report as it is written: what the form holds, and what becomes of it (R4).

use std::fmt;
use std::str::FromStr;

use super::MAX_PHOTOS;
use crate::id::{AreaId, BuildingId, CategoryId, FloorId, UnitId};
use crate::problem::{Problem, Problems};
use crate::request_key::RequestKey;
use crate::telephone::Telephone;
use crate::words::{Line, Words};

/// What the form holds, as typed and chosen. Blank means nothing was given.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The form's hidden key (R3).
    pub request_key: String,
    /// Id of the category.
    pub category: String,
    /// Id of the building.
    pub building: String,
    /// Id of a unit of that building.
    pub unit: String,
    /// Id of a floor of that building.
    pub floor: String,
    /// Id of a public area.
    pub area: String,
    /// Where it is, in words: the whole place, or what must be added to it.
    pub place_words: String,
    /// What is wrong, in words.
    pub words: String,
    /// A telephone number to call back.
    pub callback: String,
    /// The reporter's name.
    pub name: String,
    /// Whether the reporter lets the public see the name (R15).
    pub show_name: bool,
    /// How many photos were accepted with the form.
    pub photos: usize,
}

/// Names no person, number or words: a draft may end up in a log.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("request_key", &self.request_key)
            .field("category", &self.category)
            .field("photos", &self.photos)
            .finish_non_exhaustive()
    }
}

/// What the form may choose from: that community's own, nobody else's (P3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Categories in use.
    pub categories: Vec<CategoryId>,
    /// Buildings with their parts.
    pub buildings: Vec<BuildingChoice>,
    /// Public areas.
    pub areas: Vec<AreaId>,
}

/// A building one can choose, with its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildingChoice {
    /// The building.
    pub id: BuildingId,
    /// Its units.
    pub units: Vec<UnitId>,
    /// Its floors.
    pub floors: Vec<FloorId>,
}

/// Where the problem is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In or at a building.
    Building {
        /// The building.
        building: BuildingId,
        /// The unit, when it matters.
        unit: Option<UnitId>,
        /// The floor, when it matters.
        floor: Option<FloorId>,
        /// Where exactly.
        note: Option<Line<60>>,
    },
    /// In a public area.
    Area {
        /// The area.
        area: AreaId,
        /// Where exactly.
        note: Option<Line<60>>,
    },
    /// Somewhere the lists do not know.
    Words(Line<60>),
}

/// A report that may be filed.
#[derive(Clone, PartialEq, Eq)]
pub struct NewReport {
    /// The form's key (R3).
    pub request_key: RequestKey,
    /// What kind of problem it is.
    pub category: CategoryId,
    /// Where it is.
    pub place: Place,
    /// What is wrong; may be missing when a photo shows it.
    pub words: Option<Words<1000>>,
    /// Whom to call back.
    pub callback: Option<Telephone>,
    /// The reporter's name.
    pub name: Option<Line<20>>,
    /// Whether the public may see the name; never without one (R15).
    pub show_name: bool,
}

/// Names no person, number or words: it may end up in a log.
impl fmt::Debug for NewReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewReport")
            .field("request_key", &self.request_key)
            .field("category", &self.category)
            .finish_non_exhaustive()
    }
}

impl Draft {
    /// Checks the whole form against what could be chosen.
    ///
    /// # Errors
    /// Every problem, at the fields of the same names; a missing place at `place`.
    pub fn check(&self, choices: &Choices) -> Result<NewReport, Problems> {
        let mut problems = Problems::new();
        let request_key = problems.take("request_key", RequestKey::parse(&self.request_key));
        let category = chosen(&self.category, &choices.categories);
        let category = problems.take(
            "category",
            category.and_then(|id| id.ok_or(Problem::Missing)),
        );
        let place = self.place(choices, &mut problems);
        let words = problems.take("words", Words::optional(&self.words));
        if words == Some(None) && self.photos == 0 {
            problems.add("words", Problem::PhotoOrWords);
        }
        let callback = problems.take("callback", Telephone::optional(&self.callback));
        let name = problems.take("name", Line::optional(&self.name));
        if self.photos > MAX_PHOTOS {
            problems.add("photos", Problem::TooMany { max: MAX_PHOTOS });
        }

        let report = (|| {
            let name = name?;
            Some(NewReport {
                request_key: request_key?,
                category: category?,
                place: place?,
                words: words?,
                callback: callback?,
                show_name: self.show_name && name.is_some(),
                name,
            })
        })();
        match report {
            Some(report) => problems.into_result(report),
            None => Err(problems),
        }
    }

    /// The place, or its problems noted and `None`.
    fn place(&self, choices: &Choices, problems: &mut Problems) -> Option<Place> {
        let buildings: Vec<_> = choices
            .buildings
            .iter()
            .map(|building| building.id)
            .collect();
        let building = problems.take("building", chosen(&self.building, &buildings));
        let parts = (choices.buildings.iter()).find(|known| Some(Some(known.id)) == building);
        // With an unknown building there is nothing its parts could be compared with.
        let (unit, floor) = if building.is_none() {
            (None, None)
        } else {
            let units = parts.map_or(&[][..], |parts| &parts.units);
            let floors = parts.map_or(&[][..], |parts| &parts.floors);
            (
                problems.take("unit", chosen(&self.unit, units)),
                problems.take("floor", chosen(&self.floor, floors)),
            )
        };
        let area = problems.take("area", chosen(&self.area, &choices.areas));
        let note = problems.take("place_words", Line::optional(&self.place_words));

        match (building?, area?, note?) {
            // A report has one place; nothing that was chosen is dropped without a word.
            (Some(_), Some(_), _) => {
                problems.add("area", Problem::NotAChoice);
                None
            }
            (Some(building), None, note) => Some(Place::Building {
                building,
                unit: unit?,
                floor: floor?,
                note,
            }),
            (None, Some(area), note) => Some(Place::Area { area, note }),
            (None, None, Some(words)) => Some(Place::Words(words)),
            (None, None, None) => {
                problems.add("place", Problem::Missing);
                None
            }
        }
    }
}

/// The choice with that id; blank is none.
fn chosen<T: FromStr + PartialEq>(text: &str, choices: &[T]) -> Result<Option<T>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse() {
        Ok(id) if choices.contains(&id) => Ok(Some(id)),
        _ => Err(Problem::NotAChoice),
    }
}

#[cfg(test)]
mod tests;
