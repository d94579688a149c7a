//! Stories of who came.

mod closing;
mod code;
mod finding;
mod sheet;

use backend::Error;
use backend::context::Context;
use backend::patrol::attendance::{
    self, Attendee, Entered, List, Marked, Sheet, SheetGuest, SheetLine,
};
use backend::patrol::record::{self, Closed, Closing};
use backend::patrol::shift;
use backend::patrol::sign_up::{self, Answer, Guest, Wish};
use backend::sql;
use domain::id::{AccountId, PatrolShiftId, PatrolSignUpId};
use domain::patrol::attendance::Mark;
use domain::patrol::shift::{BodyDraft, Draft};
use domain::patrol::sign_up::State;
use domain::permission::Post;
use domain::problem::Problem;

use crate::story::{self, World, local};

/// Before the shift, within it, after it.
const BEFORE: &str = "2026-03-12T17:00";
const DURING: &str = "2026-03-12T18:05";
const AFTER: &str = "2026-03-12T20:00";

/// A shift of an evening, from 18 to 20 o'clock, with a leader and two members who have accounts.
struct Evening {
    id: PatrolShiftId,
    leader: AccountId,
    members: [AccountId; 2],
    staff: AccountId,
}

fn body(kind: i64) -> BodyDraft {
    BodyDraft {
        kind: kind.to_string(),
        place: "东门".to_owned(),
        starts: "18:00".to_owned(),
        ends: "20:00".to_owned(),
        leaders: "1".to_owned(),
        members: "11".to_owned(),
        uses_code: true,
        ..BodyDraft::default()
    }
}

async fn kind(world: &World) -> i64 {
    let mut tx = world.write().await;
    let (kind,) = sql!(
        &mut tx,
        one as (i64,),
        "select min(id) from patrol_kind where community_id = $1",
        world.here.id.get(),
    )
    .unwrap();
    kind
}

async fn trained(world: &World, account: AccountId) {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "insert into patrol_skill (person_id, community_id, skill, given_at)
         select person_id, $2, 'leader', $3 from account where id = $1",
        account.get(),
        world.here.id.get(),
        world.now().millis(),
    )
    .unwrap();
    tx.commit().await.unwrap();
}

async fn signs_up(
    world: &World,
    who: AccountId,
    shift: PatrolShiftId,
    role: &str,
) -> PatrolSignUpId {
    let ctx = world.ctx(Some(who)).await;
    let wish = Wish {
        request_key: format!("sign-up-{who}-{shift}"),
        role: role.to_owned(),
        ..Wish::default()
    };
    made(sign_up::sign_up(&ctx, shift, wish).await.unwrap())
}

fn made(answer: Answer) -> PatrolSignUpId {
    match answer {
        Answer::SignedUp(sign_up) => sign_up.id,
        Answer::Refused { why, .. } => panic!("refused: {why:?}"),
    }
}

async fn evening_of(world: &World, body: BodyDraft) -> Evening {
    let staff = world.account("min", Post::Staff).await;
    let ctx = world.ctx(Some(staff)).await;
    let draft = Draft {
        request_key: "evening-shift".to_owned(),
        body,
        day: "2026-03-12".to_owned(),
        publish: true,
    };
    let id = shift::write(&ctx, draft).await.unwrap();
    let leader = world.resident("lao").await;
    trained(world, leader).await;
    let members = [world.resident("wang").await, world.resident("zhao").await];
    signs_up(world, leader, id, "leader").await;
    for member in members {
        signs_up(world, member, id, "").await;
    }
    Evening {
        id,
        leader,
        members,
        staff,
    }
}

async fn evening(world: &World) -> Evening {
    let kind = kind(world).await;
    evening_of(world, body(kind)).await
}

async fn person_of(world: &World, account: AccountId) -> i64 {
    let mut tx = world.write().await;
    let (person,) = sql!(
        &mut tx,
        one as (i64,),
        "select person_id from account where id = $1",
        account.get(),
    )
    .unwrap();
    person
}

fn of<'l>(list: &'l List, name: &str) -> &'l Attendee {
    let mut people = list.people.iter();
    people.find(|one| one.name == name).expect("on the list")
}

async fn marks(
    ctx: &Context,
    shift: PatrolShiftId,
    name: &str,
    mark: Mark,
) -> Result<Marked, Error> {
    let list = attendance::list(ctx, shift).await?;
    let sign_up = &of(&list, name).sign_up;
    attendance::mark(ctx, sign_up.id, sign_up.version, mark).await
}

async fn state(ctx: &Context, shift: PatrolShiftId, name: &str) -> State {
    let list = attendance::list(ctx, shift).await.unwrap();
    of(&list, name).sign_up.state
}

