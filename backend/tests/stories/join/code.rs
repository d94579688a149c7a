//! Household codes (rules P5, P6).

use backend::account::{self, Try};
use backend::household;
use backend::household::code as made;
use backend::join::Joined;
use backend::join::code::{self, Entry};
use backend::{Error, sql};
use domain::household::HouseholdCode;
use domain::permission::Post;
use domain::problem::Problem;

use super::newcomer;
use crate::household::{at, code_of, door, lives, member, staff};
use crate::story::{self, World, local};

fn entry(code: &str) -> Entry {
    Entry {
        code: code.to_owned(),
        door: String::new(),
    }
}

async fn uses(world: &World) -> i64 {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        one as (i64,),
        "select uses from household_code order by id desc limit 1"
    )
    .unwrap()
    .0
}

#[tokio::test]
async fn p06_a_code_makes_person_account_and_membership() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let home = door(&world, &world.here, 0, "302").await;
        let digits = code_of(&ctx, home, "one").await;
        let public = world.ctx(None).await;
        let wide: String = digits
            .chars()
            .map(|digit| char::from_u32(u32::from(digit) + 0xFEE0).unwrap())
            .collect();
        let open = code::open(&public, &entry(&wide)).await.unwrap();
        assert_eq!(open.place, "1号楼 1单元 302");

        let empty = code::join(&public, &entry(&digits), domain::join::Newcomer::default()).await;
        assert_eq!(at(empty.unwrap_err(), "password"), Some(Problem::Missing));
        let taken = code::join(&public, &entry(&digits), newcomer("one", "MIN ")).await;
        assert_eq!(at(taken.unwrap_err(), "sign_in_name"), Some(Problem::Taken));
        assert_eq!(uses(&world).await, 0, "a refused form uses nothing");

        // Corrected and sent again with the same key, then once more.
        let joined = code::join(&public, &entry(&digits), newcomer("one", "138 0000 5555"))
            .await
            .unwrap();
        let Joined::Now(account) = joined else {
            panic!("{joined:?}");
        };
        let again = code::join(&public, &entry(&digits), newcomer("one", "138 0000 5555")).await;
        assert_eq!(again.unwrap(), Joined::Before);
        assert_eq!(uses(&world).await, 1);
        let tried = Try {
            name: "13800005555".to_owned(),
            password: "河边的柳树长得高".to_owned(),
        };
        let person = account::sign_in(&public, tried).await.unwrap();
        assert_eq!(person.account, account);
        assert!(person.rights.is_empty());
        let members = household::whole(&ctx, home).await.unwrap().members;
        assert_eq!((members.len(), members[0].person), (1, person.person));
        assert!(members[0].has_account && members[0].telephone.is_none());
    })
    .await;
}

