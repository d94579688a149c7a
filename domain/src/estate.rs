//! The estate: how buildings, units, floors and doors are called, and the generator that draws
//! them up (P2, P4).

mod draft;
mod label;
mod plan;
pub mod table;

pub use draft::{Draft, MAX_BUILDINGS, MAX_HOUSEHOLDS, NewBuildings};
pub use label::{
    building_key, building_name, building_order, door_key, door_name, door_order, floor_name,
    level_of_door, level_of_floor, tidy, unit_key, unit_name,
};
pub use plan::{BuildingPlan, Counts, DoorPlan, FloorPlan, Naming, Plan, Shape, UnitPlan};

#[cfg(test)]
mod tests;
