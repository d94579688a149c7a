//! Every table that holds something of a person: how it is told to its owner (rule P22) and what
//! becomes of it when they are removed (rule P23). A test reads the tables of both engines and fails
//! when one that refers to a person or an account is neither here nor in [`NOT_TOLD`].

use domain::id::{AccountId, PersonId};

use crate::context::Context;
use crate::db::{Conn, Connection, Loose, Tx};
use crate::error::Error;

/// By which id a table knows somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// `person.id`
    Person,
    /// `account.id`
    Account,
}

/// One statement of removing somebody; `$1` is their id.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// Nothing else is needed.
    Plain(&'static str),
    /// `$2` is the instant.
    Now(&'static str),
    /// `$2` is the day.
    Today(&'static str),
}

/// One table, or one way in which a table knows somebody.
#[derive(Debug, Clone, Copy)]
pub struct Holding {
    /// The table.
    pub table: &'static str,
    /// By which id.
    pub of: Of,
    /// What its owner is told; `$1` is their id. Never a secret.
    pub tell: &'static str,
    /// What becomes of it.
    pub erase: &'static [Step],
}

const fn person(table: &'static str, tell: &'static str, erase: &'static [Step]) -> Holding {
    Holding {
        table,
        of: Of::Person,
        tell,
        erase,
    }
}

const fn account(table: &'static str, tell: &'static str, erase: &'static [Step]) -> Holding {
    Holding {
        table,
        of: Of::Account,
        tell,
        erase,
    }
}

/// In the order in which they are removed: what refers to others first.
pub const HOLDINGS: &[Holding] = &[
    person(
        "card",
        "select made_at, ended_at from card where person_id = $1 order by id",
        &[Step::Now(
            "update card set credential_id = null, ended_at = coalesce(ended_at, $2)
             where person_id = $1",
        )],
    ),
    account(
        "reset_slip",
        "select made_at, expires_at, used_at from reset_slip where account_id = $1 order by id",
        &[Step::Plain("delete from reset_slip where account_id = $1")],
    ),
    account(
        "second_factor",
        "select created_at from second_factor where account_id = $1",
        &[Step::Plain(
            "delete from second_factor where account_id = $1",
        )],
    ),
    account(
        "one_time_code",
        "select used_at from one_time_code where account_id = $1 order by id",
        &[Step::Plain(
            "delete from one_time_code where account_id = $1",
        )],
    ),
    account(
        "device_trust",
        "select created_at, expires_at from device_trust where account_id = $1 order by created_at",
        &[Step::Plain(
            "delete from device_trust where account_id = $1",
        )],
    ),
    account(
        "credential",
        "select kind, name, created_at from credential where account_id = $1 order by id",
        &[Step::Plain("delete from credential where account_id = $1")],
    ),
    account(
        "session",
        "select device, began_at, touched_at, expires_at from session
         where account_id = $1 order by created_at",
        &[Step::Plain("delete from session where account_id = $1")],
    ),
    person(
        "consent",
        "select purpose, text_version, text_hash, channel, given_at, withdrawn_at from consent
         where person_id = $1 order by id",
        &[Step::Plain("delete from consent where person_id = $1")],
    ),
    person(
        "delivery",
        "select d.channel, d.state, d.settled_at from delivery d
         join message m on m.id = d.message_id where m.person_id = $1 order by d.id",
        &[Step::Plain(
            "delete from delivery
             where message_id in (select id from message where person_id = $1)",
        )],
    ),
    person(
        "message",
        "select kind, subject, args, at, read_at from message where person_id = $1 order by id",
        &[Step::Plain("delete from message where person_id = $1")],
    ),
    person(
        "message_choice",
        "select mail_address, mail_confirmed_at, wants_mail, wants_sms from message_choice
         where person_id = $1",
        &[Step::Plain(
            "delete from message_choice where person_id = $1",
        )],
    ),
    person(
        "family_invitation",
        "select made_at, expires_at, used_at from family_invitation
         where owner_id = $1 order by id",
        &[Step::Plain(
            "delete from family_invitation where owner_id = $1",
        )],
    ),
    person(
        "family_helper",
        "select o.name as owner, h.name as helper, f.since, f.ended_at from family_helper f
         join person o on o.id = f.owner_id join person h on h.id = f.helper_id
         where f.owner_id = $1 or f.helper_id = $1 order by f.id",
        &[Step::Now(
            "update family_helper set ended_at = $2
             where (owner_id = $1 or helper_id = $1) and ended_at is null",
        )],
    ),
    person(
        "patrol_sign_up",
        "select s.starts_at, s.ends_at, u.role, u.state, u.override_reason, u.came_at, u.went_at,
                u.signed_at
         from patrol_sign_up u join patrol_shift s on s.id = u.shift_id
         where u.person_id = $1 or u.guardian_id = $1 order by u.id",
        &[
            // Whoever waits for the places gets them in the next round of the job.
            Step::Now(
                "update patrol_place set taken = taken - (
                     select count(*) from patrol_sign_up u
                     where (u.person_id = $1 or u.guardian_id = $1) and u.holds = 1
                       and u.shift_id = patrol_place.shift_id and u.role = patrol_place.role)
                 where shift_id in (
                     select u.shift_id from patrol_sign_up u
                     join patrol_shift s on s.id = u.shift_id
                     where (u.person_id = $1 or u.guardian_id = $1) and u.holds = 1
                       and s.starts_at > $2)",
            ),
            Step::Now(
                "update patrol_sign_up set state = 'cancelled', is_active = 0, holds = 0,
                        changed_at = $2, version = version + 1
                 where (person_id = $1 or guardian_id = $1) and is_active = 1
                   and shift_id in (select id from patrol_shift where starts_at > $2)",
            ),
            Step::Plain("update patrol_sign_up set override_reason = '' where person_id = $1"),
        ],
    ),
    person(
        "patrol_skill",
        "select skill, given_at from patrol_skill where person_id = $1",
        &[Step::Plain("delete from patrol_skill where person_id = $1")],
    ),
    person(
        "patrol_call",
        "select shift_id, at from patrol_call where person_id = $1 order by shift_id",
        &[Step::Plain("delete from patrol_call where person_id = $1")],
    ),
    person(
        "patrol_feed",
        "select made_at from patrol_feed where person_id = $1",
        &[Step::Plain("delete from patrol_feed where person_id = $1")],
    ),
    person(
        "hours_entry",
        "select source, on_day, began_at, ended_at, minutes, words, reverses_id, written_at
         from hours_entry where person_id = $1 or child_id = $1 order by id",
        &[Step::Plain(
            "update hours_entry set words = '' where person_id = $1 and words <> ''",
        )],
    ),
    person(
        "hours_claim",
        "select on_day, minutes, words, state, entered_at, decided_at, reason
         from hours_claim where person_id = $1 or child_id = $1 order by id",
        &[Step::Plain(
            "update hours_claim set words = '', reason = '',
                    state = case when state = 'waiting' then 'withdrawn' else state end
             where person_id = $1 or child_id = $1",
        )],
    ),
    person(
        "certificate",
        "select year, seq, real_name, volunteer_number, guardian_name, from_day, until_day,
                total_minutes, issued_at, revoked_at
         from certificate where person_id = $1 or child_id = $1 order by id",
        &[Step::Plain(
            "update certificate set real_name = '', volunteer_number = '', guardian_name = '',
                    person_id = null, child_id = null
             where person_id = $1 or child_id = $1",
        )],
    ),
    person(
        "child",
        "select p.name, c.age_band from child c join person p on p.id = c.person_id
         where c.guardian_id = $1 or c.person_id = $1 order by c.person_id",
        &[
            // A child is kept under the guardian's record and goes with it (rule P21).
            Step::Today(
                "update household_member set until = $2 where until is null
                 and person_id in (select person_id from child where guardian_id = $1)",
            ),
            Step::Plain(
                "update person set name = '已注销', telephone = null
                 where id in (select person_id from child where guardian_id = $1)",
            ),
            Step::Plain("delete from child where guardian_id = $1 or person_id = $1"),
        ],
    ),
    person(
        "household_member",
        "select b.name as building, u.name as unit, h.door, m.since, m.until
         from household_member m
         join household h on h.id = m.household_id
         join building b on b.id = h.building_id
         join unit u on u.id = h.unit_id
         where m.person_id = $1 order by m.id",
        &[Step::Today(
            "update household_member set until = $2 where person_id = $1 and until is null",
        )],
    ),
    person(
        "post_holding",
        "select h.post, n.name as place, h.valid_from, h.valid_until, h.telephone, h.reason
         from post_holding h join org_node n on n.id = h.node_id
         where h.person_id = $1 order by h.id",
        &[
            Step::Now(
                "update post_holding set valid_until = $2
                 where person_id = $1 and (valid_until is null or valid_until > $2)",
            ),
            Step::Plain(
                "update post_holding set telephone = null, reason = '', end_reason = ''
                 where person_id = $1",
            ),
        ],
    ),
    person(
        "report",
        "select year, seq, state, source, place_words, words, reporter_name, show_name, callback,
                reported_at, closed_at
         from report where reporter_person_id = $1
            or reporter_id in (select id from account where person_id = $1) order by id",
        &[Step::Plain(
            "update report set reporter_id = null, reporter_person_id = null, reporter_name = null,
                    show_name = 0, callback = null
             where reporter_person_id = $1
                or reporter_id in (select id from account where person_id = $1)",
        )],
    ),
    account(
        "report_history",
        "select r.year, r.seq, h.at, h.role, h.action, h.to_state, h.words
         from report_history h join report r on r.id = h.report_id
         where h.account_id = $1 order by h.at, h.report_id, h.step",
        &[Step::Plain(
            "update report_history set account_id = null
             where account_id = $1 and role = 'reporter'",
        )],
    ),
    account(
        "notice",
        "select id, title, published_at from notice where written_by = $1 order by id",
        &[],
    ),
    person(
        "audit",
        "select at, post, deed, subject, actor_id, person_id, was, became, personal from audit
         where person_id = $1 or actor_id = $1 order by id",
        &[Step::Plain(
            "update audit set personal = null, salt = null
             where person_id = $1 and personal is not null",
        )],
    ),
    person(
        "review",
        "select subject, part, settled_at from review where settled_by = $1 order by id",
        &[],
    ),
    person(
        "estate_import",
        "select name, state, created_at from estate_import where owner_id = $1 order by id",
        &[Step::Plain("delete from estate_import where owner_id = $1")],
    ),
    person(
        "join_request",
        "select j.name, j.telephone, j.door, j.words, j.state, j.asked_at
         from join_request j join person p on p.name = j.name and p.telephone = j.telephone
              and p.community_id = j.community_id
         where p.id = $1 order by j.id",
        &[Step::Plain(
            "update join_request set name = '已注销', telephone = '', words = '', reason = ''
             where exists (select 1 from person p where p.id = $1 and p.name = join_request.name
                             and p.telephone = join_request.telephone
                             and p.community_id = join_request.community_id)",
        )],
    ),
    account(
        "account",
        "select display_name, language, created_at from account where id = $1",
        &[Step::Plain(
            "update account set display_name = '已注销', blocked_until = 9223372036854775807
             where id = $1",
        )],
    ),
    person(
        "person",
        "select name, telephone, created_at from person where id = $1",
        &[Step::Plain(
            "update person set name = '已注销', telephone = null where id = $1",
        )],
    ),
];

/// Tables that refer to a person or hold numbers and are told to nobody, each with the reason.
pub const NOT_TOLD: &[(&str, &str)] = &[
    (
        "patrol_shift",
        "the community's; who wrote it up is a row of the trail as well",
    ),
    ("service_org", "an organisation's number, public by P17"),
    (
        "household_code",
        "a door's; who made it is a row of the trail as well",
    ),
];

impl Holding {
    fn id(&self, person: PersonId, account: Option<AccountId>) -> Option<i64> {
        match self.of {
            Of::Person => Some(person.get()),
            Of::Account => account.map(AccountId::get),
        }
    }

    /// The rows of somebody, as they are told.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn told(
        &self,
        db: &mut impl Connection,
        person: PersonId,
        account: Option<AccountId>,
    ) -> Result<Vec<Loose>, Error> {
        let Some(id) = self.id(person, account) else {
            return Ok(Vec::new());
        };
        Ok(match db.conn() {
            Conn::Sqlite(connection) => {
                sqlx::query_as::<sqlx::Sqlite, Loose>(self.tell)
                    .bind(id)
                    .fetch_all(connection)
                    .await?
            }
            Conn::Postgres(connection) => {
                sqlx::query_as::<sqlx::Postgres, Loose>(self.tell)
                    .bind(id)
                    .fetch_all(connection)
                    .await?
            }
        })
    }

    /// Removes or anonymises the rows of somebody.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn erased(
        &self,
        tx: &mut Tx,
        ctx: &Context,
        person: PersonId,
        account: Option<AccountId>,
    ) -> Result<(), Error> {
        let Some(id) = self.id(person, account) else {
            return Ok(());
        };
        let now = ctx.now.millis();
        let today = ctx.community.zone.date_of(ctx.now).to_string();
        for step in self.erase {
            match tx.conn() {
                Conn::Sqlite(connection) => {
                    let (Step::Plain(text) | Step::Now(text) | Step::Today(text)) = step;
                    let query = sqlx::query::<sqlx::Sqlite>(*text).bind(id);
                    match step {
                        Step::Plain(_) => query,
                        Step::Now(_) => query.bind(now),
                        Step::Today(_) => query.bind(&today),
                    }
                    .execute(connection)
                    .await?;
                }
                Conn::Postgres(connection) => {
                    let (Step::Plain(text) | Step::Now(text) | Step::Today(text)) = step;
                    let query = sqlx::query::<sqlx::Postgres>(*text).bind(id);
                    match step {
                        Step::Plain(_) => query,
                        Step::Now(_) => query.bind(now),
                        Step::Today(_) => query.bind(&today),
                    }
                    .execute(connection)
                    .await?;
                }
            }
        }
        Ok(())
    }
}
