//! Giving a post: a bundle of rights on a part of the organisation for a term (P12, P14).

use jiff::ToSpan;

use crate::id::{OrgNodeId, ServiceOrgId};
use crate::instant::LocalDate;
use crate::permission::Post;
use crate::problem::{Problem, Problems};
use crate::request_key::RequestKey;
use crate::telephone::Telephone;
use crate::words::Line;

/// What the form of a new post holds, as typed and chosen.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The form's hidden key (R3).
    pub request_key: String,
    /// Which post.
    pub post: String,
    /// On which node of the organisation.
    pub node: String,
    /// For which organisation; only with the property company's post.
    pub org: String,
    /// The first day; blank is today.
    pub from: String,
    /// The last day; blank has no end.
    pub until: String,
    /// A number given for the duty (P18).
    pub telephone: String,
    /// Why; it may name people.
    pub reason: String,
}

/// Shows nothing that was typed.
impl std::fmt::Debug for Draft {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Draft({} at {})", self.post, self.node)
    }
}

/// What a giver may choose from.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The nodes within the giver's rights, each with the posts that may be given there.
    pub nodes: Vec<(OrgNodeId, Vec<Post>)>,
    /// The organisations that serve.
    pub orgs: Vec<ServiceOrgId>,
    /// Whether the person can sign in, which staff must.
    pub has_account: bool,
}

/// A post that may be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHolding {
    /// The form's key (R3).
    pub request_key: RequestKey,
    /// Which post.
    pub post: Post,
    /// On which node.
    pub node: OrgNodeId,
    /// For which organisation.
    pub org: Option<ServiceOrgId>,
    /// The first day.
    pub from: LocalDate,
    /// The last day; `None` has no end.
    pub until: Option<LocalDate>,
    /// A number given for the duty.
    pub telephone: Option<Telephone>,
    /// Why.
    pub reason: Option<Line<100>>,
}

impl Draft {
    /// Checks the whole form; `today` is the community's day.
    ///
    /// # Errors
    /// Every problem, at the fields of the same names. A post or place that the giver's own rights
    /// do not reach is no choice (P12, P14).
    pub fn check(&self, today: LocalDate, choices: &Choices) -> Result<NewHolding, Problems> {
        let mut problems = Problems::new();
        let request_key = problems.take("request_key", RequestKey::parse(&self.request_key));
        let post = problems.take("post", self.chosen_post(choices));
        let node = problems.take("node", self.chosen_node(post, choices));
        let org = problems.take("org", self.chosen_org(post, choices));
        let from = LocalDate::optional(&self.from).and_then(|from| match from {
            Some(day) if day < today => Err(Problem::InThePast),
            from => Ok(from.unwrap_or(today)),
        });
        let from = problems.take("from", from);
        let until = LocalDate::optional(&self.until).and_then(|until| match (until, from) {
            (Some(until), _) if until < today => Err(Problem::InThePast),
            (Some(until), Some(from)) if until < from => Err(Problem::EndsBeforeItBegins),
            (until, _) => Ok(until),
        });
        let until = problems.take("until", until);
        let telephone = problems.take("telephone", Telephone::optional(&self.telephone));
        let reason = problems.take("reason", Line::optional(&self.reason));

        let holding = (|| {
            Some(NewHolding {
                request_key: request_key?,
                post: post?,
                node: node?,
                org: org?,
                from: from?,
                until: until?,
                telephone: telephone?,
                reason: reason?,
            })
        })();
        holding.ok_or(problems)
    }

    fn chosen_post(&self, choices: &Choices) -> Result<Post, Problem> {
        if self.post.trim().is_empty() {
            return Err(Problem::Missing);
        }
        let post = Post::parse(&self.post).ok_or(Problem::NotAChoice)?;
        if !choices.nodes.iter().any(|(_, posts)| posts.contains(&post)) {
            return Err(Problem::NotAChoice);
        }
        if post.is_staff() && !choices.has_account {
            return Err(Problem::NeedsAccount);
        }
        Ok(post)
    }

    fn chosen_node(&self, post: Option<Post>, choices: &Choices) -> Result<OrgNodeId, Problem> {
        if self.node.trim().is_empty() {
            return Err(Problem::Missing);
        }
        let node: OrgNodeId = self.node.trim().parse().map_err(|_| Problem::NotAChoice)?;
        let (_, posts) = choices
            .nodes
            .iter()
            .find(|(id, _)| *id == node)
            .ok_or(Problem::NotAChoice)?;
        match post {
            Some(post) if !posts.contains(&post) => Err(Problem::NotAChoice),
            _ => Ok(node),
        }
    }

    /// Only people of the property company and the like belong to an organisation.
    fn chosen_org(
        &self,
        post: Option<Post>,
        choices: &Choices,
    ) -> Result<Option<ServiceOrgId>, Problem> {
        if post != Some(Post::Property) {
            return Ok(None);
        }
        if self.org.trim().is_empty() {
            return Err(Problem::Missing);
        }
        let org = self.org.trim().parse().map_err(|_| Problem::NotAChoice)?;
        if choices.orgs.contains(&org) {
            Ok(Some(org))
        } else {
            Err(Problem::NotAChoice)
        }
    }
}

