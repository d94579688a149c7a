//! Stories of shifts that come again.

mod kept;
mod lists;

use backend::Error;
use backend::context::Context;
use backend::patrol::template::change::{self, Agreed, Edited, End};
use backend::patrol::{Shift, kind, route, shift as shifts, template};
use backend::sql;
use domain::id::{PatrolShiftId, PatrolTemplateId};
use domain::patrol::route::Draft as RouteDraft;
use domain::patrol::shift::Kept;
use domain::patrol::sign_up::State;
use domain::patrol::template::Draft;
use domain::permission::Post;
use domain::problem::Problem;

use super::{draft as one_shift, find, resident, signs_up, staff, state, told};
use crate::story::{self, World, local};

/// Every Tuesday and Saturday from six to eight in the evening, from the story's first day on, which
/// is a Tuesday.
pub(crate) async fn weekly(ctx: &Context, key: &str) -> Draft {
    Draft {
        request_key: format!("template-{key}"),
        body: one_shift(ctx, key, "2026-03-10", 2).await.body,
        every: "week".to_owned(),
        weekdays: vec!["2".to_owned(), "6".to_owned()],
        first_on: "2026-03-10".to_owned(),
        days: "all".to_owned(),
        publish: true,
        ..Draft::default()
    }
}

/// Every shift that came from a template, as its day and its shift, in order.
pub(crate) async fn made(world: &World, ctx: &Context) -> Vec<(String, Shift)> {
    let mut tx = world.write().await;
    let rows = sql!(
        &mut tx,
        all as (i64, String),
        "select id, occurrence_on from patrol_shift where template_id is not null
         order by occurrence_on, id",
    )
    .unwrap();
    drop(tx);
    let mut all = Vec::new();
    for (id, on) in rows {
        all.push((on, find(ctx, PatrolShiftId::new(id)).await));
    }
    all
}

fn days(made: &[(String, Shift)]) -> Vec<&str> {
    made.iter().map(|(on, _)| &on[5..]).collect()
}

/// The shift of a day.
fn on<'a>(made: &'a [(String, Shift)], day: &str) -> &'a Shift {
    let mut of_day = made.iter().filter(|(on, _)| on.ends_with(day));
    let (_, shift) = of_day.next().expect("there is a shift on that day");
    assert!(of_day.next().is_none(), "and one only");
    shift
}

async fn version(ctx: &Context, id: PatrolTemplateId) -> i64 {
    template::find(ctx, id).await.unwrap().version
}

/// Changes a template from a day on; nobody has to agree to anything.
async fn edited(ctx: &Context, id: PatrolTemplateId, draft: &Draft) -> PatrolTemplateId {
    let version = version(ctx, id).await;
    match change::edit(ctx, id, version, draft, &Agreed::default()).await {
        Ok(Edited::Done(next)) => next,
        other => panic!("not done: {other:?}"),
    }
}

const FOUR_WEEKS: [&str; 8] = [
    "03-10", "03-14", "03-17", "03-21", "03-24", "03-28", "03-31", "04-04",
];

#[tokio::test]
async fn v10_a_template_makes_its_shifts_four_weeks_ahead_and_none_twice() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let form = weekly(&ctx, "plain").await;
        let id = template::write(&ctx, &form).await.unwrap();
        assert_eq!(template::write(&ctx, &form).await.unwrap(), id, "r03");
        let all = made(&world, &ctx).await;
        assert_eq!(days(&all), FOUR_WEEKS, "right after saving");
        let first = on(&all, "03-10");
        assert_eq!(first.span.starts, local("2026-03-10T18:00"));
        assert_eq!(first.deadline, local("2026-03-09T18:00"));
        assert_eq!((first.kept, first.capacity()), (Kept::Open, 3));
        assert_eq!(template::make_due(&ctx).await.unwrap(), 0, "nothing is due");

        world.at(local("2026-03-17T03:00"));
        let later = staff_again(&world).await;
        assert_eq!(template::make_due(&later).await.unwrap(), 2, "a week more");
        assert_eq!(template::make_due(&later).await.unwrap(), 0);
        let all = made(&world, &ctx).await;
        assert_eq!(days(&all)[8..], ["04-07", "04-11"]);
    })
    .await;
}

/// The same staff at the story's instant now.
async fn staff_again(world: &World) -> Context {
    let account = world.account("lan", Post::Staff).await;
    world.ctx(Some(account)).await
}