/// A form that closes the shift as the page proposes: whoever is not ticked did not come.
async fn form(ctx: &Context, shift: PatrolShiftId, key: &str) -> Closing {
    let list = attendance::list(ctx, shift).await.unwrap();
    let missing: Vec<_> = list.missing().map(|one| one.sign_up.id).collect();
    Closing {
        request_key: format!("closing-{key}"),
        version: list.shift.version,
        listed: missing.clone(),
        absent: missing,
        ..Closing::default()
    }
}

/// What the ledger holds of an account's person: the entries' minutes in order.
async fn ledger(world: &World, account: AccountId) -> Vec<i64> {
    let person = person_of(world, account).await;
    let mut tx = world.write().await;
    let rows = sql!(
        &mut tx,
        all as (i64,),
        "select minutes from hours_entry where person_id = $1 order by id",
        person,
    )
    .unwrap();
    rows.into_iter().map(|(minutes,)| minutes).collect()
}

#[tokio::test]
async fn v12_all_came_is_one_press_and_twice_is_once() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        world.at(local("2026-03-12T17:29"));
        let early = world.ctx(Some(evening.leader)).await;
        let too_early = attendance::all_came(&early, evening.id).await;
        assert!(matches!(too_early, Err(Error::Changed)), "{too_early:?}");

        world.at(local("2026-03-12T17:30"));
        let ctx = world.ctx(Some(evening.leader)).await;
        assert_eq!(attendance::all_came(&ctx, evening.id).await.unwrap(), 3);
        assert_eq!(attendance::all_came(&ctx, evening.id).await.unwrap(), 0);
        for name in ["lao", "wang", "zhao"] {
            assert_eq!(state(&ctx, evening.id, name).await, State::CheckedIn);
        }
        marks(&ctx, evening.id, "zhao", Mark::TakenBack)
            .await
            .unwrap();
        assert_eq!(state(&ctx, evening.id, "zhao").await, State::Confirmed);
        assert_eq!(attendance::all_came(&ctx, evening.id).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn v12_only_the_leader_and_staff_see_the_list_and_its_numbers() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        world.at(local(DURING));
        let leader = world.ctx(Some(evening.leader)).await;
        let guest = Guest {
            request_key: "guest-of-tonight".to_owned(),
            name: "周阿姨".to_owned(),
            telephone: "13900007777".to_owned(),
            ..Guest::default()
        };
        let brought = attendance::bring(&leader, evening.id, guest.clone())
            .await
            .unwrap();
        let again = attendance::bring(&leader, evening.id, guest).await.unwrap();
        let Answer::SignedUp(sign_up) = &brought else {
            panic!("{brought:?}");
        };
        assert_eq!(sign_up.state, State::CheckedIn);
        assert_eq!(made(again), sign_up.id);
        for who in [evening.leader, evening.staff] {
            let ctx = world.ctx(Some(who)).await;
            let list = attendance::list(&ctx, evening.id).await.unwrap();
            assert_eq!(list.people.len(), 4);
            let telephone = of(&list, "周阿姨").telephone.clone().unwrap();
            assert_eq!(telephone.dial(), "13900007777");
        }
        let member = world.ctx(Some(evening.members[0])).await;
        let other = world.account("wu", Post::Captain).await;
        let stranger = world.stranger("mo", Post::Admin).await;
        let other = world.ctx(Some(other)).await;
        let id = sign_up.id;
        for ctx in [&member, &other] {
            let seen = attendance::list(ctx, evening.id).await;
            assert!(matches!(seen, Err(Error::Denied)), "{seen:?}");
            let all = attendance::all_came(ctx, evening.id).await;
            assert!(matches!(all, Err(Error::Denied)), "{all:?}");
            let one = attendance::mark(ctx, id, 1, Mark::TakenBack).await;
            assert!(matches!(one, Err(Error::Denied)), "{one:?}");
            let closed = record::close(ctx, evening.id, form(&leader, evening.id, "other").await);
            assert!(matches!(closed.await, Err(Error::Denied)));
            let record = record::show(ctx, evening.id).await;
            assert!(matches!(record, Err(Error::Denied)));
        }
        let nobody = world.ctx(None).await;
        let seen = attendance::list(&nobody, evening.id).await;
        assert!(matches!(seen, Err(Error::SignIn)), "{seen:?}");
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        let seen = attendance::list(&there, evening.id).await;
        assert!(matches!(seen, Err(Error::NotFound)), "{seen:?}");
        let one = attendance::mark(&there, id, 1, Mark::TakenBack).await;
        assert!(matches!(one, Err(Error::NotFound)), "{one:?}");
    })
    .await;
}

