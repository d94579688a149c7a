//! Hours and a certificate that an address can name.

use axum::http::StatusCode;
use backend::hours::claim;
use backend::{certificate, sql};
use domain::hours::{Draft, Whose};
use domain::permission::Post;

use crate::browser::Browser;
use crate::story::World;

/// What somebody who served has here.
pub struct Served {
    /// Whose hours they are.
    person: String,
    /// An entry of the ledger.
    entry: String,
    /// Hours that wait for a yes.
    claim: String,
    kind: String,
    /// A certificate.
    certificate: String,
    /// Its check code.
    code: String,
}

/// Somebody has entered hours twice; staff agreed to the first, and it is certified.
pub(super) async fn served(world: &World) -> Served {
    let staff = world.account("hours-maker", Post::Staff).await;
    let staff = world.ctx(Some(staff)).await;
    let ctx = world.ctx(Some(world.resident("server").await)).await;
    let offered = claim::choices(&ctx, Whose::Mine).await.unwrap();
    let draft = |key: &str| Draft {
        request_key: format!("hours-known-{key}"),
        kind: offered.kinds[0].id.to_string(),
        day: "2026-03-09".to_owned(),
        hours: "2".to_owned(),
        words: "清理楼道".to_owned(),
        ..Draft::default()
    };
    let first = claim::enter(&ctx, draft("first")).await.unwrap();
    let waiting = claim::enter(&ctx, draft("second")).await.unwrap();
    claim::approve(&staff, first).await.unwrap();
    let paper = domain::certificate::Draft {
        request_key: "certificate-known".to_owned(),
        whose: Whose::Mine.to_string(),
        real_name: "赵守望".to_owned(),
        from: "2026-01-01".to_owned(),
        until: "2026-03-10".to_owned(),
        age: "adult".to_owned(),
        ..domain::certificate::Draft::default()
    };
    let id = certificate::issue(&ctx, None, paper).await.unwrap();
    let (_, code) = certificate::paper(&ctx, id).await.unwrap();
    let mut tx = world.write().await;
    let (entry,) = sql!(&mut tx, one as (i64,), "select max(id) from hours_entry").unwrap();
    Served {
        person: ctx.signed_in().unwrap().person.to_string(),
        entry: entry.to_string(),
        claim: waiting.to_string(),
        kind: offered.kinds[0].id.to_string(),
        certificate: id.to_string(),
        code: code.as_str().to_owned(),
    }
}

impl Served {
    /// Enters hours and makes a certificate with markup in every field.
    pub(super) async fn with_markup(&mut self, staff: &mut Browser, words: &str, line: &str) {
        let claim = [
            ("request_key", "markup-claim"),
            ("kind", self.kind.as_str()),
            ("day", "2026-03-08"),
            ("hours", "1"),
            ("words", words),
        ];
        let page = staff.post("/me/hours/new", &claim).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
        let paper = [
            ("request_key", "markup-paper"),
            ("whose", "me"),
            ("real_name", line),
            ("volunteer_number", line),
            ("from", "2026-01-01"),
            ("until", "2026-03-10"),
            ("age", "youth"),
            ("guardian_name", line),
            ("agrees", "1"),
        ];
        let path = format!("/admin/hours/{}/certificate", self.person);
        let page = staff.post(&path, &paper).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
        let made = page.location().rsplit('/').next().unwrap_or_default();
        made.clone_into(&mut self.certificate);
    }

    /// What stands in a path of these nouns; nothing in another's.
    pub(super) fn fill(&self, path: &str, part: &str) -> Option<&str> {
        match part {
            "{secret}" if path.starts_with("/certificates/") => Some(&self.code),
            "{id}" if path.contains("/hours/entries/") => Some(&self.entry),
            "{id}" if path.contains("/certificates/") => Some(&self.certificate),
            "{id}" if path.starts_with("/admin/hours/") => Some(&self.person),
            _ => None,
        }
    }

    /// A good form of one of their paths.
    pub(super) fn form(&self, path: &str, key: &str) -> Option<Vec<(&'static str, String)>> {
        let request_key = (
            "request_key",
            format!("walk-{key}-{}", path.replace(['/', '{', '}', '.'], "-")),
        );
        let said = |name, value: &str| (name, value.to_owned());
        Some(match path {
            "/me/hours" => vec![said("act", "withdraw"), ("claim", self.claim.clone())],
            "/me/hours/new" => vec![
                request_key,
                said("whose", "me"),
                ("kind", self.kind.clone()),
                said("day", "2026-03-08"),
                said("hours", "1"),
                said("words", "走过这里"),
            ],
            "/admin/hours/claims" => vec![said("act", "approve"), ("claim", self.claim.clone())],
            "/admin/hours/entries/{id}" => vec![
                request_key,
                said("act", "correct"),
                said("hours", "1"),
                said("minutes", "30"),
                said("reason", "走过这里"),
            ],
            "/me/hours/certificate" | "/admin/hours/{id}/certificate" => vec![
                request_key,
                said("whose", "me"),
                said("real_name", "走过"),
                said("from", "2026-01-01"),
                said("until", "2026-03-10"),
                said("age", "adult"),
            ],
            "/admin/certificates/{id}" => vec![said("act", "revoke"), said("reason", "走过这里")],
            "/certificates" => vec![said("number", "2026-000001"), ("code", self.code.clone())],
            _ => return None,
        })
    }
}