#[tokio::test]
async fn v10_what_has_begun_is_not_made_any_more() {
    story::both(|world| async move {
        world.at(local("2026-03-10T18:00"));
        let ctx = staff(&world).await;
        let form = weekly(&ctx, "late").await;
        template::write(&ctx, &form).await.unwrap();
        let all = made(&world, &ctx).await;
        assert_eq!(days(&all), FOUR_WEEKS[1..]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn v10_four_servers_at_once_make_each_shift_once() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let form = weekly(&ctx, "raced").await;
        template::write(&ctx, &form).await.unwrap();
        let other = weekly(&ctx, "other").await;
        template::write(&ctx, &other).await.unwrap();
        world.at(local("2026-04-07T03:00"));
        let later = staff_again(&world).await;
        let made_by = futures::future::join_all((0..4).map(|_| template::make_due(&later))).await;
        let sum: u64 = made_by.into_iter().map(Result::unwrap).sum();
        assert_eq!(sum, 2 * 8);
        let mut tx = world.write().await;
        let (count, different) = sql!(
            &mut tx,
            one as (i64, i64),
            "select (select count(*) from patrol_shift),
                    (select count(*) from (select distinct template_id, occurrence_on
                                           from patrol_shift) d)",
        )
        .unwrap();
        assert_eq!((count, different), (32, 32));
    })
    .await;
}

#[tokio::test]
async fn v10_an_occurrence_that_was_edited_stays_edited() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let form = weekly(&ctx, "edited").await;
        let id = template::write(&ctx, &form).await.unwrap();
        let all = made(&world, &ctx).await;
        let by_hand = on(&all, "03-21").clone();
        let mut own = one_shift(&ctx, "by-hand", "2026-03-22", 5).await;
        own.body.place = "北门".to_owned();
        shifts::edit(&ctx, by_hand.id, by_hand.version, own, &[])
            .await
            .unwrap();
        shifts::cancel(&ctx, on(&all, "03-24").id, "下雨")
            .await
            .unwrap();

        let mut changed = form.clone();
        changed.request_key = "template-changed".to_owned();
        changed.first_on = "2026-03-17".to_owned();
        changed.body.place = "南门".to_owned();
        changed.body.starts = "19:00".to_owned();
        changed.body.ends = "21:00".to_owned();
        let next = edited(&ctx, id, &changed).await;
        assert_ne!(next, id);
        let again = change::edit(&ctx, id, 1, &changed, &Agreed::default()).await;
        assert_eq!(again.unwrap(), Edited::Done(next), "r03");

        let all = made(&world, &ctx).await;
        assert_eq!(days(&all), FOUR_WEEKS, "no day has a second shift");
        let hand = on(&all, "03-21");
        assert_eq!((hand.place.as_str(), hand.is_edited), ("北门", true));
        assert_eq!(hand.span.starts, local("2026-03-22T18:00"));
        assert_eq!(on(&all, "03-24").kept, Kept::Cancelled);
        for before in ["03-10", "03-14"] {
            let shift = on(&all, before);
            assert_eq!((shift.place.as_str(), shift.template), ("", Some(id)));
        }
        for after in ["03-17", "03-28", "03-31", "04-04"] {
            let shift = on(&all, after);
            assert_eq!((shift.place.as_str(), shift.template), ("南门", Some(next)));
            assert_eq!(shift.span.starts, local(&format!("2026-{after}T19:00")));
            assert!(
                !shift.is_edited,
                "{after}: the template may change it again"
            );
        }
        assert_eq!(template::make_due(&ctx).await.unwrap(), 0);
        let ended = template::find(&ctx, id).await.unwrap();
        assert_eq!(ended.recurrence.last_on.unwrap().to_string(), "2026-03-16");
    })
    .await;
}

