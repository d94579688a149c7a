//! Buildings before they are written down: the generator (P4).

use crate::id::OrgNodeId;
use crate::name::stored_names;

use super::label::{floor_name, unit_name};

/// How doors are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Naming {
    /// `302`: floor and door.
    #[default]
    Plain,
    /// `1-302`: the unit in front.
    Unit,
    /// `0302`: the floor with two digits.
    Padded,
}

stored_names!(Naming {
    Plain = "plain",
    Unit = "unit",
    Padded = "padded",
});

impl Naming {
    /// The name of a door: its unit's number, its floor, its place on the floor from one.
    pub fn door(self, unit: i64, level: i64, place: i64) -> String {
        match self {
            Self::Plain => format!("{level}{place:02}"),
            Self::Unit => format!("{unit}-{level}{place:02}"),
            Self::Padded => format!("{level:02}{place:02}"),
        }
    }
}

/// What is to be made: buildings in order, under one node of the organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// In order; no two have the same key.
    pub buildings: Vec<BuildingPlan>,
    /// The node to hang them under; the community itself when there is none.
    pub under: Option<OrgNodeId>,
}

/// One building (P2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildingPlan {
    /// `3号楼`.
    pub name: String,
    /// In order.
    pub units: Vec<UnitPlan>,
    /// From the lowest up; basements and roof included.
    pub floors: Vec<FloorPlan>,
}

/// One unit with its doors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitPlan {
    /// `2单元`.
    pub name: String,
    /// From the ground up.
    pub doors: Vec<DoorPlan>,
}

/// One floor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FloorPlan {
    /// Below zero in the ground.
    pub level: i64,
    /// `3层`, `B1`, `楼顶`.
    pub name: String,
}

/// One door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorPlan {
    /// `302`.
    pub name: String,
    /// Its floor, where it is known.
    pub level: Option<i64>,
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Buildings.
    pub buildings: usize,
    /// Units.
    pub units: usize,
    /// Floors.
    pub floors: usize,
    /// Doors.
    pub households: usize,
}

impl Plan {
    /// How much it makes when none of it exists yet.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for building in &self.buildings {
            counts.add(building);
        }
        counts
    }
}

impl Counts {
    /// Counts one more building.
    pub fn add(&mut self, building: &BuildingPlan) {
        self.buildings += 1;
        self.units += building.units.len();
        self.floors += building.floors.len();
        self.households += building
            .units
            .iter()
            .map(|unit| unit.doors.len())
            .sum::<usize>();
    }
}

/// What all buildings of one go have alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// How many units.
    pub units: i64,
    /// The highest floor with doors.
    pub top: i64,
    /// How many floors in the ground.
    pub basements: i64,
    /// Whether the roof is a place.
    pub roof: bool,
    /// Doors on a floor: of every unit, or of each unit by itself.
    pub doors: Vec<i64>,
    /// Floors that the lift does not know: 4, 13, 14.
    pub skipped: Vec<i64>,
    /// Doors that are not there.
    pub missing: Vec<Missing>,
    /// How doors are numbered.
    pub naming: Naming,
}

/// An exception: what has no door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A whole floor: shops, a gateway.
    Floor(i64),
    /// One door, of one unit or of each.
    Door {
        /// The unit's number; each unit when there is none.
        unit: Option<i64>,
        /// Its floor.
        level: i64,
        /// Its place on the floor from one.
        place: i64,
    },
}

impl Shape {
    fn is_missing(&self, at: (i64, i64, i64)) -> bool {
        self.missing.iter().any(|missing| match *missing {
            Missing::Floor(level) => level == at.1,
            Missing::Door { unit, level, place } => {
                unit.is_none_or(|unit| unit == at.0) && (level, place) == (at.1, at.2)
            }
        })
    }

    /// How many doors a unit has on a floor.
    pub fn doors_of(&self, unit: i64) -> i64 {
        let at = usize::try_from(unit - 1).unwrap_or_default();
        let first = self.doors.first().copied().unwrap_or_default();
        self.doors.get(at).copied().unwrap_or(first)
    }

    /// The floors that there are above the ground.
    pub fn levels(&self) -> impl Iterator<Item = i64> + '_ {
        (1..=self.top).filter(|level| !self.skipped.contains(level))
    }

    /// A building of this shape.
    pub fn building(&self, name: String) -> BuildingPlan {
        let units = (1..=self.units).map(|unit| UnitPlan {
            name: unit_name(&unit.to_string()),
            doors: self.doors_in(unit),
        });
        let below = (1..=self.basements).rev().map(|depth| -depth);
        let mut floors: Vec<_> = below
            .chain(self.levels())
            .map(|level| FloorPlan {
                level,
                name: floor_name(level),
            })
            .collect();
        if self.roof {
            floors.push(FloorPlan {
                level: self.top + 1,
                name: "楼顶".to_owned(),
            });
        }
        BuildingPlan {
            name,
            units: units.collect(),
            floors,
        }
    }

    fn doors_in(&self, unit: i64) -> Vec<DoorPlan> {
        self.levels()
            .flat_map(|level| (1..=self.doors_of(unit)).map(move |place| (unit, level, place)))
            .filter(|at| !self.is_missing(*at))
            .map(|(unit, level, place)| DoorPlan {
                name: self.naming.door(unit, level, place),
                level: Some(level),
            })
            .collect()
    }
}
