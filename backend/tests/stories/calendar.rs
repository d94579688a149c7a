//! Stories of holidays and 调休.

use backend::patrol::template;
use backend::{Error, calendar};
use domain::calendar::{DayKind, Draft};
use domain::permission::Post;
use domain::problem::Problem;

use crate::patrol::template::{made, weekly};
use crate::patrol::{find, resident, signs_up, staff};
use crate::story;

fn say(from: &str, until: &str, kind: &str) -> Draft {
    Draft {
        from: from.to_owned(),
        until: until.to_owned(),
        kind: kind.to_owned(),
        name: "本社区".to_owned(),
    }
}

#[tokio::test]
async fn v10_the_list_of_a_year_is_what_was_shipped_and_what_staff_say() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let year = calendar::of_year(&ctx, 2026).await.unwrap();
        assert_eq!((year.is_shipped, year.days.len()), (true, 33 + 6));
        let next = calendar::of_year(&ctx, 2027).await.unwrap();
        assert_eq!((next.is_shipped, next.days.len()), (false, 0));

        let new_year = say("2027-01-01", "2027-01-03", "holiday");
        assert_eq!(calendar::save(&ctx, &new_year).await.unwrap(), 0);
        assert_eq!(calendar::save(&ctx, &new_year).await.unwrap(), 0);
        let ordinary = say("2026-05-09", "", "ordinary");
        calendar::save(&ctx, &ordinary).await.unwrap();
        let next = calendar::of_year(&ctx, 2027).await.unwrap();
        assert_eq!(next.days.len(), 3);
        assert!(next.days.iter().all(|day| day.is_own));
        let mut read = ctx.db().read().await.unwrap();
        let in_force = calendar::load(&mut read, &ctx).await.unwrap();
        drop(read);
        assert!(!in_force.is_workday("2026-05-09".parse().unwrap()));

        let saturday = "2026-05-09".parse().unwrap();
        calendar::remove(&ctx, saturday).await.unwrap();
        calendar::remove(&ctx, saturday).await.unwrap();
        let year = calendar::of_year(&ctx, 2026).await.unwrap();
        let back = year.days.iter().find(|day| day.date == saturday).unwrap();
        assert_eq!((back.kind, back.is_own), (DayKind::Workday, false));
    })
    .await;
}

#[tokio::test]
async fn v10_what_staff_say_about_a_day_is_followed_at_once() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let mut form = weekly(&ctx, "followed").await;
        form.days = "as_workdays".to_owned();
        form.weekdays = ["1", "2", "3", "4", "5"].map(str::to_owned).to_vec();
        template::write(&ctx, &form).await.unwrap();
        let all = made(&world, &ctx).await;
        let days: Vec<_> = all.iter().map(|(on, _)| on.as_str()).collect();
        assert!(!days.contains(&"2026-04-06"), "清明");
        assert_eq!(days.len(), 19, "four weeks without that Monday");

        let (_, one) = resident(&world, "一").await;
        let friday = all.iter().find(|(on, _)| on == "2026-03-20").unwrap();
        signs_up(&one, friday.1.id).await;
        let off = say("2026-03-19", "2026-03-20", "holiday");
        let left = calendar::save(&ctx, &off).await.unwrap();
        assert_eq!(left, 1, "somebody is on Friday's");
        let sunday = say("2026-03-22", "", "workday");
        calendar::save(&ctx, &sunday).await.unwrap();
        let all = made(&world, &ctx).await;
        let days: Vec<_> = all.iter().map(|(on, _)| on.as_str()).collect();
        assert!(!days.contains(&"2026-03-19"), "nobody was on it");
        assert!(days.contains(&"2026-03-20"), "staff decide about it");
        assert!(days.contains(&"2026-03-22"), "worked instead");
        assert!(!find(&one, friday.1.id).await.is_edited);

        calendar::remove(&ctx, "2026-03-19".parse().unwrap())
            .await
            .unwrap();
        let all = made(&world, &ctx).await;
        assert!(
            all.iter().any(|(on, _)| on == "2026-03-19"),
            "x08: back again"
        );
    })
    .await;
}

#[tokio::test]
async fn p03_p13_the_calendar_is_the_communitys_own_and_for_who_looks_after_patrols() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let off = say("2027-01-01", "", "holiday");
        calendar::save(&ctx, &off).await.unwrap();
        let account = world.stranger("fremd", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(account)).await;
        let next = calendar::of_year(&there, 2027).await.unwrap();
        assert!(next.days.is_empty());
        calendar::remove(&there, "2027-01-01".parse().unwrap())
            .await
            .unwrap();
        let next = calendar::of_year(&ctx, 2027).await.unwrap();
        assert_eq!(next.days.len(), 1);

        let volunteer = world.account("zhi", Post::Volunteer).await;
        let volunteer = world.ctx(Some(volunteer)).await;
        assert!(matches!(
            calendar::save(&volunteer, &off).await,
            Err(Error::Denied)
        ));
        assert!(matches!(
            calendar::of_year(&volunteer, 2027).await,
            Err(Error::Denied)
        ));
        let nobody = world.ctx(None).await;
        assert!(matches!(
            calendar::save(&nobody, &off).await,
            Err(Error::SignIn)
        ));
        let wrong = calendar::save(&ctx, &say("2027-01-02", "2027-01-01", "")).await;
        let Err(Error::Invalid(problems)) = wrong else {
            panic!("saved")
        };
        assert_eq!(problems.of("kind"), Some(Problem::Missing));
    })
    .await;
}