#[tokio::test]
async fn v08_whoever_signed_up_stays_when_a_template_moves_and_is_told_once() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let form = weekly(&ctx, "moves").await;
        let id = template::write(&ctx, &form).await.unwrap();
        let all = made(&world, &ctx).await;
        let (_, one) = resident(&world, "一").await;
        let (_, two) = resident(&world, "二").await;
        signs_up(&one, on(&all, "03-14").id).await;
        signs_up(&one, on(&all, "03-17").id).await;
        signs_up(&two, on(&all, "03-17").id).await;
        let changed = Draft {
            request_key: "template-moved".to_owned(),
            first_on: "2026-03-16".to_owned(),
            body: domain::patrol::shift::BodyDraft {
                starts: "19:00".to_owned(),
                ends: "21:00".to_owned(),
                ..form.body.clone()
            },
            ..form
        };
        edited(&ctx, id, &changed).await;
        assert_eq!(
            told(&world).await,
            ["一 patrol_moved", "二 patrol_moved"],
            "the one before that day is as it was"
        );
        let shift = on(&all, "03-17").id;
        assert_eq!(state(&one, shift).await, Some(State::Confirmed));
        assert_eq!(
            find(&one, shift).await.span.starts,
            local("2026-03-17T19:00")
        );
        assert_eq!(
            find(&one, on(&all, "03-14").id).await.span.starts,
            local("2026-03-14T18:00")
        );
    })
    .await;
}

#[tokio::test]
async fn v08_whoever_would_lose_a_place_or_a_day_is_listed_first() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let form = weekly(&ctx, "asks").await;
        let id = template::write(&ctx, &form).await.unwrap();
        let all = made(&world, &ctx).await;
        let (tuesday, saturday) = (on(&all, "03-17").id, on(&all, "03-21").id);
        let (_, one) = resident(&world, "一").await;
        let (_, two) = resident(&world, "二").await;
        signs_up(&one, tuesday).await;
        let last = signs_up(&two, tuesday).await;
        signs_up(&one, saturday).await;
        // One place less, and no Saturdays.
        let mut fewer = form.clone();
        fewer.request_key = "template-fewer".to_owned();
        fewer.body.members = "1".to_owned();
        fewer.weekdays = vec!["2".to_owned()];

        let none = Agreed::default();
        let Edited::Asks(asks) = change::edit(&ctx, id, 1, &fewer, &none).await.unwrap() else {
            panic!("nobody was asked")
        };
        let losing: Vec<_> = asks.losing.iter().map(|(shift, _)| shift.id).collect();
        let who: Vec<_> = asks.losing[0].1.who().collect();
        let gone: Vec<_> = asks.gone.iter().map(|shift| shift.id).collect();
        assert_eq!(
            (losing, who, gone),
            (vec![tuesday], vec![last.id], vec![saturday])
        );
        assert_eq!(
            days(&made(&world, &ctx).await),
            FOUR_WEEKS,
            "nothing changed"
        );
        assert_eq!(version(&ctx, id).await, 1);
        assert!(told(&world).await.is_empty());

        let mut agreed = Agreed {
            sign_ups: vec![last.id],
            shifts: vec![saturday],
            reason: String::new(),
        };
        let silent = change::edit(&ctx, id, 1, &fewer, &agreed).await;
        let Err(Error::Invalid(problems)) = silent else {
            panic!("called off without a word")
        };
        assert_eq!(problems.of("reason"), Some(Problem::NeedsReason));
        agreed.reason = "周六人太少".to_owned();
        change::edit(&ctx, id, 1, &fewer, &agreed).await.unwrap();

        let mut heard = told(&world).await;
        heard.sort();
        assert_eq!(heard, ["一 patrol_cancelled", "二 patrol_bumped"]);
        assert_eq!(state(&one, tuesday).await, Some(State::Confirmed));
        assert_eq!(state(&two, tuesday).await, Some(State::Waitlisted));
        assert_eq!(find(&one, saturday).await.kept, Kept::Cancelled);
        assert_eq!(find(&one, saturday).await.cancel_reason, "周六人太少");
        let all = made(&world, &ctx).await;
        assert_eq!(
            days(&all),
            ["03-10", "03-17", "03-21", "03-24", "03-31"],
            "v10: Saturdays that nobody was on are gone, and none is made again"
        );
        let mut read = ctx.db().read().await.unwrap();
        let templates = sql!(
            &mut read,
            one as (i64,),
            "select count(*) from patrol_template"
        );
        assert_eq!(templates.unwrap(), (1,), "no shift is left of the old one");
    })
    .await;
}

