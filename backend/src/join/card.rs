//! 便民卡 (rule P7): a printed card that, with the door's number, signs a resident in.

use domain::audit::Deed;
use domain::household::is_door;
use domain::id::{AccountId, CardId, HouseholdId, PersonId};
use domain::permission::Post;
use domain::problem::Problem;
use domain::request_key::RequestKey;
use serde_json::json;

use super::{attempt, newcomer};
use crate::audit::{self, Entry};
use crate::context::{Context, SignedIn};
use crate::db::{Lock, Tx};
use crate::error::Error;
use crate::secret::Purpose;
use crate::{account, household, request_key, sql};

const PRINT: &str = "card.print";

/// What is to be printed.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// Makes one of a form sent twice.
    pub request_key: String,
    /// Members of the household.
    pub people: Vec<String>,
}

/// One card to print.
#[derive(Clone)]
pub struct Printed {
    /// Whose it is, as they are called.
    pub name: String,
    /// The secret part of its address.
    pub token: String,
}

impl std::fmt::Debug for Printed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Printed(…)")
    }
}

fn hash(ctx: &Context, token: &str) -> String {
    let text = format!("{}/{token}", ctx.community.id);
    ctx.stores.secret.keyed(Purpose::Card, &text)
}

/// The token that a form gives a person: 128 bits that nobody can work out without the
/// installation's key.
fn token(ctx: &Context, key: &RequestKey, person: PersonId) -> String {
    let text = format!("{}/{}/{person}", ctx.community.id, key.as_str());
    let mut keyed = ctx.stores.secret.keyed(Purpose::CardSeed, &text);
    keyed.truncate(32);
    keyed
}

/// Makes a new card for each of these members; each ends the one before. Whoever has no account gets
/// one by the card. The same form sent twice gives the same cards.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`; `Invalid` at `people` for nobody, and for children and holders of
/// a staff post, who get none; `Changed` when these cards were made anew meanwhile.
pub async fn print(ctx: &Context, id: HouseholdId, order: Order) -> Result<Vec<Printed>, Error> {
    {
        let mut read = ctx.db().read().await?;
        household::find(&mut read, ctx, id).await?;
    }
    let key = RequestKey::parse(&order.request_key)
        .map_err(|problem| Error::at("request_key", problem))?;
    let mut people: Vec<PersonId> = Vec::new();
    for person in &order.people {
        let person = person
            .parse()
            .map_err(|_| Error::at("people", Problem::NotAChoice))?;
        if !people.contains(&person) {
            people.push(person);
        }
    }
    if people.is_empty() {
        return Err(Error::at("people", Problem::Missing));
    }
    if people.len() > 40 {
        return Err(Error::at("people", Problem::TooMany { max: 40 }));
    }
    let mut tx = ctx.db().write().await?;
    let before = request_key::answered(&mut tx, ctx, PRINT, &key)
        .await?
        .is_some();
    tx.lock(Lock::Household(id)).await?;
    let mut cards = Vec::new();
    for person in people {
        let name = may_have_one(&mut tx, ctx, id, person).await?;
        let token = token(ctx, &key, person);
        if before {
            if !is_in_force(&mut tx, ctx, &token).await? {
                return Err(Error::Changed);
            }
        } else {
            end_all(&mut tx, ctx, None, person).await?;
            keep(&mut tx, ctx, id, person, &name, &token).await?;
            let entry = Entry::new(Deed::CardPrinted, format!("household/{id}"))
                .whose(person)
                .became(json!({ "person": person }));
            audit::record(&mut tx, ctx, entry).await?;
        }
        cards.push(Printed { name, token });
    }
    if !before {
        tx.commit().await?;
    }
    Ok(cards)
}