/// The end that is proposed for a term: its last day a year on.
#[must_use]
pub fn proposed_end(from: LocalDate) -> Option<LocalDate> {
    let end = from.civil().checked_add(1.year()).ok()?.yesterday().ok()?;
    LocalDate::parse(&end.to_string()).ok()
}

/// A new end of a post, as typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ChangeDraft {
    /// The last day; blank has no end.
    pub until: String,
    /// Why; it may name people.
    pub reason: String,
}

impl std::fmt::Debug for ChangeDraft {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "ChangeDraft({})", self.until)
    }
}

impl ChangeDraft {
    /// The new last day, not before today, and the reason.
    ///
    /// # Errors
    /// Every problem, at the fields of the same names.
    pub fn check(&self, today: LocalDate) -> Result<(Option<LocalDate>, Line<100>), Problems> {
        let mut problems = Problems::new();
        let until = LocalDate::optional(&self.until).and_then(|until| match until {
            Some(day) if day < today => Err(Problem::InThePast),
            until => Ok(until),
        });
        let until = problems.take("until", until);
        let reason = problems.take("reason", why(&self.reason));
        until.zip(reason).ok_or(problems)
    }

    /// The reason alone, where a post ends at once.
    ///
    /// # Errors
    /// The problem at `reason`.
    pub fn check_end(&self) -> Result<Line<100>, Problems> {
        why(&self.reason).map_err(|problem| ("reason", problem).into())
    }
}

fn why(text: &str) -> Result<Line<100>, Problem> {
    match Line::parse(text) {
        Err(Problem::Missing) => Err(Problem::NeedsReason),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> LocalDate {
        LocalDate::parse(text).unwrap()
    }

    fn choices() -> Choices {
        let staff = Post::Staff.gives().to_vec();
        Choices {
            nodes: vec![
                (OrgNodeId::new(2), staff.clone()),
                (OrgNodeId::new(3), staff),
                (OrgNodeId::new(1), vec![Post::Subdistrict]),
            ],
            orgs: vec![ServiceOrgId::new(7)],
            has_account: true,
        }
    }

    fn draft() -> Draft {
        Draft {
            request_key: "post-0001".to_owned(),
            post: "captain".to_owned(),
            node: "3".to_owned(),
            ..Draft::default()
        }
    }

    fn problem(draft: &Draft, field: &str) -> Option<Problem> {
        let checked = draft.check(day("2026-03-10"), &choices());
        checked.err().and_then(|problems| problems.of(field))
    }

    #[test]
    fn p12_a_post_begins_today_and_may_have_no_end() {
        let new = draft().check(day("2026-03-10"), &choices()).unwrap();
        assert_eq!((new.post, new.node.get()), (Post::Captain, 3));
        assert_eq!((new.from, new.until), (day("2026-03-10"), None));
        assert_eq!(proposed_end(new.from), Some(day("2027-03-09")));
        assert_eq!(proposed_end(day("2028-02-29")), Some(day("2029-02-27")));
    }

    #[test]
    fn p14_what_ones_own_post_may_not_give_is_no_choice() {
        for post in ["staff", "admin", "subdistrict", "king"] {
            let sly = Draft {
                post: post.to_owned(),
                ..draft()
            };
            let at = if post == "subdistrict" {
                "node"
            } else {
                "post"
            };
            assert_eq!(problem(&sly, at), Some(Problem::NotAChoice), "{post}");
        }
        for node in ["1", "4", "x", "-3"] {
            let sly = Draft {
                node: node.to_owned(),
                ..draft()
            };
            assert_eq!(problem(&sly, "node"), Some(Problem::NotAChoice), "{node}");
        }
        let street = Draft {
            post: "subdistrict".to_owned(),
            node: "1".to_owned(),
            ..draft()
        };
        assert!(street.check(day("2026-03-10"), &choices()).is_ok());
    }

    #[test]
    fn p12_staff_sign_in_and_the_property_company_has_a_name() {
        let property = Draft {
            post: "property".to_owned(),
            ..draft()
        };
        assert_eq!(problem(&property, "org"), Some(Problem::Missing));
        let other = Draft {
            org: "8".to_owned(),
            ..property.clone()
        };
        assert_eq!(problem(&other, "org"), Some(Problem::NotAChoice));
        let good = Draft {
            org: "7".to_owned(),
            ..property
        };
        let without = Choices {
            has_account: false,
            ..choices()
        };
        let today = day("2026-03-10");
        assert_eq!(
            good.check(today, &choices()).unwrap().org,
            Some(ServiceOrgId::new(7))
        );
        let refused = good.check(today, &without).unwrap_err();
        assert_eq!(refused.of("post"), Some(Problem::NeedsAccount));
        assert!(
            draft().check(today, &without).is_ok(),
            "many a captain has none"
        );
    }

    #[test]
    fn x15_a_term_does_not_end_before_it_begins() {
        let past = Draft {
            from: "2026-03-09".to_owned(),
            ..draft()
        };
        assert_eq!(problem(&past, "from"), Some(Problem::InThePast));
        let turned = Draft {
            from: "2026-04-01".to_owned(),
            until: "2026-03-31".to_owned(),
            ..draft()
        };
        assert_eq!(problem(&turned, "until"), Some(Problem::EndsBeforeItBegins));
        let none = ChangeDraft::default().check(day("2026-03-10")).unwrap_err();
        assert_eq!(none.of("reason"), Some(Problem::NeedsReason));
    }
}
