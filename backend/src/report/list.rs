//! Lists of reports: what the public reads, and what waits for those who work on them. One
//! statement a list, whatever its length, and pages by key, so that the last page of a million
//! costs what the first does (rules X13, R17).

use domain::id::{AreaId, BuildingId, CategoryId, ReportId, ServiceOrgId};
use domain::instant::Instant;
use domain::permission::Permission;
use domain::report::{Number, State};

use super::search;
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::filter::Statement;
use crate::sql;

/// Rows on a page.
pub const PAGE: usize = 50;

/// What a list is narrowed to; empty shows everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// Only one state.
    pub state: Option<State>,
    /// Only open ones, or only ended ones.
    pub open: Option<bool>,
    /// Only one category.
    pub category: Option<CategoryId>,
    /// Only one building.
    pub building: Option<BuildingId>,
    /// Only one organisation's.
    pub org: Option<ServiceOrgId>,
    /// Words to find, for those who work on reports.
    pub text: String,
    /// Oldest first.
    pub oldest_first: bool,
    /// Only what comes after this report in the list's order.
    pub after: Option<ReportId>,
    /// Only what comes before it, for the way back.
    pub before: Option<ReportId>,
}

/// One line of a list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its id, the key of the pages.
    pub id: ReportId,
    /// Its number.
    pub number: Number,
    /// Where it stands.
    pub state: State,
    /// What it is about.
    pub category: CategoryId,
    /// At which building.
    pub building: Option<BuildingId>,
    /// In which area.
    pub area: Option<AreaId>,
    /// The unit's name, for those who work on it.
    pub unit: Option<String>,
    /// The floor's name, for those who work on it.
    pub floor: Option<String>,
    /// The place in words: the public one on public lists.
    pub place_words: String,
    /// What the public reads on public lists, else the reporter's words.
    pub words: String,
    /// Who has it.
    pub lead_org: Option<ServiceOrgId>,
    /// A published picture of what was wrong.
    pub cover: Option<String>,
    /// A published picture of how it is now.
    pub cover_after: Option<String>,
    /// When it was reported.
    pub reported_at: Instant,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// When anything last happened to it.
    pub updated_at: Instant,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    year: i64,
    seq: i64,
    state: String,
    category_id: i64,
    building_id: Option<i64>,
    area_id: Option<i64>,
    unit: Option<String>,
    floor: Option<String>,
    place_words: String,
    words: String,
    lead_org_id: Option<i64>,
    cover_before: Option<String>,
    cover_after: Option<String>,
    reported_at: i64,
    closed_at: Option<i64>,
    updated_at: i64,
}

