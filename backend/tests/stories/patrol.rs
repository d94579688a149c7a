//! Stories of patrols.

mod attendance;
mod coverage;
mod figures;
mod model;
mod plan;
mod race;
mod reminder;
mod roster;
mod shift;
mod sign_up;
pub(crate) mod template;

use backend::context::Context;
use backend::patrol::sign_up::{Answer, Wish};
use backend::patrol::{self, Shift, SignUp};
use backend::sql;
use domain::id::{AccountId, PatrolShiftId, PersonId};
use domain::patrol::Role;
use domain::patrol::shift::{BodyDraft, Draft};
use domain::patrol::sign_up::State;
use domain::permission::Post;

use crate::story::World;

/// Staff who look after patrols.
pub(crate) async fn staff(world: &World) -> Context {
    let account = world.account("min", Post::Staff).await;
    world.ctx(Some(account)).await
}

/// The form of a shift with a leader's place, from six to eight in the evening of a day.
pub(crate) async fn draft(ctx: &Context, key: &str, day: &str, members: i64) -> Draft {
    let mut read = ctx.db().read().await.unwrap();
    let kinds = patrol::kind::all(&mut read, ctx).await.unwrap();
    Draft {
        request_key: format!("patrol-{key}"),
        day: day.to_owned(),
        publish: true,
        body: BodyDraft {
            kind: kinds[0].id.to_string(),
            starts: "18:00".to_owned(),
            ends: "20:00".to_owned(),
            leaders: "1".to_owned(),
            members: members.to_string(),
            ..BodyDraft::default()
        },
    }
}

/// A published shift of that form.
pub(crate) async fn shift(ctx: &Context, key: &str, day: &str, members: i64) -> PatrolShiftId {
    let draft = draft(ctx, key, day, members).await;
    patrol::shift::write(ctx, draft).await.unwrap()
}

/// The same at other hours.
pub(crate) async fn shift_at(
    ctx: &Context,
    key: &str,
    (day, starts, ends): (&str, &str, &str),
    members: i64,
) -> PatrolShiftId {
    let mut draft = draft(ctx, key, day, members).await;
    draft.body.starts = starts.to_owned();
    draft.body.ends = ends.to_owned();
    patrol::shift::write(ctx, draft).await.unwrap()
}

/// A resident, signed in at the story's instant.
pub(crate) async fn resident(world: &World, name: &str) -> (AccountId, Context) {
    let account = world.resident(name).await;
    (account, world.ctx(Some(account)).await)
}

/// A child here, as family writes it down (rule P21).
pub(crate) async fn child(world: &World, guardian: PersonId, name: &str) -> PersonId {
    let mut tx = world.write().await;
    let (id,) = sql!(
        &mut tx,
        one as (i64,),
        "insert into person (community_id, name, created_at) values ($1, $2, 0) returning id",
        world.here.id.get(),
        name,
    )
    .unwrap();
    sql!(
        &mut tx,
        execute,
        "insert into child (person_id, community_id, guardian_id, age_band)
         values ($1, $2, $3, '7-13')",
        id,
        world.here.id.get(),
        guardian.get(),
    )
    .unwrap();
    tx.commit().await.unwrap();
    PersonId::new(id)
}

/// The person of a context.
pub(crate) fn person(ctx: &Context) -> PersonId {
    ctx.signed_in().unwrap().person
}

/// A resident's plain wish; each has a key of its own.
pub(crate) fn wish(ctx: &Context, id: PatrolShiftId) -> Wish {
    Wish {
        request_key: format!("wish-{id}-{}-{}", person(ctx), ctx.now.millis()),
        ..Wish::default()
    }
}

/// What came of a resident's plain wish.
pub(crate) async fn ask(ctx: &Context, id: PatrolShiftId) -> Answer {
    patrol::sign_up::sign_up(ctx, id, wish(ctx, id))
        .await
        .unwrap()
}

