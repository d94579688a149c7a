//! A whole address in one cell: `3-2-302`, `3号楼2单元302室`, `翠园路18弄3号302室`.

use super::tidy;

/// Building, unit and door as they were written; the unit may be empty.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub building: String,
    pub unit: String,
    pub door: String,
}

/// Nothing when the text names no building and door.
pub(super) fn read_address(text: &str) -> Option<Address> {
    let mut tidied = tidy(text).replace(' ', "");
    for end in ["室", "房", "户"] {
        if let Some(bare) = tidied.strip_suffix(end) {
            tidied = bare.to_owned();
        }
    }
    // What stands in front of the building: the estate, the street, the lane.
    for front in ["社区", "小区", "花园", "新村", "路", "街", "弄", "巷"] {
        if let Some(at) = tidied.rfind(front) {
            tidied = tidied[at + front.len()..].to_owned();
        }
    }
    let mut marked = tidied.clone();
    let mut building_end = "";
    for end in ["号楼", "号栋", "号幢", "栋", "幢", "#"] {
        if marked.contains(end) {
            building_end = end;
            marked = marked.replacen(end, "-", 1);
            break;
        }
    }
    for end in ["号单元", "单元", "号门", "号"] {
        marked = marked.replacen(end, "-", 1);
    }
    let parts: Vec<&str> = marked.split('-').filter(|part| !part.is_empty()).collect();
    let building = |number: &str| match building_end {
        "" | "#" => number.to_owned(),
        end => format!("{number}{end}"),
    };
    let (number, unit, door) = match *parts.as_slice() {
        [number, unit, door] => (number, unit, door),
        [number, door] => (number, "", door),
        _ => return None,
    };
    Some(Address {
        building: building(number),
        unit: unit.to_owned(),
        door: door.to_owned(),
    })
}
