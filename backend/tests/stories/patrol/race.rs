//! Stories of many at once (rules V1–V3, V6, V7).

use std::sync::Arc;

use backend::context::{Actor, Context, SignedIn};
use backend::patrol::sign_up::{self, Answer, Wish};
use backend::{Error, patrol, sql, task};
use domain::id::{AccountId, PatrolShiftId, PersonId};
use domain::patrol::sign_up::State;
use futures::future::join_all;

use super::{draft, person, resident, shift, shift_at, staff, state, v01_v02_v03_hold_everywhere};
use crate::story::{self, World};

/// How many ask for the last place at once.
const MANY: i64 = 200;
/// How often.
const ROUNDS: i64 = 100;

/// So many signed-in residents who have no way to sign in: only the database knows them.
pub(super) async fn crowd(world: &World, many: i64) -> Vec<Context> {
    let plain = world.ctx(None).await;
    let mut tx = world.write().await;
    let mut people = Vec::new();
    for nth in 0..many {
        let (id,) = sql!(
            &mut tx,
            one as (i64,),
            "insert into person (community_id, name, created_at) values ($1, $2, 0) returning id",
            world.here.id.get(),
            format!("邻居{nth}"),
        )
        .unwrap();
        let (account,) = sql!(
            &mut tx,
            one as (i64,),
            "insert into account (person_id, display_name, created_at) values ($1, $2, 0)
             returning id",
            id,
            format!("邻居{nth}"),
        )
        .unwrap();
        people.push(Context {
            actor: Actor::Person(Arc::new(SignedIn {
                account: AccountId::new(account),
                person: PersonId::new(id),
                display_name: String::new(),
                rights: Vec::new(),
                has_second_factor: false,
                sign_in_version: 0,
            })),
            ..plain.clone()
        });
    }
    tx.commit().await.unwrap();
    people
}