/// Signs a resident up, whatever the sign-up's state is then.
pub(crate) async fn signs_up(ctx: &Context, id: PatrolShiftId) -> SignUp {
    match ask(ctx, id).await {
        Answer::SignedUp(sign_up) => sign_up,
        Answer::Refused { why, .. } => panic!("refused: {why:?}"),
    }
}

/// How somebody's sign-up on a shift stands now; nothing when there is none, or it is cancelled.
pub(crate) async fn state(ctx: &Context, id: PatrolShiftId) -> Option<State> {
    let mine = patrol::sign_up::mine(ctx, id).await.unwrap();
    mine.map(|sign_up| sign_up.state)
}

/// A shift as it stands.
pub(crate) async fn find(ctx: &Context, id: PatrolShiftId) -> Shift {
    patrol::find(ctx, id).await.unwrap()
}

/// How many members' places are held.
pub(crate) async fn taken(ctx: &Context, id: PatrolShiftId) -> i64 {
    find(ctx, id).await.places_of(Role::Member).taken
}

/// Somebody is trained to lead (rule V11).
pub(crate) async fn train(world: &World, person: PersonId) {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "insert into patrol_skill (person_id, community_id, skill, given_at)
         values ($1, $2, 'leader', $3)",
        person.get(),
        world.here.id.get(),
        world.now().millis(),
    )
    .unwrap();
    tx.commit().await.unwrap();
}

/// What people were told about shifts, as `name kind`, in order.
pub(crate) async fn told(world: &World) -> Vec<String> {
    let mut read = world.stores.db.read().await.unwrap();
    sql!(
        &mut read,
        all as (String, String),
        "select p.name, m.kind from message m join person p on p.id = m.person_id
         where m.subject like 'patrol/%' order by m.id",
    )
    .unwrap()
    .into_iter()
    .map(|(name, kind)| format!("{name} {kind}"))
    .collect()
}

/// Looks at every row: no place is given twice and none is lost (rules V1–V3).
pub(crate) async fn v01_v02_v03_hold_everywhere(world: &World) {
    let mut read = world.stores.db.read().await.unwrap();
    let over = sql!(
        &mut read,
        all as (i64, String),
        "select p.shift_id, p.role from patrol_place p
         where p.taken + p.reserved > p.capacity
            or p.taken <> (select count(*) from patrol_sign_up u
                           where u.shift_id = p.shift_id and u.role = p.role and u.holds = 1)",
    )
    .unwrap();
    assert_eq!(over, [], "v01: places and their holders agree");
    let whole = sql!(
        &mut read,
        all as (i64,),
        "select u.shift_id from patrol_sign_up u where u.holds = 1 group by u.shift_id
         having count(*) > (select sum(p.capacity) from patrol_place p
                            where p.shift_id = u.shift_id)",
    )
    .unwrap();
    assert_eq!(whole, [], "v01: for the shift as for each role");
    let lying = sql!(
        &mut read,
        all as (i64,),
        "select id from patrol_sign_up
         where (is_active = 0) <> (state = 'cancelled')
            or (holds = 1) <> (state in ('offered', 'confirmed', 'seeking', 'checked_in',
                                         'completed', 'no_show'))",
    )
    .unwrap();
    assert_eq!(lying, [], "what a row says of itself is its state");
    let twice = sql!(
        &mut read,
        all as (i64, i64),
        "select shift_id, person_id from patrol_sign_up where is_active = 1
         group by shift_id, person_id having count(*) > 1",
    )
    .unwrap();
    assert_eq!(twice, [], "v02: one active sign-up a person and shift");
    let both = sql!(
        &mut read,
        all as (i64, i64),
        "select a.id, b.id from patrol_sign_up a
         join patrol_shift s on s.id = a.shift_id and s.state <> 'cancelled'
         join patrol_sign_up b on b.person_id = a.person_id and b.id > a.id
         join patrol_shift t on t.id = b.shift_id and t.state <> 'cancelled'
         where a.holds = 1 and b.holds = 1 and a.override_reason = '' and b.override_reason = ''
           and s.starts_at < t.ends_at and t.starts_at < s.ends_at",
    )
    .unwrap();
    assert_eq!(both, [], "v03: nobody is in two places");
}