#[tokio::test]
async fn v14_not_coming_is_noted_only_after_the_end_and_can_be_excused_and_taken_back() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        world.at(local("2026-03-12T19:59"));
        let ctx = world.ctx(Some(evening.leader)).await;
        let early = marks(&ctx, evening.id, "wang", Mark::Missed).await;
        assert!(matches!(early, Err(Error::Changed)), "{early:?}");

        world.at(local(AFTER));
        let ctx = world.ctx(Some(evening.leader)).await;
        for (mark, wanted) in [
            (Mark::Missed, State::NoShow),
            (Mark::Missed, State::NoShow),
            (Mark::Excused, State::Excused),
            (Mark::TakenBack, State::Confirmed),
            (Mark::Missed, State::NoShow),
            (Mark::Came, State::CheckedIn),
            (Mark::TakenBack, State::Confirmed),
        ] {
            let marked = marks(&ctx, evening.id, "wang", mark).await.unwrap();
            assert_eq!(marked, Marked::Done, "{mark:?}");
            assert_eq!(state(&ctx, evening.id, "wang").await, wanted, "{mark:?}");
        }

        // A press on an older page changes nothing.
        let list = attendance::list(&ctx, evening.id).await.unwrap();
        let old = of(&list, "wang").sign_up.clone();
        let older = attendance::mark(&ctx, old.id, old.version - 1, Mark::Missed).await;
        assert!(matches!(older, Err(Error::Changed)), "{older:?}");
    })
    .await;
}

#[tokio::test]
async fn v14_the_others_did_not_come_unless_they_had_a_reason() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        world.at(local(AFTER));
        let ctx = world.ctx(Some(evening.leader)).await;
        marks(&ctx, evening.id, "lao", Mark::Came).await.unwrap();
        let stale = form(&ctx, evening.id, "stale").await;
        let list = attendance::list(&ctx, evening.id).await.unwrap();
        let zhao = of(&list, "zhao").sign_up.id;

        // Somebody came to the list meanwhile: nobody is written down unseen.
        let fewer = Closing {
            listed: vec![zhao],
            ..stale.clone()
        };
        let changed = record::close(&ctx, evening.id, fewer).await;
        assert!(matches!(changed, Err(Error::Changed)), "{changed:?}");

        let closing = Closing {
            absent: vec![zhao],
            ..stale
        };
        record::close(&ctx, evening.id, closing).await.unwrap();
        assert_eq!(state(&ctx, evening.id, "zhao").await, State::NoShow);
        assert_eq!(state(&ctx, evening.id, "wang").await, State::Excused);
        assert_eq!(ledger(&world, evening.leader).await, [120]);
        assert!(ledger(&world, evening.members[0]).await.is_empty());
        assert!(ledger(&world, evening.members[1]).await.is_empty());

        // The person sees it; another member of the shift sees nothing of it.
        let zhao = world.ctx(Some(evening.members[1])).await;
        let own = sign_up::mine(&zhao, evening.id).await.unwrap();
        assert_eq!(own.map(|own| own.state), Some(State::NoShow));
        let wang = world.ctx(Some(evening.members[0])).await;
        let seen = attendance::list(&wang, evening.id).await;
        assert!(matches!(seen, Err(Error::Denied)), "{seen:?}");
    })
    .await;
}

#[tokio::test]
async fn v12_whoever_waited_and_came_gets_a_free_place_and_no_more_than_there_are() {
    story::both(|world| async move {
        let kind = kind(&world).await;
        let full = BodyDraft {
            members: "2".to_owned(),
            ..body(kind)
        };
        let evening = evening_of(&world, full).await;
        let late = world.resident("qian").await;
        signs_up(&world, late, evening.id, "").await;
        world.at(local(DURING));
        let ctx = world.ctx(Some(evening.leader)).await;
        let none = marks(&ctx, evening.id, "qian", Mark::Came).await.unwrap();
        assert_eq!(none, Marked::NoPlace);
        assert_eq!(state(&ctx, evening.id, "qian").await, State::Waitlisted);
        marks(&ctx, evening.id, "zhao", Mark::Excused)
            .await
            .unwrap();
        let place = marks(&ctx, evening.id, "qian", Mark::Came).await.unwrap();
        assert_eq!(place, Marked::Done);
        let back = marks(&ctx, evening.id, "zhao", Mark::Came).await.unwrap();
        assert_eq!(back, Marked::NoPlace);
    })
    .await;
}

#[tokio::test]
async fn v12_before_the_shift_nobody_is_ticked() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        world.at(local(BEFORE));
        let ctx = world.ctx(Some(evening.leader)).await;
        let early = marks(&ctx, evening.id, "wang", Mark::Came).await;
        assert!(matches!(early, Err(Error::Changed)), "{early:?}");
        let sheet = Sheet {
            request_key: "sheet-too-early".to_owned(),
            ..Sheet::default()
        };
        let early = attendance::enter_sheet(&ctx, evening.id, sheet).await;
        assert!(matches!(early, Err(Error::Changed)), "{early:?}");
    })
    .await;
}