impl Row {
    fn line(self) -> Result<Line, Error> {
        let year = i16::try_from(self.year).map_err(|_| Error::Unexpected("year out of range"))?;
        Ok(Line {
            id: ReportId::new(self.id),
            number: Number {
                year,
                seq: self.seq,
            },
            state: State::parse(&self.state).ok_or(Error::Unexpected("unknown state"))?,
            category: CategoryId::new(self.category_id),
            building: self.building_id.map(BuildingId::new),
            area: self.area_id.map(AreaId::new),
            unit: self.unit,
            floor: self.floor,
            place_words: self.place_words,
            words: self.words,
            lead_org: self.lead_org_id.map(ServiceOrgId::new),
            cover: self.cover_before,
            cover_after: self.cover_after,
            reported_at: Instant::from_millis(self.reported_at),
            closed_at: self.closed_at.map(Instant::from_millis),
            updated_at: Instant::from_millis(self.updated_at),
        })
    }
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page {
    /// In order.
    pub lines: Vec<Line>,
    /// How many the whole list holds; nothing when words were looked for and there are many.
    pub total: u64,
    /// Whether `total` is only a lower bound.
    pub at_least: bool,
    /// There is more before this page.
    pub earlier: Option<ReportId>,
    /// There is more after this page.
    pub later: Option<ReportId>,
}

const PUBLIC_COLUMNS: &str = "select r.id, r.year, r.seq, r.state, r.category_id, r.building_id, \
     r.area_id, cast(null as text) as unit, cast(null as text) as floor, \
     r.public_place as place_words, r.public_summary as words, r.lead_org_id, r.cover_before, \
     r.cover_after, r.reported_at, r.closed_at, r.updated_at from report r";

const WORK_COLUMNS: &str = "select r.id, r.year, r.seq, r.state, r.category_id, r.building_id, \
     r.area_id, u.name as unit, f.name as floor, r.place_words, r.words, r.lead_org_id, \
     r.cover_before, r.cover_after, r.reported_at, r.closed_at, r.updated_at from report r \
     left join unit u on u.id = r.unit_id left join floor f on f.id = r.floor_id";

/// What everybody may read (rule R15).
///
/// # Errors
/// When the store fails.
pub async fn public(ctx: &Context, query: &Query) -> Result<Page, Error> {
    let query = Query {
        text: String::new(),
        ..query.clone()
    };
    let mut read = ctx.db().read().await?;
    page(
        &mut read,
        ctx,
        &query,
        &Scope {
            public: true,
            org: None,
        },
    )
    .await
}

/// What waits for the person: staff see their community's, an organisation's people what is
/// assigned to it (rule R15).
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn work(ctx: &Context, query: &Query) -> Result<Page, Error> {
    ctx.require(Permission::SeeWork)?;
    let mut read = ctx.db().read().await?;
    page(
        &mut read,
        ctx,
        query,
        &Scope {
            public: false,
            org: own_org(ctx),
        },
    )
    .await
}

/// The organisation whose reports are all that the person sees; nothing for staff.
pub(super) fn own_org(ctx: &Context) -> Option<ServiceOrgId> {
    let mut only = None;
    for right in ctx.rights_with(Permission::SeeWork) {
        match right.service_org {
            None => return None,
            Some(org) => only = Some(org),
        }
    }
    only
}

struct Scope {
    public: bool,
    org: Option<ServiceOrgId>,
}

async fn page(
    db: &mut impl Connection,
    ctx: &Context,
    query: &Query,
    scope: &Scope,
) -> Result<Page, Error> {
    let mut statement = Statement::new(if scope.public {
        PUBLIC_COLUMNS
    } else {
        WORK_COLUMNS
    });
    narrow(&mut statement, ctx, query, scope);
    // The way back reads in the other direction and is turned round afterwards.
    let backwards = query.before.is_some();
    let descending = query.oldest_first == backwards;
    if let Some(id) = query.after.or(query.before) {
        let piece = if descending {
            "and r.id < ?"
        } else {
            "and r.id > ?"
        };
        statement.number(piece, id.get());
    }
    statement.push(if descending {
        "order by r.id desc"
    } else {
        "order by r.id"
    });
    statement.number("limit ?", i64::try_from(PAGE + 1).unwrap_or(i64::MAX));
    let mut rows = statement.all::<Row>(db).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    if backwards {
        rows.reverse();
    }
    let lines = rows
        .into_iter()
        .map(Row::line)
        .collect::<Result<Vec<_>, _>>()?;
    let first = lines.first().map(|line| line.id);
    let last = lines.last().map(|line| line.id);
    let (earlier, later) = if backwards {
        (first.filter(|_| more), last)
    } else {
        (
            first.filter(|_| query.after.is_some()),
            last.filter(|_| more),
        )
    };
    let (total, at_least) = total(db, ctx, query, scope).await?;
    Ok(Page {
        lines,
        total,
        at_least,
        earlier,
        later,
    })
}

fn narrow(statement: &mut Statement, ctx: &Context, query: &Query, scope: &Scope) {
    let community = ctx.community.id.get();
    statement.number("where r.community_id = ?", community);
    if scope.public {
        statement.push("and r.is_public = 1");
    }
    if let Some(org) = scope.org.or(query.org) {
        statement.number("and r.lead_org_id = ?", org.get());
    }
    if let Some(state) = query.state {
        statement.text("and r.state = ?", state.as_str());
    }
    if let Some(open) = query.open {
        statement.number("and r.is_open = ?", i64::from(open));
    }
    if let Some(category) = query.category {
        statement.number("and r.category_id = ?", category.get());
    }
    if let Some(building) = query.building {
        statement.number("and r.building_id = ?", building.get());
    }
    // A whole number names one report; pairs of its digits would find many.
    if let Ok(number) = query.text.trim().parse::<Number>() {
        statement.number("and r.year = ?", i64::from(number.year));
        statement.number("and r.seq = ?", number.seq);
        return;
    }
    for gram in search::asked(&query.text) {
        statement
            .number(
                "and exists (select 1 from report_gram g where g.community_id = ?",
                community,
            )
            .text("and g.gram = ? and g.report_id = r.id)", gram);
    }
}

/// Words are counted up to here and called "or more" beyond.
const MOST_COUNTED: i64 = 200;

async fn total(
    db: &mut impl Connection,
    ctx: &Context,
    query: &Query,
    scope: &Scope,
) -> Result<(u64, bool), Error> {
    let counted = if search::asked(&query.text).is_empty() {
        let mut statement =
            Statement::new("select cast(coalesce(sum(r.n), 0) as bigint) as n from report_tally r");
        narrow_tally(&mut statement, ctx, query, scope);
        statement.all::<(i64,)>(db).await?
    } else {
        let mut statement = Statement::new("select count(*) from (select r.id from report r");
        narrow(&mut statement, ctx, query, scope);
        statement.number("limit ?) found", MOST_COUNTED + 1);
        statement.all::<(i64,)>(db).await?
    };
    let total = counted.first().map_or(0, |(n,)| *n);
    let at_least = !search::asked(&query.text).is_empty() && total > MOST_COUNTED;
    let total = if at_least { MOST_COUNTED } else { total };
    Ok((u64::try_from(total).unwrap_or(0), at_least))
}

fn narrow_tally(statement: &mut Statement, ctx: &Context, query: &Query, scope: &Scope) {
    // The tally has the report's column names, and zero where the report has nothing.
    let query = Query {
        text: String::new(),
        ..query.clone()
    };
    narrow(statement, ctx, &query, scope);
}

/// What was solved last with a picture, for the first page.
///
/// # Errors
/// When the store fails.
pub async fn lately_fixed(ctx: &Context, most: i64) -> Result<Vec<Line>, Error> {
    let mut read = ctx.db().read().await?;
    let mut statement = Statement::new(PUBLIC_COLUMNS);
    statement
        .number("where r.community_id = ?", ctx.community.id.get())
        .push("and r.is_public = 1 and r.state = 'closed' and r.closed_at is not null")
        .push("and r.cover_after is not null")
        .number("order by r.closed_at desc limit ?", most);
    statement
        .all::<Row>(&mut read)
        .await?
        .into_iter()
        .map(Row::line)
        .collect()
}

/// What the signed-in person reported, newest first, each with the secret of its receipt link.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn own(ctx: &Context) -> Result<Vec<(String, Line)>, Error> {
    let person = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut read = ctx.db().read().await?;
    let mut statement = Statement::new(WORK_COLUMNS);
    statement
        .number("where r.community_id = ?", ctx.community.id.get())
        .number(
            "and r.reporter_person_id = ? order by r.id desc limit 100",
            person.get(),
        );
    let rows = statement.all::<Row>(&mut read).await?;
    let hashes = sql!(
        &mut read,
        all as (i64, String),
        "select id, receipt_hash from report
         where community_id = $1 and reporter_person_id = $2 order by id desc limit 100",
        ctx.community.id.get(),
        person.get(),
    )?;
    let mut own = Vec::new();
    for line in rows.into_iter().map(Row::line) {
        let line = line?;
        let hash = hashes
            .iter()
            .find(|(id, _)| *id == line.id.get())
            .map(|(_, hash)| hash);
        let secret =
            hash.and_then(|hash| super::follow::receipt_still_fits(ctx, line.number, hash));
        own.extend(secret.map(|secret| (secret, line)));
    }
    Ok(own)
}

pub(super) async fn by_receipt(
    db: &mut impl Connection,
    ctx: &Context,
    receipt_hash: &str,
) -> Result<Option<Line>, Error> {
    let mut statement = Statement::new(WORK_COLUMNS);
    statement
        .number("where r.community_id = ?", ctx.community.id.get())
        .text("and r.receipt_hash = ?", receipt_hash);
    statement
        .all::<Row>(db)
        .await?
        .into_iter()
        .next()
        .map(Row::line)
        .transpose()
}

/// How many of each state there are for those who work on them.
///
/// # Errors
/// When the store fails.
pub(super) async fn by_state(
    db: &mut impl Connection,
    ctx: &Context,
) -> Result<Vec<(State, u64)>, Error> {
    let org = own_org(ctx).map_or(0, ServiceOrgId::get);
    Ok(sql!(
        db,
        all as (String, i64),
        "select state, cast(sum(n) as bigint) from report_tally
         where community_id = $1 and ($2 = 0 or lead_org_id = $2)
         group by state having sum(n) > 0",
        ctx.community.id.get(),
        org,
    )?
    .into_iter()
    .filter_map(|(state, n)| Some((State::parse(&state)?, u64::try_from(n).ok()?)))
    .collect())
}
