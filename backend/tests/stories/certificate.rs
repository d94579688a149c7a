//! Stories of certificates of service (rules P3, P13, P23, R3, V15).

use backend::certificate::{self, Certificate};
use backend::{Context, Error, hours, privacy, sql};
use domain::certificate::{Code, Draft, Standing};
use domain::hours::{CorrectionDraft, Whose};
use domain::id::{CertificateId, HoursEntryId};
use domain::permission::Post;
use domain::problem::Problem;

use crate::hours::ledger::{credit, person, signed_up};
use crate::message::told;
use crate::story::{self, PASSWORD, World, local};

async fn as_post(world: &World, name: &str, post: Post) -> Context {
    let account = world.account(name, post).await;
    world.ctx(Some(account)).await
}

fn draft(key: &str) -> Draft {
    Draft {
        request_key: format!("certificate-{key}"),
        whose: "me".to_owned(),
        real_name: "陈秀英".to_owned(),
        volunteer_number: "HZ0042".to_owned(),
        from: "2026-01-01".to_owned(),
        until: "2026-03-10".to_owned(),
        age: "adult".to_owned(),
        ..Draft::default()
    }
}

/// A volunteer with two hours on each of those days.
async fn served(world: &World, name: &str, days: &[&str]) -> Context {
    let ctx = as_post(world, name, Post::Volunteer).await;
    for day in days {
        let there = signed_up(world, day, person(&ctx)).await;
        credit(&ctx, day, there, person(&ctx), 120).await;
    }
    ctx
}

async fn issued(ctx: &Context, draft: Draft) -> (CertificateId, Certificate, Code) {
    let id = certificate::issue(ctx, None, draft).await.unwrap();
    let (paper, code) = certificate::paper(ctx, id).await.unwrap();
    (id, paper, code)
}

async fn standing(ctx: &Context, code: &Code) -> Standing {
    let found = certificate::by_code(ctx, code.as_str()).await.unwrap();
    found.standing
}

#[tokio::test]
async fn v15_a_certificate_holds_what_the_ledger_holds_and_is_checked_by_everybody() {
    story::both(|world| async move {
        let chen = served(&world, "chen", &["2025-12-31", "2026-02-01", "2026-03-09"]).await;
        let (id, paper, code) = issued(&chen, draft("one")).await;
        assert_eq!(paper.number.to_string(), "2026-000001");
        assert_eq!((paper.total, paper.lines.len()), (240, 2));
        assert_eq!(paper.lines[0].time, "18:00–20:00");
        assert_eq!(paper.lines[0].zh, "晚间巡查");
        let again = certificate::issue(&chen, None, draft("one")).await.unwrap();
        assert_eq!(again, id, "r03");
        let (_, same) = certificate::paper(&chen, id).await.unwrap();
        assert!(same == code, "the paper can be printed again");

        let nobody = world.ctx(None).await;
        let seen = certificate::by_code(&nobody, &code.grouped())
            .await
            .unwrap();
        assert_eq!((seen.total, seen.standing), (240, Standing::Valid));
        let typed = certificate::typed(&nobody, "2026-1", code.as_str()).await;
        assert!(typed.unwrap() == code);
        for (number, typed) in [("2026-2", code.as_str()), ("2026-1", "ABCDABCDABCDABCD")] {
            let Err(Error::Invalid(problems)) = certificate::typed(&nobody, number, typed).await
            else {
                panic!("{number} {typed} fits");
            };
            assert_eq!(problems.of("code"), Some(Problem::DoesNotFit));
        }
        let unknown = certificate::by_code(&nobody, "ABCDABCDABCDABCD").await;
        assert!(matches!(unknown, Err(Error::NotFound)));
        let elsewhere = world.ctx_in(&world.elsewhere, None).await;
        let there = certificate::by_code(&elsewhere, code.as_str()).await;
        assert!(matches!(there, Err(Error::NotFound)), "p03");

        let mut tx = world.write().await;
        let (kept,) = sql!(
            &mut tx,
            one as (String,),
            "select code_hash from certificate"
        )
        .unwrap();
        assert!(!kept.to_uppercase().contains(code.as_str()));
        assert_eq!(kept.len(), 64);
    })
    .await;
}