#[tokio::test]
async fn p05_a_member_without_an_account_takes_theirs() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let home = door(&world, &world.here, 0, "302").await;
        let wang = member(&world, home, "王秀英").await;
        let captain = member(&world, home, "陈楼长").await;
        let with = world.resident("with account").await;
        let with = world.ctx(Some(with)).await.signed_in().unwrap().person;
        lives(&world, home, with).await;
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "insert into post_holding (person_id, post, node_id, valid_from) values ($1, 'captain', $2, 0)",
            captain.get(),
            world.here.node.get(),
        )
        .unwrap();
        tx.commit().await.unwrap();
        let elsewhere = door(&world, &world.here, 1, "302").await;
        let li = member(&world, elsewhere, "李").await;

        let digits = code_of(&ctx, home, "one").await;
        let public = world.ctx(None).await;
        let open = code::open(&public, &entry(&digits)).await.unwrap();
        assert_eq!(open.members, [(wang, "王**".to_owned())], "no posts are given by a code");
        for person in [captain, with, li] {
            let form = domain::join::Newcomer {
                person: person.to_string(),
                ..newcomer(&person.to_string(), &format!("person-{person}"))
            };
            let refused = code::join(&public, &entry(&digits), form).await;
            assert_eq!(at(refused.unwrap_err(), "person"), Some(Problem::NotAChoice));
        }
        let form = domain::join::Newcomer {
            person: wang.to_string(),
            ..newcomer("wang-takes", "wang")
        };
        let joined = code::join(&public, &entry(&digits), form).await.unwrap();
        let Joined::Now(account) = joined else {
            panic!("{joined:?}");
        };
        let me = world.ctx(Some(account)).await;
        assert_eq!(me.signed_in().unwrap().person, wang);
        assert_eq!(household::whole(&ctx, home).await.unwrap().members.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn p06_the_last_use_goes_to_one_of_twenty() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let home = door(&world, &world.here, 0, "302").await;
        let digits = code_of(&ctx, home, "one").await;
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "update household_code set uses = most_uses - 1"
        )
        .unwrap();
        tx.commit().await.unwrap();
        let public = world.ctx(None).await;
        let tries = (0..20).map(|number| {
            let (public, digits) = (public.clone(), digits.clone());
            tokio::spawn(async move {
                let form = newcomer(&format!("parallel-{number}"), &format!("neighbour{number}"));
                backend::task::run(public, move |ctx| {
                    let (form, digits) = (form.clone(), digits.clone());
                    async move { code::join(&ctx, &entry(&digits), form).await }
                })
                .await
            })
        });
        let mut joined = 0;
        for tried in futures::future::join_all(tries).await {
            match tried.unwrap() {
                Ok(Joined::Now(_)) => joined += 1,
                Err(Error::Invalid(problems)) => {
                    assert_eq!(problems.of("code"), Some(Problem::DoesNotFit));
                }
                // Twenty at once type the same code: some are asked to wait a moment.
                Err(Error::Wait(_)) => {}
                other => panic!("{other:?}"),
            }
        }
        assert_eq!((joined, uses(&world).await), (1, 8));
        assert_eq!(household::whole(&ctx, home).await.unwrap().members.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn p06_the_same_form_ten_times_at_once_makes_one_account() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let home = door(&world, &world.here, 0, "302").await;
        let digits = code_of(&ctx, home, "one").await;
        let public = world.ctx(None).await;
        let tries = (0..4).map(|_| {
            let (public, digits) = (public.clone(), digits.clone());
            tokio::spawn(async move {
                backend::task::run(public, move |ctx| {
                    let digits = digits.clone();
                    async move { code::join(&ctx, &entry(&digits), newcomer("ten", "ten")).await }
                })
                .await
            })
        });
        let mut now = 0;
        for tried in futures::future::join_all(tries).await {
            if matches!(tried.unwrap().unwrap(), Joined::Now(_)) {
                now += 1;
            }
        }
        assert_eq!((now, uses(&world).await), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn p06_old_revoked_and_strange_codes_fit_nothing_and_say_so_alike() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let home = door(&world, &world.here, 0, "302").await;
        let first = code_of(&ctx, home, "one").await;
        let second = code_of(&ctx, home, "two").await;
        let public = world.ctx(None).await;
        let never = HouseholdCode::of(42).digits().to_owned();
        let stranger = world.stranger("fremd", Post::Admin).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        let theirs = door(&world, &world.elsewhere, 0, "302").await;
        let theirs = code_of(&there, theirs, "theirs").await;
        for digits in [&first, &never, &theirs] {
            let answer = code::open(&public, &entry(digits)).await;
            assert_eq!(at(answer.unwrap_err(), "code"), Some(Problem::DoesNotFit));
            let answer = code::join(&public, &entry(digits), newcomer("no", "no")).await;
            assert_eq!(at(answer.unwrap_err(), "code"), Some(Problem::DoesNotFit));
        }
        // A typing error is another matter, and costs nothing.
        let mut typo = second.clone().into_bytes();
        typo[3] = if typo[3] == b'5' { b'6' } else { b'5' };
        let typo = String::from_utf8(typo).unwrap();
        for _ in 0..20 {
            let answer = code::open(&public, &entry(&typo)).await;
            assert_eq!(at(answer.unwrap_err(), "code"), Some(Problem::Mistyped));
        }
        assert!(code::open(&public, &entry(&second)).await.is_ok());
        made::revoke(&ctx, home).await.unwrap();
        made::revoke(&ctx, home).await.unwrap();
        let answer = code::open(&public, &entry(&second)).await;
        assert_eq!(at(answer.unwrap_err(), "code"), Some(Problem::DoesNotFit));

        let third = code_of(&ctx, home, "three").await;
        world.at(local("2027-03-10T08:59"));
        assert!(
            code::open(&world.ctx(None).await, &entry(&third))
                .await
                .is_ok()
        );
        world.at(local("2027-03-10T09:00"));
        let answer = code::open(&world.ctx(None).await, &entry(&third)).await;
        assert_eq!(
            at(answer.unwrap_err(), "code"),
            Some(Problem::DoesNotFit),
            "a year"
        );
    })
    .await;
}

#[tokio::test]
async fn p06_guessing_across_the_codes_is_hopeless_and_blocks_no_neighbour() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let home = door(&world, &world.here, 0, "302").await;
        let digits = code_of(&ctx, home, "one").await;
        let public = world.ctx(None).await;
        // The same wrong code has to wait.
        let never = HouseholdCode::of(1).digits().to_owned();
        let mut waited = false;
        for _ in 0..22 {
            waited |= matches!(
                code::open(&public, &entry(&never)).await,
                Err(Error::Wait(_))
            );
        }
        assert!(waited);
        assert!(
            code::open(&public, &entry(&digits)).await.is_ok(),
            "others do not"
        );
        // Whoever tries one after the other is asked for the door too, and so is everybody.
        for number in 100..170 {
            let guess = HouseholdCode::of(number).digits().to_owned();
            assert!(code::open(&public, &entry(&guess)).await.is_err());
        }
        let with = |door: &str| Entry {
            code: digits.clone(),
            door: door.to_owned(),
        };
        let asked = code::open(&public, &with("")).await;
        assert_eq!(at(asked.unwrap_err(), "door"), Some(Problem::Missing));
        let wrong = code::open(&public, &with("303")).await;
        assert_eq!(at(wrong.unwrap_err(), "code"), Some(Problem::DoesNotFit));
        assert!(code::open(&public, &with("３０２")).await.is_ok());
        // It passes, and the other community never noticed.
        world.at(local("2026-03-10T10:00"));
        assert!(code::open(&world.ctx(None).await, &with("")).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn p06_whoever_is_signed_in_becomes_a_member_by_the_code() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let home = door(&world, &world.here, 0, "302").await;
        let digits = code_of(&ctx, home, "one").await;
        let account = world.resident("neighbour").await;
        let me = world.ctx(Some(account)).await;
        for _ in 0..2 {
            code::join_signed_in(&me, &entry(&digits)).await.unwrap();
        }
        assert_eq!(uses(&world).await, 1);
        let members = household::whole(&ctx, home).await.unwrap().members;
        assert_eq!(members.len(), 1);
    })
    .await;
}