/// The name of a member who may have a card.
async fn may_have_one(
    tx: &mut Tx,
    ctx: &Context,
    household: HouseholdId,
    person: PersonId,
) -> Result<String, Error> {
    let (name,) = sql!(
        tx,
        optional as (String,),
        "select p.name from household_member m join person p on p.id = m.person_id
         where m.household_id = $1 and p.id = $2 and p.community_id = $3
           and (m.until is null or m.until > $4)
           and not exists (select 1 from child c where c.person_id = p.id)
         limit 1",
        household.get(),
        person.get(),
        ctx.community.id.get(),
        newcomer::today(ctx),
    )?
    .ok_or(Error::at("people", Problem::NotAChoice))?;
    let posts = sql!(
        tx,
        all as (String,),
        "select post from post_holding
         where person_id = $1 and (valid_until is null or valid_until > $2)",
        person.get(),
        ctx.now.millis(),
    )?;
    // A post that is not known any more is taken for one of staff.
    let is_staff = |post: &str| Post::parse(post).is_none_or(Post::is_staff);
    if posts.iter().any(|(post,)| is_staff(post)) {
        return Err(Error::at("people", Problem::NotAChoice));
    }
    Ok(name)
}

async fn is_in_force(tx: &mut Tx, ctx: &Context, token: &str) -> Result<bool, Error> {
    let found = sql!(
        tx,
        optional as (i64,),
        "select id from credential where kind = 'card' and name = $1",
        hash(ctx, token),
    )?;
    Ok(found.is_some())
}

async fn keep(
    tx: &mut Tx,
    ctx: &Context,
    household: HouseholdId,
    person: PersonId,
    name: &str,
    token: &str,
) -> Result<(), Error> {
    newcomer::account(tx, ctx, person, name).await?;
    let (account,) = sql!(
        tx,
        one as (i64,),
        "select id from account where person_id = $1",
        person.get()
    )?;
    let (credential,) = sql!(
        tx,
        one as (i64,),
        "insert into credential (account_id, kind, name, secret, created_at)
         values ($1, 'card', $2, '', $3) returning id",
        account,
        hash(ctx, token),
        ctx.now.millis(),
    )?;
    sql!(
        tx,
        execute,
        "insert into card (community_id, household_id, person_id, credential_id, made_at, made_by)
         values ($1, $2, $3, $4, $5, $6)",
        ctx.community.id.get(),
        household.get(),
        person.get(),
        credential,
        ctx.now.millis(),
        ctx.signed_in().map(|person| person.person.get()),
    )?;
    Ok(())
}

/// Ends the cards of a person, of one household or of all, and the sign-ins of their account.
pub(crate) async fn end_all(
    tx: &mut Tx,
    ctx: &Context,
    household: Option<HouseholdId>,
    person: PersonId,
) -> Result<u64, Error> {
    let cards = sql!(
        tx,
        all as (i64,),
        "select id from card where person_id = $1 and community_id = $2 and ended_at is null
           and ($3 = 0 or household_id = $3)",
        person.get(),
        ctx.community.id.get(),
        household.map_or(0, HouseholdId::get),
    )?;
    let mut ended = 0;
    for (id,) in cards {
        ended += end_one(tx, ctx, CardId::new(id), person).await?;
    }
    Ok(ended)
}

/// Ends the cards of a person who left, without their sign-ins.
pub(super) async fn end_of(
    tx: &mut Tx,
    ctx: &Context,
    household: HouseholdId,
    person: PersonId,
) -> Result<(), Error> {
    let cards = sql!(
        tx,
        all as (i64,),
        "select id from card where person_id = $1 and household_id = $2 and community_id = $3
           and ended_at is null",
        person.get(),
        household.get(),
        ctx.community.id.get(),
    )?;
    for (id,) in cards {
        end_card(tx, ctx, CardId::new(id)).await?;
    }
    Ok(())
}

async fn end_one(tx: &mut Tx, ctx: &Context, id: CardId, person: PersonId) -> Result<u64, Error> {
    let ended = end_card(tx, ctx, id).await?;
    // Whoever holds a lost card may be signed in by it anywhere.
    sql!(
        tx,
        execute,
        "delete from session where account_id in (select id from account where person_id = $1)",
        person.get(),
    )?;
    Ok(ended)
}