#[tokio::test]
async fn v15_guessing_codes_is_slowed() {
    story::both(|world| async move {
        let chen = served(&world, "chen", &["2026-03-09"]).await;
        let (_, _, code) = issued(&chen, draft("one")).await;
        let nobody = world.ctx(None).await;
        for _ in 0..5 {
            certificate::by_code(&nobody, code.as_str()).await.unwrap();
        }
        for _ in 0..60 {
            let guess = certificate::by_code(&nobody, "ABCDABCDABCDABCD").await;
            assert!(matches!(guess, Err(Error::NotFound)));
        }
        let guess = certificate::by_code(&nobody, "ABCDABCDABCDABCD").await;
        assert!(matches!(guess, Err(Error::Wait(1..=10))), "{guess:?}");
        // Whoever holds a paper does not wait for those who guess.
        standing(&nobody, &code).await;
        world.at(local("2026-03-10T09:01"));
        standing(&world.ctx(None).await, &code).await;
    })
    .await;
}

#[tokio::test]
async fn v15_a_newer_one_of_the_same_days_supersedes_and_staff_take_back() {
    story::both(|world| async move {
        let staff = as_post(&world, "min", Post::Staff).await;
        let chen = served(&world, "chen", &["2026-01-05", "2026-02-05", "2026-03-09"]).await;
        let days = |key: &str, from: &str, until: &str| Draft {
            from: from.to_owned(),
            until: until.to_owned(),
            ..draft(key)
        };
        let (_, _, january) = issued(&chen, days("jan", "2026-01-01", "2026-01-31")).await;
        let (_, _, february) = issued(&chen, days("feb", "2026-02-01", "2026-02-28")).await;
        let (id, paper, later) = issued(&chen, days("later", "2026-02-01", "2026-03-10")).await;
        assert_eq!(paper.number.to_string(), "2026-000003");
        for (code, expected) in [
            (&january, Standing::Valid),
            (&february, Standing::Superseded),
            (&later, Standing::Valid),
        ] {
            assert_eq!(standing(&chen, code).await, expected);
        }
        // One of some of these days alone says less, and replaces nothing.
        issued(&chen, days("less", "2026-02-28", "2026-03-10")).await;
        assert_eq!(standing(&chen, &later).await, Standing::Valid);
        let no = certificate::revoke(&chen, id, "x").await;
        assert!(matches!(no, Err(Error::Denied)), "p13");
        let Err(Error::Invalid(problems)) = certificate::revoke(&staff, id, "").await else {
            panic!("a reason is needed");
        };
        assert_eq!(problems.of("reason"), Some(Problem::NeedsReason));
        certificate::revoke(&staff, id, "名字写错了").await.unwrap();
        certificate::revoke(&staff, id, "名字写错了").await.unwrap();
        let seen = certificate::by_code(&world.ctx(None).await, later.as_str()).await;
        let seen = seen.unwrap();
        assert_eq!(
            (seen.standing, seen.reason.as_str()),
            (Standing::Revoked, "")
        );
        assert_eq!(told(&world, person(&chen)).await, ["certificate_revoked"]);
        let (own, _) = certificate::paper(&chen, id).await.unwrap();
        assert_eq!(own.reason, "名字写错了");
    })
    .await;
}

#[tokio::test]
async fn v15_its_total_is_the_ledgers_also_while_somebody_corrects() {
    story::both(|world| async move {
        let staff = as_post(&world, "min", Post::Staff).await;
        for round in 0..8 {
            let chen = served(&world, &format!("chen{round}"), &["2026-03-09"]).await;
            let mut tx = world.write().await;
            let (entry,) = sql!(&mut tx, one as (i64,), "select max(id) from hours_entry").unwrap();
            drop(tx);
            let correction = CorrectionDraft {
                request_key: format!("correct-{round}"),
                hours: "1".to_owned(),
                minutes: String::new(),
                reason: "早走了".to_owned(),
            };
            let key = format!("race-{round}");
            let (made, corrected) = tokio::join!(
                certificate::issue(&chen, None, draft(&key)),
                hours::correct(&staff, HoursEntryId::new(entry), correction),
            );
            corrected.unwrap();
            let (paper, _) = certificate::paper(&chen, made.unwrap()).await.unwrap();
            let sum: i64 = paper.lines.iter().map(|line| line.minutes).sum();
            assert_eq!(paper.total, sum);
            assert!(matches!(paper.total, 60 | 120), "{}", paper.total);
            assert_eq!(paper.lines.len(), 1);
            // What is made afterwards holds what stands now.
            let (_, after, _) = issued(&chen, draft(&format!("after-{round}"))).await;
            assert_eq!(after.total, 60);
        }
    })
    .await;
}