#[tokio::test]
async fn v10_every_second_week_stays_the_same_second_week() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let mut form = weekly(&ctx, "second").await;
        form.step = "2".to_owned();
        let id = template::write(&ctx, &form).await.unwrap();
        let fortnights = ["03-10", "03-14", "03-24", "03-28"];
        assert_eq!(days(&made(&world, &ctx).await), fortnights);
        let mut placed = form.clone();
        placed.request_key = "template-placed".to_owned();
        placed.first_on = "2026-03-18".to_owned();
        placed.body.place = "南门".to_owned();
        let previewed = template::preview(&ctx, Some(id), &placed).await.unwrap();
        assert_eq!(previewed[0].to_string(), "2026-03-24");
        edited(&ctx, id, &placed).await;
        let all = made(&world, &ctx).await;
        assert_eq!(days(&all), fortnights);
        assert_eq!(on(&all, "03-14").place, "");
        assert_eq!(on(&all, "03-24").place, "南门");
    })
    .await;
}

#[tokio::test]
async fn v10_a_look_ahead_is_what_will_be_made() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let mut form = weekly(&ctx, "preview").await;
        form.days = "skip_holidays".to_owned();
        form.first_on = "2026-03-25".to_owned();
        let days = template::preview(&ctx, None, &form).await.unwrap();
        let days: Vec<_> = days.iter().map(ToString::to_string).collect();
        assert_eq!(
            days,
            [
                "2026-03-28",
                "2026-03-31",
                "2026-04-07",
                "2026-04-11",
                "2026-04-14"
            ],
            "Saturday the fourth is 清明"
        );
        form.weekdays.clear();
        let nothing = template::preview(&ctx, None, &form).await;
        let Err(Error::Invalid(problems)) = nothing else {
            panic!("no weekday has no days")
        };
        assert_eq!(problems.of("weekdays"), Some(Problem::Missing));
        assert!(made(&world, &ctx).await.is_empty(), "nothing is saved");
    })
    .await;
}

#[tokio::test]
async fn v10_an_ended_template_leaves_shifts_with_people_until_asked() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let form = weekly(&ctx, "ends").await;
        let id = template::write(&ctx, &form).await.unwrap();
        let all = made(&world, &ctx).await;
        let (_, one) = resident(&world, "一").await;
        signs_up(&one, on(&all, "03-21").id).await;
        let (_, gone) = resident(&world, "二").await;
        let left = signs_up(&gone, on(&all, "03-24").id).await;
        backend::patrol::sign_up::leave(&gone, left.id)
            .await
            .unwrap();

        let from = "2026-03-17".parse().unwrap();
        let listed = change::with_people(&ctx, id, from).await.unwrap();
        let listed: Vec<_> = listed.iter().map(|shift| shift.id).collect();
        assert_eq!(listed, [on(&all, "03-21").id]);
        let mut wish = End {
            from: "2026-03-17".to_owned(),
            ..End::default()
        };
        let ended = change::end(&ctx, id, 1, &wish).await.unwrap();
        assert_eq!((ended.removed, ended.called_off, ended.staying), (5, 0, 1));
        let again = change::end(&ctx, id, 1, &wish).await.unwrap();
        assert_eq!((again.removed, again.staying), (0, 0), "pressed twice");
        let kept = made(&world, &ctx).await;
        assert_eq!(days(&kept), ["03-10", "03-14", "03-21", "03-24"]);
        assert_eq!(on(&kept, "03-21").kept, Kept::Open);
        assert_eq!(
            on(&kept, "03-24").kept,
            Kept::Cancelled,
            "somebody had been on it"
        );
        assert!(told(&world).await.is_empty());
        assert_eq!(template::make_due(&ctx).await.unwrap(), 0);

        wish.calls_off = true;
        let silent = change::end(&ctx, id, 2, &wish).await;
        assert!(matches!(silent, Err(Error::Invalid(problems)) if problems.of("reason").is_some()));
        wish.reason = "换成白天".to_owned();
        let ended = change::end(&ctx, id, 2, &wish).await.unwrap();
        assert_eq!((ended.removed, ended.called_off), (0, 1));
        assert_eq!(told(&world).await, ["一 patrol_cancelled"]);
        let late = change::edit(&ctx, id, 3, &form, &Agreed::default()).await;
        assert!(matches!(late, Err(Error::Changed)), "it is over");
    })
    .await;
}