async fn end_card(tx: &mut Tx, ctx: &Context, id: CardId) -> Result<u64, Error> {
    let credential = sql!(
        tx,
        optional as (Option<i64>,),
        "select credential_id from card where id = $1 and ended_at is null",
        id.get(),
    )?;
    let ended = sql!(
        tx,
        execute,
        "update card set ended_at = $2, credential_id = null where id = $1 and ended_at is null",
        id.get(),
        ctx.now.millis(),
    )?;
    if let Some((Some(credential),)) = credential {
        sql!(
            tx,
            execute,
            "delete from credential where id = $1",
            credential
        )?;
    }
    Ok(ended)
}

/// Blocks a card at once and ends its sign-ins. One that is blocked already stays so.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn block(ctx: &Context, household: HouseholdId, id: CardId) -> Result<(), Error> {
    {
        let mut read = ctx.db().read().await?;
        household::find(&mut read, ctx, household).await?;
    }
    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Household(household)).await?;
    let (person,) = sql!(
        &mut tx,
        optional as (i64,),
        "select person_id from card where id = $1 and household_id = $2 and community_id = $3",
        id.get(),
        household.get(),
        ctx.community.id.get(),
    )?
    .ok_or(Error::NotFound)?;
    let person = PersonId::new(person);
    if end_one(&mut tx, ctx, id, person).await? > 0 {
        let entry = Entry::new(Deed::CardBlocked, format!("household/{household}"))
            .whose(person)
            .became(json!({ "card": id }));
        audit::record(&mut tx, ctx, entry).await?;
        tx.commit().await?;
    }
    Ok(())
}

struct Known {
    card: i64,
    account: AccountId,
    door: String,
}

async fn known(ctx: &Context, token: &str) -> Result<Known, Error> {
    if token.len() != 32 {
        return Err(Error::NotFound);
    }
    let mut read = ctx.db().read().await?;
    let found = sql!(
        &mut read,
        optional as (i64, i64, String),
        "select c.id, k.account_id, h.door from credential k
         join card c on c.credential_id = k.id join household h on h.id = c.household_id
         where k.kind = 'card' and k.name = $1 and c.community_id = $2 and c.ended_at is null",
        hash(ctx, token),
        ctx.community.id.get(),
    )?;
    found
        .map(|(card, account, door)| Known {
            card,
            account: AccountId::new(account),
            door,
        })
        .ok_or(Error::NotFound)
}

/// Whether a card is in force.
///
/// # Errors
/// `NotFound` when it is not, also for one that never was.
pub async fn look(ctx: &Context, token: &str) -> Result<(), Error> {
    known(ctx, token).await.map(|_| ())
}

/// The person whose card it is, when the door fits. Wrong doors are counted for the card.
///
/// # Errors
/// `NotFound` for a card that is not in force; `Invalid` at `door`; `Wait` after too many.
pub async fn sign_in(ctx: &Context, token: &str, door: &str) -> Result<SignedIn, Error> {
    let known = known(ctx, token).await?;
    if door.trim().is_empty() {
        return Err(Error::at("door", Problem::Missing));
    }
    let tried = attempt::count(ctx, "card", &known.card.to_string()).await?;
    // A card is no guess, whatever the door: it makes nobody else wait.
    tried.was_no_guess(ctx).await?;
    if !is_door(&known.door, door) {
        return Err(Error::at("door", Problem::DoesNotFit));
    }
    tried.forgive(ctx).await?;
    let person = account::signed_in(ctx, known.account)
        .await?
        .ok_or(Error::NotFound)?;
    // Whoever got a staff post since signs in with a password and a second factor.
    if person.is_staff() {
        return Err(Error::NotFound);
    }
    Ok(person)
}
