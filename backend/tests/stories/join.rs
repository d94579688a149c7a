//! Stories of coming in: codes, requests, cards, family.

mod ask;
mod card;
mod code;
mod family;
mod own;

use domain::join::Newcomer;

/// A form of the joining page, filled in.
fn newcomer(key: &str, name: &str) -> Newcomer {
    Newcomer {
        request_key: format!("joining-{key}"),
        name: "小儿子".to_owned(),
        sign_in_name: name.to_owned(),
        password: "河边的柳树长得高".to_owned(),
        person: String::new(),
    }
}