/// Signs up as a handler does: to the end, in a task of its own, again when the engine asks for it.
async fn signs_up_at_once(ctx: &Context, id: PatrolShiftId, key: String) -> Result<Answer, Error> {
    task::run(ctx.clone(), move |ctx| {
        let wish = Wish {
            request_key: key.clone(),
            ..Wish::default()
        };
        async move { sign_up::sign_up(&ctx, id, wish).await }
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn v01_two_hundred_at_once_for_the_last_place_a_hundred_times() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let people = crowd(&world, MANY).await;
        for round in 0..ROUNDS {
            // A day each, so that whoever won before is free again.
            let day = domain::instant::LocalDate::from(
                jiff::civil::date(2026, 4, 1)
                    .checked_add(jiff::Span::new().days(round))
                    .unwrap(),
            );
            let id = shift(&staff, &format!("round-{round}"), &day.to_string(), 1).await;
            let asked = people
                .iter()
                .map(|ctx| signs_up_at_once(ctx, id, format!("race-{round}-{}", person(ctx))));
            let mut made = Vec::new();
            for answer in join_all(asked).await {
                match answer {
                    Ok(Answer::SignedUp(sign_up)) => made.push(sign_up),
                    other => panic!("round {round}: {other:?}"),
                }
            }
            made.sort_unstable_by_key(|sign_up| sign_up.seq);
            let seqs: Vec<_> = made.iter().map(|sign_up| sign_up.seq).collect();
            assert_eq!(
                seqs,
                (1..=MANY).collect::<Vec<_>>(),
                "round {round}: one order"
            );
            assert_eq!(
                made[0].state,
                State::Confirmed,
                "round {round}: the first has it"
            );
            assert!(
                made[1..]
                    .iter()
                    .all(|sign_up| sign_up.state == State::Waitlisted),
                "round {round}: and nobody else"
            );
            // The list moves up in that order, while others still press.
            let winner = people
                .iter()
                .find(|ctx| person(ctx) == made[0].person)
                .unwrap();
            sign_up::leave(winner, made[0].id).await.unwrap();
            let next = people
                .iter()
                .find(|ctx| person(ctx) == made[1].person)
                .unwrap();
            assert_eq!(
                state(next, id).await,
                Some(State::Confirmed),
                "round {round}"
            );
        }
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn v02_one_person_pressing_twenty_times_has_one_place() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "presses", "2026-03-14", 5).await;
        let (_, ctx) = resident(&world, "一").await;
        let presses = (0..20).map(|nth| {
            // Half of them from one form, the others each from a form of their own.
            let key = format!("press-form-{}", if nth % 2 == 0 { 0 } else { nth });
            signs_up_at_once(&ctx, id, key)
        });
        let mut ids = Vec::new();
        for answer in join_all(presses).await {
            let Ok(Answer::SignedUp(sign_up)) = answer else {
                panic!("{answer:?}")
            };
            ids.push(sign_up.id);
        }
        ids.dedup();
        assert_eq!(ids.len(), 1, "every press hears of the same sign-up");
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn v03_one_person_at_two_overlapping_shifts_at_the_same_instant_gets_one() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let people = crowd(&world, 40).await;
        let one = shift_at(&staff, "one", ("2026-03-14", "10:00", "14:00"), 40).await;
        let two = shift_at(&staff, "two", ("2026-03-14", "11:00", "13:00"), 40).await;
        let both = people.iter().map(|ctx| async move {
            let key = |id: PatrolShiftId| format!("both-{id}-{}", person(ctx));
            tokio::join!(
                signs_up_at_once(ctx, one, key(one)),
                signs_up_at_once(ctx, two, key(two)),
            )
        });
        for (first, second) in join_all(both).await {
            let has = |answer: &Result<Answer, Error>| matches!(answer, Ok(Answer::SignedUp(_)));
            let refused =
                |answer: &Result<Answer, Error>| matches!(answer, Ok(Answer::Refused { .. }));
            let one_each = (has(&first) && refused(&second)) || (refused(&first) && has(&second));
            assert!(one_each, "{first:?} {second:?}");
        }
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn v07_leaving_and_asking_at_once_loses_no_place() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let people = crowd(&world, 60).await;
        let id = shift(&staff, "turmoil", "2026-03-14", 10).await;
        for round in 0..6 {
            let turmoil = people.iter().enumerate().map(|(nth, ctx)| async move {
                let mine = sign_up::mine(ctx, id).await.unwrap();
                match mine {
                    Some(mine) if (nth + round) % 3 == 0 => {
                        let left = task::run(ctx.clone(), move |ctx| async move {
                            sign_up::leave(&ctx, mine.id).await
                        });
                        left.await.unwrap();
                    }
                    Some(_) => {}
                    None => {
                        let key = format!("turmoil-{round}-{nth:04}");
                        signs_up_at_once(ctx, id, key).await.unwrap();
                    }
                }
            });
            join_all(turmoil).await;
            v01_v02_v03_hold_everywhere(&world).await;
            let stands = patrol::find(&staff, id).await.unwrap();
            let places = stands.places_of(domain::patrol::Role::Member);
            assert!(
                places.left() == 0 || stands.waiting == 0,
                "nobody waits beside a free place: {stands:?}"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn v08_places_that_change_under_a_crowd_are_never_too_few() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let people = crowd(&world, 40).await;
        let id = shift(&staff, "shrinks", "2026-03-14", 20).await;
        let asked = join_all(people.iter().map(|ctx| async move {
            signs_up_at_once(ctx, id, format!("shrink-{}", person(ctx))).await
        }));
        let changed = async {
            for (nth, members) in [5, 30, 3, 12].into_iter().enumerate() {
                let form = draft(&staff, &format!("size-{nth}"), "2026-03-14", members).await;
                let mut agreed = Vec::new();
                loop {
                    let version = patrol::find(&staff, id).await.unwrap().version;
                    let edited =
                        patrol::shift::edit(&staff, id, version, form.clone(), &agreed).await;
                    match edited.unwrap() {
                        patrol::shift::Edited::Done => break,
                        patrol::shift::Edited::Asks(effects) => agreed = effects.who().collect(),
                    }
                }
            }
        };
        let (answers, ()) = tokio::join!(asked, changed);
        assert!(
            answers
                .iter()
                .all(|answer| matches!(answer, Ok(Answer::SignedUp(_))))
        );
        let stands = patrol::find(&staff, id).await.unwrap();
        let places = stands.places_of(domain::patrol::Role::Member);
        assert_eq!(
            (places.capacity, places.taken, stands.waiting),
            (12, 12, 28)
        );
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}