#[tokio::test]
async fn v10_a_change_of_what_somebody_else_changed_changes_nothing() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let form = weekly(&ctx, "stale").await;
        let id = template::write(&ctx, &form).await.unwrap();
        let mut later = form.clone();
        later.request_key = "template-first".to_owned();
        later.first_on = "2026-03-17".to_owned();
        edited(&ctx, id, &later).await;
        later.request_key = "template-second".to_owned();
        let stale = change::edit(&ctx, id, 1, &later, &Agreed::default()).await;
        assert!(matches!(stale, Err(Error::Changed)));
        let wish = End {
            from: "2026-03-09".to_owned(),
            ..End::default()
        };
        let past = change::end(&ctx, id, 2, &wish).await;
        assert!(matches!(past, Err(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test]
async fn v20_wall_times_stay_when_the_clocks_change() {
    story::both(|world| async move {
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "update community set zone = 'Pacific/Auckland' where id = $1",
            world.here.id.get(),
        )
        .unwrap();
        tx.commit().await.unwrap();
        let ctx = staff(&world).await;
        let zone = &ctx.community.zone;
        let mut form = weekly(&ctx, "auckland").await;
        form.first_on = "2026-03-20".to_owned();
        // Nights from Saturday to Sunday; on 5 April the clocks go back.
        form.weekdays = vec!["6".to_owned()];
        form.body.starts = "22:00".to_owned();
        form.body.ends = "06:00".to_owned();
        template::write(&ctx, &form).await.unwrap();
        let all = made(&world, &ctx).await;
        assert_eq!(days(&all), ["03-21", "03-28", "04-04"]);
        let seen: Vec<_> = all
            .iter()
            .map(|(_, shift)| {
                (
                    zone.civil(shift.span.starts).to_string(),
                    shift.span.minutes(),
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("2026-03-21T22:00:00".to_owned(), 480),
                ("2026-03-28T22:00:00".to_owned(), 480),
                ("2026-04-04T22:00:00".to_owned(), 540),
            ],
            "an hour more in the night of the change"
        );
    })
    .await;
}

#[tokio::test]
async fn p03_p13_templates_are_for_those_who_look_after_patrols_here() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let form = weekly(&ctx, "rights").await;
        let id = template::write(&ctx, &form).await.unwrap();
        let from = "2026-03-17".parse().unwrap();
        let wish = End {
            from: "2026-03-17".to_owned(),
            ..End::default()
        };
        let mut refused = Vec::new();
        for (name, post) in [
            ("wu", Post::Property),
            ("lou", Post::Captain),
            ("zhi", Post::Volunteer),
            ("jie", Post::Subdistrict),
        ] {
            let account = world.account(name, post).await;
            refused.push(world.ctx(Some(account)).await);
        }
        refused.push(resident(&world, "一").await.1);
        let mut other = form.clone();
        other.request_key = "template-other".to_owned();
        for ctx in refused {
            let none = Agreed::default();
            assert!(matches!(
                template::write(&ctx, &other).await,
                Err(Error::Denied)
            ));
            assert!(matches!(template::list(&ctx).await, Err(Error::Denied)));
            assert!(matches!(template::find(&ctx, id).await, Err(Error::Denied)));
            let edit = change::edit(&ctx, id, 1, &other, &none).await;
            assert!(matches!(edit, Err(Error::Denied)));
            assert!(matches!(
                change::end(&ctx, id, 1, &wish).await,
                Err(Error::Denied)
            ));
        }
        let nobody = world.ctx(None).await;
        assert!(matches!(template::list(&nobody).await, Err(Error::SignIn)));

        let account = world.stranger("fremd", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(account)).await;
        assert!(matches!(
            template::find(&there, id).await,
            Err(Error::NotFound)
        ));
        let edit = change::edit(&there, id, 1, &other, &Agreed::default()).await;
        assert!(matches!(edit, Err(Error::NotFound)));
        assert!(matches!(
            change::end(&there, id, 1, &wish).await,
            Err(Error::NotFound)
        ));
        let listed = change::with_people(&there, id, from).await;
        assert!(matches!(listed, Err(Error::NotFound)));
        assert!(template::list(&there).await.unwrap().is_empty());
        // Another community's kind is no choice, and its route neither.
        let foreign = template::write(&there, &other).await;
        assert!(matches!(foreign, Err(Error::Invalid(problems)) if problems.of("kind").is_some()));
        assert_eq!(version(&ctx, id).await, 1);
    })
    .await;
}
