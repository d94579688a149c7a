//! Everything that is kept about the person who asks (rule P22).

use domain::audit::Deed;
use domain::instant::Instant;
use domain::permission::Post;
use domain::privacy::Reason;
use domain::report::{Number, State};
use domain::telephone::Telephone;
use serde_json::{Map, Value, json};

use super::registry::HOLDINGS;
use crate::consent::{self, Given};
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::sql;

/// Looks and deeds shown on the page; the file has all of them.
const MOST: i64 = 100;

/// A way to sign in, never its secret.
#[derive(Debug, Clone)]
pub struct Way {
    /// `password`, `card`, `sms` …
    pub kind: String,
    /// What is typed as the name.
    pub name: String,
    /// Since when.
    pub since: Instant,
}

/// A post held, now or before.
#[derive(Debug, Clone)]
pub struct Held {
    /// Which.
    pub post: Option<Post>,
    /// Where.
    pub place: String,
    /// From when.
    pub from: Instant,
    /// Until when.
    pub until: Option<Instant>,
}

/// A sign-in that still lasts.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// When it began.
    pub since: Instant,
    /// When it was last used.
    pub used: Instant,
}

/// Somebody else did something that concerns the person, or looked at their number.
#[derive(Debug, Clone)]
pub struct Look {
    /// When.
    pub at: Instant,
    /// What.
    pub deed: Option<Deed>,
    /// Who, as their post and name; nobody for a job.
    pub who: Option<String>,
    /// Under which posts.
    pub posts: Vec<Post>,
    /// Why, as offered.
    pub reason: Option<Reason>,
    /// Why, in words.
    pub words: String,
}

/// Everything, for the page.
#[derive(Debug, Clone)]
pub struct Own {
    /// The name.
    pub name: String,
    /// What neighbours read.
    pub display_name: String,
    /// One's own number may be read in full.
    pub telephone: Option<Telephone>,
    /// Since when there is an account.
    pub since: Instant,
    /// Doors, with how long.
    pub homes: Vec<String>,
    /// Ways to sign in.
    pub ways: Vec<Way>,
    /// Posts.
    pub posts: Vec<Held>,
    /// Reports filed while signed in.
    pub reports: Vec<(Number, State, Instant)>,
    /// Consents in force.
    pub consents: Vec<Given>,
    /// Who looked, and who acted.
    pub looks: Vec<Look>,
    /// Sign-ins that last.
    pub sign_ins: Vec<SignIn>,
}

#[derive(sqlx::FromRow)]
struct LookRow {
    at: i64,
    deed: String,
    post: String,
    who: Option<String>,
    became: String,
    personal: Option<String>,
}

impl LookRow {
    fn look(self) -> Look {
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
        let became = read(&self.became);
        let personal = self.personal.as_deref().map(read).unwrap_or_default();
        Look {
            at: Instant::from_millis(self.at),
            deed: Deed::parse(&self.deed),
            who: self.who,
            posts: self.post.split(',').filter_map(Post::parse).collect(),
            reason: became["reason"].as_str().and_then(Reason::parse),
            words: personal["words"].as_str().unwrap_or_default().to_owned(),
        }
    }
}

