//! Everybody on a shift, whom the system reaches, and whom staff phone (rules V17, X19, P18).

use domain::audit::Deed;
use domain::id::{PatrolShiftId, PatrolSignUpId, PersonId};
use domain::instant::Instant;
use domain::patrol::Role;
use domain::patrol::sign_up::State;
use domain::permission::Permission;
use domain::person::Sought;
use domain::telephone::Telephone;
use serde_json::json;
use text::Lang;

use super::{Shift, of_shift, require_lead};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::person::{self, Page, Query};
use crate::spreadsheet::{self, Cell};
use crate::{sql, words};

/// How a message gets to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// By mail.
    Mail,
    /// By text message.
    Text,
    /// There is an account: the message waits in the inbox.
    Inbox,
    /// Not at all: somebody has to phone.
    Phone,
}

/// Somebody on a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The sign-up.
    pub sign_up: PatrolSignUpId,
    /// Whose it is.
    pub person: PersonId,
    /// What the person is called.
    pub name: String,
    /// The number to dial, of a child the guardian's (rule P18).
    pub telephone: Option<Telephone>,
    /// Who looks after a child.
    pub guardian: Option<String>,
    /// As what.
    pub role: Role,
    /// Where the sign-up is in its life.
    pub state: State,
    /// How a message gets to whoever answers for it.
    pub reach: Reach,
    /// When somebody phoned about this shift.
    pub called_at: Option<Instant>,
    /// Why staff let a rule pass (rule V9); may be empty.
    pub override_reason: String,
}

impl Line {
    /// Whether somebody still has to phone.
    #[must_use]
    pub fn waits_for_call(&self) -> bool {
        self.reach == Reach::Phone && self.called_at.is_none()
    }
}

/// A shift with everybody on it.
#[derive(Debug, Clone)]
pub struct People {
    /// The shift.
    pub shift: Shift,
    /// Everybody whose sign-up is not cancelled, in the order in which they were taken.
    pub lines: Vec<Line>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    person_id: i64,
    name: String,
    telephone: Option<String>,
    guardian: Option<String>,
    role: String,
    state: String,
    has_account: i64,
    mail: i64,
    sms: i64,
    called_at: Option<i64>,
    override_reason: String,
}

impl Row {
    fn line(self) -> Result<Line, Error> {
        let reach = match (self.mail, self.sms, self.has_account) {
            (1, ..) => Reach::Mail,
            (_, 1, _) => Reach::Text,
            (_, _, 1) => Reach::Inbox,
            _ => Reach::Phone,
        };
        Ok(Line {
            sign_up: PatrolSignUpId::new(self.id),
            person: PersonId::new(self.person_id),
            name: self.name,
            telephone: self
                .telephone
                .and_then(|number| Telephone::parse(&number).ok()),
            guardian: self.guardian,
            role: Role::parse(&self.role).ok_or(Error::Unexpected("a role is unknown"))?,
            state: State::parse(&self.state)
                .ok_or(Error::Unexpected("a sign-up's state is unknown"))?,
            reach,
            called_at: self.called_at.map(Instant::from_millis),
            override_reason: self.override_reason,
        })
    }
}

/// Everybody on a shift, with their numbers: for staff and that shift's leader (rule P18).
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn people(ctx: &Context, id: PatrolShiftId) -> Result<People, Error> {
    ctx.signed_in().ok_or(Error::SignIn)?;
    let mut read = ctx.db().read().await?;
    let shift = of_shift(&mut read, ctx, id).await?.ok_or(Error::NotFound)?;
    require_lead(&mut read, ctx, &shift).await?;
    let lines = lines(&mut read, id).await?;
    Ok(People { shift, lines })
}

async fn lines(db: &mut impl Connection, id: PatrolShiftId) -> Result<Vec<Line>, Error> {
    // `a` is who answers: the guardian of a child, else the person.
    sql!(
        db,
        all as Row,
        "select u.id, u.person_id, p.name, a.telephone, g.name as guardian, u.role, u.state,
                cast(case when c.id is null then 0 else 1 end as bigint) as has_account,
                cast(case when m.wants_mail = 1 and m.mail_confirmed_at is not null
                          then 1 else 0 end as bigint) as mail,
                cast(case when m.wants_sms = 1 and a.telephone is not null
                          then 1 else 0 end as bigint) as sms,
                k.at as called_at, u.override_reason
         from patrol_sign_up u
         join person p on p.id = u.person_id
         left join person g on g.id = u.guardian_id
         join person a on a.id = coalesce(u.guardian_id, u.person_id)
         left join account c on c.person_id = a.id
         left join message_choice m on m.person_id = a.id
         left join patrol_call k on k.shift_id = u.shift_id and k.person_id = u.person_id
         where u.shift_id = $1 and u.is_active = 1
         order by u.seq",
        id.get(),
    )?
    .into_iter()
    .map(Row::line)
    .collect()
}

