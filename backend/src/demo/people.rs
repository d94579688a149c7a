//! The demo accounts, whose password everybody knows.

use domain::instant::{Instant, Zone};
use domain::permission::Post;

use super::DAY_MILLIS;
use super::place::Estate;
use crate::account::DEMO_PASSWORD;
use crate::context::Stores;
use crate::db::Tx;
use crate::error::Error;
use crate::{password, sql};

/// Sign-in name and what neighbours read.
const PEOPLE: [(&str, &str); 8] = [
    ("resident", "王阿姨"),
    ("volunteer", "志愿者小李"),
    ("captain", "3号楼楼长陈伯"),
    ("dispatcher", "居委会小周"),
    ("property", "物业老赵"),
    ("centre", "活动中心孙老师"),
    ("admin", "居委会林主任"),
    ("subdistrict", "街道小吴"),
];

/// The accounts that the demo's histories name.
pub struct People {
    pub resident: i64,
    pub captain: i64,
    pub dispatcher: i64,
    pub property: i64,
    pub centre: i64,
    pub admin: i64,
}

/// One hash an account, so that equal passwords do not show.
pub async fn hash_passwords(stores: &Stores) -> Result<Vec<String>, Error> {
    let mut hashes = Vec::new();
    for _ in PEOPLE {
        let password = DEMO_PASSWORD.to_owned();
        hashes.push(password::hash(stores.password_cost, &stores.random, password).await?);
    }
    Ok(hashes)
}

/// Writes persons, accounts, passwords and posts.
pub async fn settle(
    tx: &mut Tx,
    estate: &Estate,
    passwords: Vec<String>,
    zone: &Zone,
    now: Instant,
) -> Result<People, Error> {
    let since = now.millis() - 1200 * DAY_MILLIS;
    let mut accounts = Vec::new();
    for ((name, shown), secret) in PEOPLE.into_iter().zip(passwords) {
        // The street's people belong to no community.
        let community = (name != "subdistrict").then(|| estate.community.get());
        let (person,) = sql!(
            tx,
            one as (i64,),
            "insert into person (community_id, name, created_at) values ($1, $2, $3) returning id",
            community,
            shown,
            since,
        )?;
        let (account,) = sql!(
            tx,
            one as (i64,),
            "insert into account (person_id, display_name, created_at) values ($1, $2, $3)
             returning id",
            person,
            shown,
            since,
        )?;
        sql!(
            tx,
            execute,
            "insert into credential (account_id, kind, name, secret, created_at)
             values ($1, 'password', $2, $3, $4)",
            account,
            name,
            secret,
            since,
        )?;
        if let Some((post, node, org)) = post(name, estate) {
            let (days, telephone) = term(post);
            let until = days.map(|days| {
                let last = zone.date_of(Instant::from_millis(now.millis() + days * DAY_MILLIS));
                last.end_instant(zone).millis()
            });
            sql!(
                tx,
                execute,
                "insert into post_holding (person_id, post, node_id, service_org_id, valid_from,
                                           valid_until, telephone)
                 values ($1, $2, $3, $4, $5, $6, $7)",
                person,
                post.as_str(),
                node,
                org,
                since,
                until,
                telephone,
            )?;
        }
        accounts.push(account);
    }
    let of = |name: &str| {
        let at = PEOPLE.iter().position(|(known, _)| *known == name);
        at.and_then(|at| accounts.get(at).copied())
            .ok_or(Error::Unexpected("a demo account is missing"))
    };
    Ok(People {
        resident: of("resident")?,
        captain: of("captain")?,
        dispatcher: of("dispatcher")?,
        property: of("property")?,
        centre: of("centre")?,
        admin: of("admin")?,
    })
}

/// For how many days from now a post was given, if for a term, and the number given for the duty.
const fn term(post: Post) -> (Option<i64>, Option<&'static str>) {
    match post {
        Post::Captain => (Some(240), Some("13900001203")),
        Post::Volunteer => (Some(12), Some("13900001288")),
        Post::Centre => (Some(400), None),
        _ => (None, None),
    }
}

/// The post of an account, on which node, for which organisation.
fn post(name: &str, estate: &Estate) -> Option<(Post, i64, Option<i64>)> {
    let here = estate.community_node;
    match name {
        "volunteer" => Some((Post::Volunteer, here, None)),
        "captain" => Some((Post::Captain, estate.buildings[2].node, None)),
        "dispatcher" => Some((Post::Staff, here, None)),
        "property" => Some((Post::Property, here, Some(estate.property))),
        "centre" => Some((Post::Centre, here, None)),
        "admin" => Some((Post::Admin, here, None)),
        "subdistrict" => Some((Post::Subdistrict, estate.subdistrict_node, None)),
        _ => None,
    }
}