/// Everything about the person who asks.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn own(ctx: &Context) -> Result<Own, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?;
    let (person, account) = (me.person.get(), me.account.get());
    let mut read = ctx.db().read().await?;
    let (name, telephone, display_name, since) = sql!(
        &mut read,
        one as (String, Option<String>, String, i64),
        "select p.name, p.telephone, a.display_name, a.created_at
         from person p join account a on a.person_id = p.id where a.id = $1",
        account,
    )?;
    let homes = sql!(
        &mut read,
        all as (String, String, String),
        "select b.name, u.name, h.door from household_member m
         join household h on h.id = m.household_id
         join building b on b.id = h.building_id
         join unit u on u.id = h.unit_id
         where m.person_id = $1 and m.until is null order by m.id",
        person,
    )?;
    let ways = sql!(
        &mut read,
        all as (String, String, i64),
        "select kind, name, created_at from credential where account_id = $1 order by id",
        account,
    )?;
    let posts = posts(&mut read, person).await?;
    let reports = reports(&mut read, ctx, person, account).await?;
    let looks = looks(&mut read, person).await?;
    let sign_ins = sql!(
        &mut read,
        all as (i64, i64),
        "select began_at, touched_at from session
         where account_id = $1 and expires_at > $2 order by touched_at desc",
        account,
        ctx.now.millis(),
    )?;
    let consents = consent::in_force(&mut read, me.person).await?;
    Ok(Own {
        name,
        display_name,
        telephone: telephone.and_then(|number| Telephone::parse(&number).ok()),
        since: Instant::from_millis(since),
        homes: homes
            .into_iter()
            .map(|(building, unit, door)| format!("{building} {unit} {door}"))
            .collect(),
        ways: ways
            .into_iter()
            .map(|(kind, name, since)| Way {
                kind,
                name,
                since: Instant::from_millis(since),
            })
            .collect(),
        posts,
        reports,
        consents,
        looks,
        sign_ins: sign_ins
            .into_iter()
            .map(|(since, used)| SignIn {
                since: Instant::from_millis(since),
                used: Instant::from_millis(used),
            })
            .collect(),
    })
}

async fn posts(db: &mut impl Connection, person: i64) -> Result<Vec<Held>, Error> {
    let posts = sql!(
        db,
        all as (String, String, i64, Option<i64>),
        "select h.post, n.name, h.valid_from, h.valid_until
         from post_holding h join org_node n on n.id = h.node_id
         where h.person_id = $1 order by h.id desc",
        person,
    )?;
    Ok(posts
        .into_iter()
        .map(|(post, place, from, until)| Held {
            post: Post::parse(&post),
            place,
            from: Instant::from_millis(from),
            until: until.map(Instant::from_millis),
        })
        .collect())
}

async fn reports(
    db: &mut impl Connection,
    ctx: &Context,
    person: i64,
    account: i64,
) -> Result<Vec<(Number, State, Instant)>, Error> {
    let reports = sql!(
        db,
        all as (i64, i64, String, i64),
        "select year, seq, state, reported_at from report
         where (reporter_person_id = $1 or reporter_id = $2) and community_id = $3
         order by id desc limit $4",
        person,
        account,
        ctx.community.id.get(),
        MOST,
    )?;
    Ok(reports
        .into_iter()
        .filter_map(|(year, seq, state, at)| {
            let year = i16::try_from(year).ok()?;
            let state = State::parse(&state)?;
            Some((Number { year, seq }, state, Instant::from_millis(at)))
        })
        .collect())
}

async fn looks(db: &mut impl Connection, person: i64) -> Result<Vec<Look>, Error> {
    let looks = sql!(
        db,
        all as LookRow,
        "select a.at, a.deed, a.post, p.name as who, a.became, a.personal
         from audit a left join person p on p.id = a.actor_id
         where a.person_id = $1 and (a.actor_id is null or a.actor_id <> $1)
         order by a.id desc limit $2",
        person,
        MOST,
    )?;
    Ok(looks.into_iter().map(LookRow::look).collect())
}

/// The same as a file: every table that knows the person, row by row. Never a secret.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn written(ctx: &Context) -> Result<String, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?;
    let mut read = ctx.db().read().await?;
    let mut tables = Map::new();
    for holding in HOLDINGS {
        let told = holding.told(&mut read, me.person, Some(me.account)).await?;
        let rows = told.into_iter().map(|row| Value::Object(row.0)).collect();
        tables.insert(holding.table.to_owned(), Value::Array(rows));
    }
    let all = json!({
        "community": ctx.community.name,
        "written_at": ctx.now.millis(),
        "instants": "milliseconds since 1970-01-01 UTC",
        "tables": tables,
    });
    serde_json::to_string_pretty(&all).map_err(|_| Error::Unexpected("own data is no JSON"))
}
