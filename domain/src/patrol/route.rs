//! A way to go, with what to look at on it (V16).

use crate::problem::{Problem, Problems};
use crate::request_key::RequestKey;
use crate::words::Line;

/// Nobody looks at more on one way.
pub const MOST_STOPS: usize = 40;

/// What the form of a route holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The form's hidden key (R3).
    pub request_key: String,
    /// What it is called.
    pub name: String,
    /// What to look at, one a line.
    pub stops: String,
}

/// A route that may be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRoute {
    /// The form's key (R3).
    pub request_key: RequestKey,
    /// What it is called.
    pub name: Line<40>,
    /// What to look at, in order; at least one.
    pub stops: Vec<Line<60>>,
}

impl Draft {
    /// Checks the form; blank lines are left out.
    ///
    /// # Errors
    /// Every problem, at the fields of the same names.
    pub fn check(&self) -> Result<NewRoute, Problems> {
        let mut problems = Problems::new();
        let request_key = problems.take("request_key", RequestKey::parse(&self.request_key));
        let name = problems.take("name", Line::parse(&self.name));
        let stops = problems.take("stops", stops(&self.stops));
        match (request_key, name, stops) {
            (Some(request_key), Some(name), Some(stops)) => Ok(NewRoute {
                request_key,
                name,
                stops,
            }),
            _ => Err(problems),
        }
    }
}

fn stops(text: &str) -> Result<Vec<Line<60>>, Problem> {
    let lines: Result<Vec<_>, _> = text
        .lines()
        .filter_map(|line| Line::optional(line).transpose())
        .collect();
    match lines? {
        stops if stops.is_empty() => Err(Problem::Missing),
        stops if stops.len() > MOST_STOPS => Err(Problem::TooMany { max: MOST_STOPS }),
        stops => Ok(stops),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(name: &str, stops: &str) -> Result<NewRoute, Problems> {
        let draft = Draft {
            request_key: "route-form".to_owned(),
            name: name.to_owned(),
            stops: stops.to_owned(),
        };
        draft.check()
    }

    #[test]
    fn v16_each_line_is_a_place_to_look_at() {
        let new = checked("东边一圈", " 东门 \r\n\r\n3号楼后面\n充电棚\n").unwrap();
        let stops: Vec<_> = new.stops.iter().map(Line::as_str).collect();
        assert_eq!(stops, ["东门", "3号楼后面", "充电棚"]);
    }

    #[test]
    fn x10_every_field_of_a_route_says_what_is_wrong_with_it() {
        let problems = checked(" ", "\n \n").unwrap_err();
        assert_eq!(problems.of("name"), Some(Problem::Missing));
        assert_eq!(problems.of("stops"), Some(Problem::Missing));
        let many = "东门\n".repeat(MOST_STOPS + 1);
        let problems = checked("一圈", &many).unwrap_err();
        assert_eq!(problems.of("stops"), Some(Problem::TooMany { max: 40 }));
        let long = "门".repeat(61);
        let problems = checked("一圈", &long).unwrap_err();
        assert_eq!(problems.of("stops"), Some(Problem::TooLong { max: 60 }));
        assert!(Draft::default().check().is_err());
    }
}
