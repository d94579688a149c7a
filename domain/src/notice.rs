//! Notices: what the community tells its residents.

use crate::id::BuildingId;
use crate::instant::LocalDate;
use crate::problem::{Problem, Problems};
use crate::request_key::RequestKey;
use crate::words::{Line, Words};

/// What the form of a new or edited notice holds, as typed and chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The form's hidden key (R3).
    pub request_key: String,
    /// The headline.
    pub title: String,
    /// The text.
    pub body: String,
    /// Ids of the buildings it is for; none means the whole community.
    pub audience: Vec<String>,
    /// The last day it is shown, `YYYY-MM-DD`; blank means until it is taken down.
    pub until: String,
    /// Whether it stands above the others.
    pub urgent: bool,
}

/// A notice that may be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// The form's key (R3).
    pub request_key: RequestKey,
    /// The headline.
    pub title: Line<60>,
    /// The text.
    pub body: Words<4000>,
    /// The buildings it is for, each once, in order; none means the whole community.
    pub audience: Vec<BuildingId>,
    /// The last day it is shown.
    pub until: Option<LocalDate>,
    /// Whether it stands above the others.
    pub urgent: bool,
}

impl Draft {
    /// Checks the whole form; `today` is the community's day, `buildings` are its own (P3).
    ///
    /// # Errors
    /// Every problem, at the fields of the same names.
    pub fn check(&self, today: LocalDate, buildings: &[BuildingId]) -> Result<NewNotice, Problems> {
        let mut problems = Problems::new();
        let request_key = problems.take("request_key", RequestKey::parse(&self.request_key));
        let title = problems.take("title", Line::parse(&self.title));
        let body = problems.take("body", Words::parse(&self.body));
        let audience = problems.take("audience", chosen(&self.audience, buildings));
        let until = LocalDate::optional(&self.until).and_then(|until| match until {
            Some(day) if day < today => Err(Problem::InThePast),
            until => Ok(until),
        });
        let until = problems.take("until", until);

        let notice = (|| {
            Some(NewNotice {
                request_key: request_key?,
                title: title?,
                body: body?,
                audience: audience?,
                until: until?,
                urgent: self.urgent,
            })
        })();
        notice.ok_or(problems)
    }
}

/// The chosen buildings, each once. A blank choice is the form's "whole community".
fn chosen(texts: &[String], buildings: &[BuildingId]) -> Result<Vec<BuildingId>, Problem> {
    let mut ids = Vec::new();
    for text in texts
        .iter()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
    {
        let id = text.parse().map_err(|_| Problem::NotAChoice)?;
        if !buildings.contains(&id) {
            return Err(Problem::NotAChoice);
        }
        ids.push(id);
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

#[cfg(test)]
mod tests;
