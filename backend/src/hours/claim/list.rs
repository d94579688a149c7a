//! Lists of claims: one's own, and those that wait for staff.

use domain::hours::may_judge;
use domain::id::{HoursClaimId, PersonId};
use domain::instant::{Instant, LocalDate};
use domain::permission::Permission;
use text::Lang;

use super::super::rows;
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::filter::Statement;
use crate::sql;

/// Where a claim is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits for somebody to say yes or no.
    Waiting,
    /// It is in the ledger.
    Approved,
    /// Somebody said no.
    Declined,
    /// It was taken back.
    Withdrawn,
}

impl State {
    /// In the order of a claim's life.
    pub const ALL: [Self; 4] = [
        Self::Waiting,
        Self::Approved,
        Self::Declined,
        Self::Withdrawn,
    ];

    /// The name that table and addresses use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// A claim as people read it.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Its id.
    pub id: HoursClaimId,
    /// Under whose record.
    pub person: PersonId,
    /// That person's name, for staff.
    pub name: String,
    /// What neighbours call that person, where it is somebody else who asks.
    pub called: Option<String>,
    /// The child that served, with its name.
    pub child: Option<String>,
    /// On which day.
    pub day: LocalDate,
    /// What was done, in Chinese.
    pub kind_zh: String,
    /// The same in English.
    pub kind_en: String,
    /// How long.
    pub minutes: i64,
    /// What was done, in words.
    pub words: String,
    /// Where it is in its life.
    pub state: State,
    /// Why not.
    pub reason: String,
    /// Who entered it, when it was not the person.
    pub entered_by: Option<String>,
    /// When it was entered.
    pub entered_at: Instant,
    /// Minutes of that day that stand in the person's record already, so that nothing is entered
    /// twice.
    pub same_day: i64,
    /// Whether a shift of that day is still to be written up, which credits its hours by itself.
    pub is_unwritten: bool,
    /// Whether who asks may decide it (rule P14).
    pub may_judge: bool,
}

impl Claim {
    /// What was done.
    #[must_use]
    pub fn kind(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.kind_zh,
            Lang::En => &self.kind_en,
        }
    }
}

/// Part of a list.
#[derive(Debug, Clone)]
pub struct Page {
    /// Thirty at most.
    pub claims: Vec<Claim>,
    /// How many there are in all.
    pub total: i64,
    /// Behind which the next page begins.
    pub next: Option<HoursClaimId>,
}

const AT_ONCE: usize = 30;

const COLUMNS: &str = "select c.id, c.person_id, p.name,
        coalesce(a.display_name, p.name) as called, x.name as child, c.on_day,
        coalesce(k.name_zh, '') as kind_zh, coalesce(k.name_en, '') as kind_en, c.minutes, c.words,
        c.state, c.reason, c.entered_by, b.name as entered_name, c.entered_at,
        (select cast(coalesce(sum(e.minutes), 0) as bigint) from hours_entry e
         where e.person_id = c.person_id and e.on_day = c.on_day
           and coalesce(e.child_id, 0) = coalesce(c.child_id, 0)) as same_day,
        (select count(*) from patrol_sign_up u join patrol_shift s on s.id = u.shift_id
         where u.person_id = coalesce(c.child_id, c.person_id) and u.holds = 1
           and s.first_day = c.on_day and s.state = 'open' and s.closed_at is null) as unwritten
     from hours_claim c
     join person p on p.id = c.person_id
     left join account a on a.person_id = p.id
     left join person x on x.id = c.child_id
     left join person b on b.id = c.entered_by
     left join patrol_kind k on k.id = c.kind_id";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    person_id: i64,
    name: String,
    called: String,
    child: Option<String>,
    on_day: String,
    kind_zh: String,
    kind_en: String,
    minutes: i64,
    words: String,
    state: String,
    reason: String,
    entered_by: Option<i64>,
    entered_name: Option<String>,
    entered_at: i64,
    same_day: i64,
    unwritten: i64,
}

impl Row {
    fn claim(self, ctx: &Context) -> Result<Claim, Error> {
        let person = PersonId::new(self.person_id);
        let entered_by = self.entered_by.map(PersonId::new);
        let me = ctx.signed_in().map(|me| me.person);
        Ok(Claim {
            id: HoursClaimId::new(self.id),
            person,
            name: self.name,
            called: (me != Some(person)).then_some(self.called),
            child: self.child,
            day: rows::day(&self.on_day)?,
            kind_zh: self.kind_zh,
            kind_en: self.kind_en,
            minutes: self.minutes,
            words: self.words,
            state: State::parse(&self.state)
                .ok_or(Error::Unexpected("a claim's state is unknown"))?,
            reason: self.reason,
            entered_by: self
                .entered_name
                .filter(|_| entered_by.is_some_and(|by| by != person)),
            entered_at: Instant::from_millis(self.entered_at),
            same_day: self.same_day,
            is_unwritten: self.unwritten > 0,
            may_judge: me.is_some_and(|me| may_judge(me, person, entered_by)),
        })
    }
}

async fn claims(
    db: &mut impl Connection,
    ctx: &Context,
    statement: Statement,
) -> Result<Vec<Claim>, Error> {
    let rows: Vec<Row> = statement.all(db).await?;
    rows.into_iter().map(|row| row.claim(ctx)).collect()
}

/// Claims under one's own record and those that one entered for others: what waits first, then the
/// newest; thirty at most.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn own(ctx: &Context) -> Result<Vec<Claim>, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person.get();
    let mut list = Statement::new(COLUMNS);
    list.number("where c.community_id = ?", ctx.community.id.get())
        .number("and (c.person_id = ?", me)
        .number("or c.entered_by = ?)", me)
        .push("order by case c.state when 'waiting' then 0 else 1 end, c.id desc limit 30");
    let mut read = ctx.db().read().await?;
    claims(&mut read, ctx, list).await
}

/// Claims for staff, of a state: those that wait the oldest first, others the newest first.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn page(ctx: &Context, state: State, after: Option<HoursClaimId>) -> Result<Page, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut read = ctx.db().read().await?;
    let (total,) = sql!(
        &mut read,
        one as (i64,),
        "select count(*) from hours_claim where community_id = $1 and state = $2",
        ctx.community.id.get(),
        state.as_str(),
    )?;
    let mut list = Statement::new(COLUMNS);
    list.number("where c.community_id = ?", ctx.community.id.get())
        .text("and c.state = ?", state.as_str());
    let is_queue = state == State::Waiting;
    if let Some(after) = after {
        let piece = if is_queue {
            "and c.id > ?"
        } else {
            "and c.id < ?"
        };
        list.number(piece, after.get());
    }
    list.push(if is_queue {
        "order by c.id limit 31"
    } else {
        "order by c.id desc limit 31"
    });
    let mut claims = claims(&mut read, ctx, list).await?;
    let more = claims.len() > AT_ONCE;
    claims.truncate(AT_ONCE);
    let next = claims.last().filter(|_| more).map(|last| last.id);
    Ok(Page {
        claims,
        total,
        next,
    })
}