#[tokio::test]
async fn v15_several_made_at_once_have_different_numbers() {
    story::both(|world| async move {
        let one = served(&world, "one", &["2026-03-09"]).await;
        let two = served(&world, "two", &["2026-03-09"]).await;
        let (a, b) = tokio::join!(
            certificate::issue(&one, None, draft("a")),
            certificate::issue(&two, None, draft("b")),
        );
        let (a, _) = certificate::paper(&one, a.unwrap()).await.unwrap();
        let (b, _) = certificate::paper(&two, b.unwrap()).await.unwrap();
        assert_eq!((a.number.seq + b.number.seq, a.number.year), (3, 2026));
    })
    .await;
}

#[tokio::test]
async fn v15_without_hours_there_is_nothing_to_certify_and_p13_p03_a_paper_is_its_owners() {
    story::both(|world| async move {
        let chen = served(&world, "chen", &["2026-03-09"]).await;
        let wang = as_post(&world, "wang", Post::Volunteer).await;
        let Err(Error::Invalid(problems)) = certificate::issue(&wang, None, draft("no")).await
        else {
            panic!("nothing is certified");
        };
        assert_eq!(problems.of("from"), Some(Problem::NoHours));
        let (id, _, _) = issued(&chen, draft("one")).await;
        let theirs = certificate::paper(&wang, id).await;
        assert!(matches!(theirs, Err(Error::NotFound)));
        let of_chen = certificate::issue(&wang, Some(person(&chen)), draft("theirs")).await;
        assert!(matches!(of_chen, Err(Error::Denied)));
        let list = certificate::page(&wang, None, None).await;
        assert!(matches!(list, Err(Error::Denied)));

        let staff = as_post(&world, "min", Post::Staff).await;
        let by_staff = certificate::issue(&staff, Some(person(&chen)), draft("staff")).await;
        certificate::paper(&chen, by_staff.unwrap()).await.unwrap();
        assert_eq!(
            certificate::page(&staff, None, None).await.unwrap().total,
            2
        );
        let stranger = world.stranger("far", Post::Staff).await;
        let far = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        let theirs = certificate::paper(&far, id).await;
        assert!(matches!(theirs, Err(Error::NotFound)));
        let revoked = certificate::revoke(&far, id, "x").await;
        assert!(matches!(revoked, Err(Error::NotFound)));
        let made = certificate::issue(&far, Some(person(&chen)), draft("far")).await;
        assert!(matches!(made, Err(Error::NotFound)));
        let child = Draft {
            whose: Whose::Child(person(&wang)).to_string(),
            ..draft("child")
        };
        let made = certificate::issue(&chen, None, child).await;
        assert!(
            matches!(made, Err(Error::Invalid(_))),
            "nobody's child of theirs"
        );
    })
    .await;
}

#[tokio::test]
async fn p23_a_paper_stays_true_without_its_owners_name() {
    story::both(|world| async move {
        let chen = served(&world, "chen", &["2026-03-09"]).await;
        assert!(hours::has_any(&chen).await.unwrap());
        let (_, _, code) = issued(&chen, draft("one")).await;
        let confirmed = privacy::Confirmed {
            password: PASSWORD.to_owned(),
            ..privacy::Confirmed::default()
        };
        privacy::erase_self(&chen, &confirmed).await.unwrap();
        let nobody = world.ctx(None).await;
        let seen = certificate::by_code(&nobody, code.as_str()).await.unwrap();
        assert_eq!(
            (seen.real_name.as_str(), seen.volunteer_number.as_str()),
            ("", "")
        );
        assert_eq!((seen.total, seen.standing), (120, Standing::Valid));
        assert_eq!(seen.person, None);
        let late = certificate::issue(&chen, None, draft("late")).await;
        assert!(
            matches!(late, Err(Error::NotFound)),
            "no new paper with the name"
        );
    })
    .await;
}