/// Notes that somebody was phoned about a shift, or takes the note back (rule X8).
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` for who is not on it, or when the store fails.
pub async fn tick(
    ctx: &Context,
    id: PatrolShiftId,
    person: PersonId,
    done: bool,
) -> Result<(), Error> {
    ctx.signed_in().ok_or(Error::SignIn)?;
    let mut tx = ctx.db().write().await?;
    let shift = of_shift(&mut tx, ctx, id).await?.ok_or(Error::NotFound)?;
    let caller = require_lead(&mut tx, ctx, &shift).await?;
    sql!(
        &mut tx,
        optional as (i64,),
        "select id from patrol_sign_up where shift_id = $1 and person_id = $2 and is_active = 1",
        id.get(),
        person.get(),
    )?
    .ok_or(Error::NotFound)?;
    let changed = if done {
        sql!(
            &mut tx,
            execute,
            "insert into patrol_call (shift_id, person_id, at, by_person) values ($1, $2, $3, $4)
             on conflict do nothing",
            id.get(),
            person.get(),
            ctx.now.millis(),
            caller.get(),
        )?
    } else {
        sql!(
            &mut tx,
            execute,
            "delete from patrol_call where shift_id = $1 and person_id = $2",
            id.get(),
            person.get(),
        )?
    };
    if changed == 0 {
        return Ok(());
    }
    let entry = Entry::new(Deed::PatrolCalled, shift.subject())
        .whose(person)
        .became(json!({ "done": done }));
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Persons of this community by name, door or the end of a number, to be entered (rule V11).
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn find(ctx: &Context, sought: Sought) -> Result<Page, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let query = Query {
        sought: Some(sought),
        ..Query::default()
    };
    person::reached(ctx, Permission::ManagePatrols, &query).await
}

/// What somebody of this community is called.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn name(ctx: &Context, person: PersonId) -> Result<String, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut read = ctx.db().read().await?;
    let found = sql!(
        &mut read,
        optional as (String,),
        "select name from person where id = $1 and community_id = $2",
        person.get(),
        ctx.community.id.get(),
    )?;
    found.map(|(name,)| name).ok_or(Error::NotFound)
}

/// The list to phone as `.xlsx`. Recorded (rules P18, P25).
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn xlsx(ctx: &Context, id: PatrolShiftId, lang: Lang) -> Result<Vec<u8>, Error> {
    let lines = exported(ctx, id, lang).await?;
    spreadsheet::xlsx(&id.to_string(), &heads(lang), &lines)
}

/// The same as text with commas and a mark.
///
/// # Errors
/// Those of [`xlsx`].
pub async fn csv(ctx: &Context, id: PatrolShiftId, lang: Lang) -> Result<Vec<u8>, Error> {
    let lines = exported(ctx, id, lang).await?;
    Ok(spreadsheet::csv(&heads(lang), &lines))
}

fn heads(lang: Lang) -> [(&'static str, u32); 6] {
    use text::patrol_desk as say;
    [
        (say::column_name(lang), 14),
        (say::column_telephone(lang), 16),
        (say::column_role(lang), 10),
        (say::column_state(lang), 14),
        (say::column_reach(lang), 14),
        (say::column_called(lang), 10),
    ]
}

async fn exported(ctx: &Context, id: PatrolShiftId, lang: Lang) -> Result<Vec<[Cell; 6]>, Error> {
    use text::patrol_desk as say;
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut tx = ctx.db().write().await?;
    let shift = of_shift(&mut tx, ctx, id).await?.ok_or(Error::NotFound)?;
    let lines = lines(&mut tx, id).await?;
    let entry =
        Entry::new(Deed::PatrolExported, shift.subject()).became(json!({ "rows": lines.len() }));
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    let row = |line: Line| {
        let name = match &line.guardian {
            Some(guardian) => say::with_guardian(lang, guardian, &line.name),
            None => line.name,
        };
        let number = line.telephone.as_ref().map_or("", Telephone::dial);
        let called = line.called_at.map_or("", |_| say::called(lang));
        [
            Cell::from(name),
            Cell::from(number),
            Cell::from(words::role(lang, line.role)),
            Cell::from(words::sign_up(lang, line.state)),
            Cell::from(reach(lang, line.reach)),
            Cell::from(called),
        ]
    };
    Ok(lines.into_iter().map(row).collect())
}

/// How somebody is reached, in words.
#[must_use]
pub fn reach(lang: Lang, reach: Reach) -> &'static str {
    use text::patrol_desk as say;
    match reach {
        Reach::Mail => say::reach_mail(lang),
        Reach::Text => say::reach_text(lang),
        Reach::Inbox => say::reach_inbox(lang),
        Reach::Phone => say::reach_phone(lang),
    }
}
