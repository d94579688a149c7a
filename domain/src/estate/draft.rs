//! The generator's form: few fields, each read as people write it (P4).

use crate::id::OrgNodeId;
use crate::problem::{Problem, Problems};
use crate::request_key::RequestKey;
use crate::words::Line;

use super::label::{building_key, building_name, tidy};
use super::plan::{Missing, Naming, Plan, Shape};

/// More than any community draws up in one go.
pub const MAX_BUILDINGS: usize = 200;
/// More doors than one go makes.
pub const MAX_HOUSEHOLDS: usize = 50_000;
const MAX_UNITS: i64 = 20;
const MAX_TOP: i64 = 99;
const MAX_BASEMENTS: i64 = 5;
const MAX_DOORS: i64 = 60;

/// What the form holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The form's key.
    pub request_key: String,
    /// `1-12`, `3、5、综合楼`.
    pub buildings: String,
    /// How many units each has.
    pub units: String,
    /// The highest floor.
    pub top: String,
    /// Floors in the ground; empty is none.
    pub basements: String,
    /// Whether the roof is a place.
    pub roof: bool,
    /// Doors on a floor: `2`, or for each unit `2、2、3`.
    pub doors: String,
    /// Floors that do not exist: `4、13、14`.
    pub skipped: String,
    /// Doors that do not exist: `1层、302、2-501`.
    pub missing: String,
    /// How doors are numbered.
    pub naming: String,
    /// The grid to put them in; empty is the community itself.
    pub grid: String,
}

/// A form without faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBuildings {
    /// The form's key.
    pub request_key: RequestKey,
    /// What to make.
    pub plan: Plan,
}

impl Draft {
    /// The plan, or every fault at its field.
    ///
    /// # Errors
    /// `Problems` at the names of the fields.
    pub fn check(&self, grids: &[OrgNodeId]) -> Result<NewBuildings, Problems> {
        let mut problems = Problems::new();
        let key = problems.take("request_key", RequestKey::parse(&self.request_key));
        let names = problems.take("buildings", names(&self.buildings));
        let units = problems.take("units", number(&self.units, 1, MAX_UNITS));
        let top = problems.take("top", number(&self.top, 1, MAX_TOP));
        let basements = problems.take("basements", count(&self.basements, MAX_BASEMENTS));
        let doors = problems.take("doors", doors(&self.doors, units));
        let skipped = problems.take("skipped", floors(&self.skipped, top.unwrap_or(MAX_TOP)));
        let naming = problems.take(
            "naming",
            Naming::parse(&self.naming).ok_or(Problem::NotAChoice),
        );
        let under = problems.take("grid", grid(&self.grid, grids));
        let shape = Shape {
            units: units.unwrap_or(1),
            top: top.unwrap_or(1),
            basements: basements.unwrap_or_default(),
            roof: self.roof,
            doors: doors.clone().unwrap_or_else(|| vec![1]),
            skipped: skipped.unwrap_or_default(),
            missing: Vec::new(),
            naming: naming.unwrap_or_default(),
        };
        // What is missing is compared with what would be there: only when that is known.
        let missing = if units.is_some() && top.is_some() && doors.is_some() {
            problems.take("missing", missing(&self.missing, &shape))
        } else {
            None
        };
        let shape = Shape {
            missing: missing.unwrap_or_default(),
            ..shape
        };
        let plan = Plan {
            buildings: names
                .unwrap_or_default()
                .into_iter()
                .map(|name| shape.building(name))
                .collect(),
            under: under.flatten(),
        };
        if problems.is_empty() && plan.counts().households > MAX_HOUSEHOLDS {
            problems.add(
                "buildings",
                Problem::TooMany {
                    max: MAX_HOUSEHOLDS,
                },
            );
        }
        match key {
            Some(request_key) => problems.into_result(NewBuildings { request_key, plan }),
            None => Err(problems),
        }
    }
}

/// What stands between commas, spaces and line ends.
fn parts(text: &str) -> Vec<String> {
    tidy(text)
        .split(|character: char| {
            character.is_whitespace() || matches!(character, ',' | '、' | ';' | '。' | '，' | '；')
        })
        .filter(|part| !part.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

fn number(text: &str, min: i64, max: i64) -> Result<i64, Problem> {
    let tidied = tidy(text);
    if tidied.is_empty() {
        return Err(Problem::Missing);
    }
    tidied
        .parse()
        .ok()
        .filter(|number| (min..=max).contains(number))
        .ok_or(Problem::NotANumber { min, max })
}

fn count(text: &str, max: i64) -> Result<i64, Problem> {
    match number(text, 0, max) {
        Err(Problem::Missing) => Ok(0),
        other => other,
    }
}

fn grid(text: &str, grids: &[OrgNodeId]) -> Result<Option<OrgNodeId>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    let id = text.parse().map_err(|_| Problem::NotAChoice)?;
    if grids.contains(&id) {
        Ok(Some(id))
    } else {
        Err(Problem::NotAChoice)
    }
}

/// One number, or as many as there are units.
fn doors(text: &str, units: Option<i64>) -> Result<Vec<i64>, Problem> {
    let parts = parts(text);
    if parts.is_empty() {
        return Err(Problem::Missing);
    }
    let doors = parts
        .iter()
        .map(|part| number(part, 0, MAX_DOORS))
        .collect::<Result<Vec<_>, _>>()?;
    let fits = doors.len() == 1
        || units.is_none_or(|units| usize::try_from(units).is_ok_and(|units| units == doors.len()));
    if !fits {
        return Err(Problem::NotUnderstood);
    }
    if doors.iter().all(|count| *count == 0) {
        return Err(Problem::NotANumber {
            min: 1,
            max: MAX_DOORS,
        });
    }
    Ok(doors)
}

fn floors(text: &str, top: i64) -> Result<Vec<i64>, Problem> {
    parts(text)
        .iter()
        .map(|part| number(floor_part(part).unwrap_or(part), 1, top))
        .collect()
}

/// `3` of `3层` and `3楼`.
fn floor_part(part: &str) -> Option<&str> {
    part.strip_suffix('层').or_else(|| part.strip_suffix('楼'))
}

/// `1层`, `302`, `2-501`; each must be something that would be there otherwise.
fn missing(text: &str, shape: &Shape) -> Result<Vec<Missing>, Problem> {
    parts(text)
        .iter()
        .map(|part| {
            let known = if let Some(floor) = floor_part(part) {
                let level = floor.parse().map_err(|_| Problem::NotUnderstood)?;
                shape
                    .levels()
                    .any(|known| known == level)
                    .then_some(Missing::Floor(level))
            } else {
                let (unit, door) = match part.split_once('-') {
                    Some((unit, door)) => (
                        Some(unit.parse().map_err(|_| Problem::NotUnderstood)?),
                        door,
                    ),
                    None => (None, part.as_str()),
                };
                let number: i64 = door.parse().map_err(|_| Problem::NotUnderstood)?;
                let (level, place) = (number / 100, number % 100);
                let there = (1..=shape.units)
                    .filter(|known| unit.is_none_or(|unit| unit == *known))
                    .any(|unit| {
                        (1..=shape.doors_of(unit)).contains(&place)
                            && shape.levels().any(|known| known == level)
                    });
                there.then_some(Missing::Door { unit, level, place })
            };
            known.ok_or(Problem::NotUnderstood)
        })
        .collect()
}

/// Names of buildings: `1-12`, `1-12号楼`, `东区1至6栋`, `3`, `综合楼`. Twice the same is once.
fn names(text: &str) -> Result<Vec<String>, Problem> {
    let mut names: Vec<String> = Vec::new();
    for part in parts(text) {
        let listed = range(&part)?.unwrap_or_else(|| vec![building_name(&part)]);
        for name in listed {
            let name = Line::<20>::parse(&name)?.as_str().to_owned();
            let key = building_key(&name);
            if names.iter().all(|known| building_key(known) != key) {
                names.push(name);
            }
        }
        if names.len() > MAX_BUILDINGS {
            return Err(Problem::TooMany { max: MAX_BUILDINGS });
        }
    }
    if names.is_empty() {
        return Err(Problem::Missing);
    }
    Ok(names)
}

/// What a range lists; nothing when the text is none.
fn range(part: &str) -> Result<Option<Vec<String>>, Problem> {
    let Some(digits_at) = part.find(|character: char| character.is_ascii_digit()) else {
        return Ok(None);
    };
    let (front, rest) = part.split_at(digits_at);
    let Some((first, rest)) = leading_number(rest) else {
        return Ok(None);
    };
    // `1号楼-12号楼` and `1-12号楼`.
    let Some(at) = rest.find(['-', '~', '至', '到']) else {
        return Ok(None);
    };
    let between = &rest[..at];
    let mut rest = rest[at..].chars();
    rest.next();
    let rest = rest.as_str();
    let rest = rest.strip_prefix(front).unwrap_or(rest);
    let Some((last, end)) = leading_number(rest) else {
        return Ok(None);
    };
    if !between.is_empty() && between != end {
        return Ok(None);
    }
    let many = last
        .checked_sub(first)
        .and_then(|many| usize::try_from(many).ok());
    match many {
        Some(many) if many < MAX_BUILDINGS => {}
        Some(_) => return Err(Problem::TooMany { max: MAX_BUILDINGS }),
        None => return Err(Problem::NotUnderstood),
    }
    let end = if end.is_empty() || end == "#" {
        "号楼"
    } else {
        end
    };
    Ok(Some(
        (first..=last)
            .map(|number| format!("{front}{number}{end}"))
            .collect(),
    ))
}

fn leading_number(text: &str) -> Option<(u32, &str)> {
    let end = text
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(text.len());
    let number = text.get(..end)?.parse().ok()?;
    Some((number, &text[end..]))
}
