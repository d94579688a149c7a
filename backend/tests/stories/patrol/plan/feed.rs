//! Stories of the calendar address. The feeds are read back with a library that had no part in
//! writing them.

use backend::context::Context;
use backend::patrol::feed::{self, Voice};
use backend::patrol::{self, sign_up};
use backend::{Error, sql};
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarProperty as Property, ICalendarStatus as Status,
};
use domain::patrol::shift::{BodyDraft, Draft};
use text::Lang;

use crate::patrol::{draft, person, resident, shift, shift_at, signs_up, staff, wish};
use crate::story::{self, World, local};

const VOICE: Voice<'static> = Voice {
    lang: Lang::Zh,
    origin: "https://cuiyuan.test",
};

fn read(feed: &str) -> Vec<ICalendarComponent> {
    for line in feed.split("\r\n") {
        assert!(line.len() <= 75, "a line is folded at 75 bytes: {line}");
        assert!(!line.contains('\n'), "every line ends as RFC 5545 says");
    }
    let calendar = ICalendar::parse(feed).expect("an independent reader takes it");
    let events = calendar.components.into_iter();
    events
        .filter(|component| component.component_type.is_event())
        .collect()
}

fn text(event: &ICalendarComponent, property: &Property) -> String {
    let entry = event.property(property).expect("the property is there");
    let text = entry.values[0].as_text().map(ToOwned::to_owned);
    text.unwrap_or_else(|| entry.values[0].as_integer().expect("a number").to_string())
}

/// Seconds since 1970 of a date and time.
fn second(event: &ICalendarComponent, property: &Property) -> i64 {
    let entry = event.property(property).expect("the property is there");
    assert!(entry.params.is_empty(), "UTC needs no zone beside it");
    let at = entry.values[0].as_partial_date_time().expect("a time");
    assert_eq!((at.tz_hour, at.tz_minute), (Some(0), Some(0)), "in UTC");
    at.to_timestamp().expect("a whole one")
}

fn sequence(event: &ICalendarComponent) -> i64 {
    let entry = event.property(&Property::Sequence).expect("it is there");
    entry.values[0].as_integer().expect("a number")
}

async fn token(ctx: &Context) -> String {
    feed::make(ctx).await.unwrap();
    feed::address(ctx).await.unwrap().expect("an address").token
}

async fn events(world: &World, token: &str) -> Vec<ICalendarComponent> {
    let nobody = world.ctx(None).await;
    read(&feed::of_person(&nobody, token, VOICE).await.unwrap())
}

#[tokio::test]
async fn v18_an_entry_keeps_its_name_and_its_number_rises() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "one", "2026-03-12", 1).await;
        let (_, ctx) = resident(&world, "li").await;
        let token = token(&ctx).await;
        assert!(events(&world, &token).await.is_empty());

        let uid = format!("patrol-{id}-{}@cuiyuan.test", person(&ctx));
        let mut last = -1;
        let mut seen = async |status: Status| {
            let events = events(&world, &token).await;
            assert_eq!(
                events.len(),
                1,
                "one entry, however often one changes one's mind"
            );
            assert_eq!(events[0].uid(), Some(uid.as_str()));
            assert_eq!(events[0].status(), Some(&status));
            let now = sequence(&events[0]);
            assert!(now > last, "{now} after {last}");
            last = now;
        };
        let first = signs_up(&ctx, id).await;
        seen(Status::Confirmed).await;
        sign_up::leave(&ctx, first.id).await.unwrap();
        seen(Status::Cancelled).await;
        let once_more = sign_up::Wish {
            request_key: "once-more-please".to_owned(),
            ..wish(&ctx, id)
        };
        sign_up::sign_up(&ctx, id, once_more).await.unwrap();
        seen(Status::Confirmed).await;
        let moved = Draft {
            body: BodyDraft {
                starts: "19:00".to_owned(),
                ends: "21:00".to_owned(),
                ..draft(&staff, "moved", "2026-03-12", 1).await.body
            },
            ..draft(&staff, "moved", "2026-03-12", 1).await
        };
        patrol::shift::edit(&staff, id, 1, moved, &[])
            .await
            .unwrap();
        seen(Status::Confirmed).await;
        patrol::shift::cancel(&staff, id, "下雨").await.unwrap();
        seen(Status::Cancelled).await;

        // 30 days later everybody has read it.
        let events_at = async |at: &str| {
            world.at(local(at));
            events(&world, &token).await.len()
        };
        assert_eq!(events_at("2026-04-09T08:59").await, 1);
        assert_eq!(events_at("2026-04-09T09:00").await, 0);
    })
    .await;
}

#[tokio::test]
async fn v18_text_arrives_as_it_was_typed() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let odd = "带手电; 雨衣, 口罩\\手套\n第二行 END:VEVENT";
        let title = "巡查,北门;\"夜\"一二三四五六七八九十一二三四五六七八九十";
        let plain = draft(&staff, "odd", "2026-03-12", 1).await;
        let one = Draft {
            body: BodyDraft {
                title: title.to_owned(),
                words: odd.to_owned(),
                building: world.here.buildings[0].id.to_string(),
                place: "北门".to_owned(),
                ..plain.body.clone()
            },
            ..plain
        };
        let id = patrol::shift::write(&staff, one).await.unwrap();
        let nobody = world.ctx(None).await;
        let events = read(&feed::of_shift(&nobody, id, VOICE).await.unwrap());
        assert_eq!(events.len(), 1);
        let event = &events[0];
        assert_eq!(
            event.uid(),
            Some(format!("patrol-{id}@cuiyuan.test").as_str())
        );
        assert_eq!(text(event, &Property::Summary), title);
        let address = format!("https://cuiyuan.test/patrols/{id}");
        assert_eq!(
            text(event, &Property::Description),
            format!("{odd}\n{address}")
        );
        assert_eq!(text(event, &Property::Location), "翠园社区 1号楼 北门");
        assert_eq!(text(event, &Property::Url), address);
        assert_eq!(
            second(event, &Property::Dtstamp),
            nobody.now.millis() / 1000
        );
    })
    .await;
}

#[tokio::test]
async fn v17_the_calendar_reminds_a_day_and_two_hours_before_those_who_come() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "one", "2026-03-12", 1).await;
        let mut alarms = Vec::new();
        for name in ["comes", "waits"] {
            let ctx = resident(&world, name).await.1;
            signs_up(&ctx, id).await;
            let feed = feed::of_person(&world.ctx(None).await, &token(&ctx).await, VOICE).await;
            let calendar = ICalendar::parse(feed.unwrap()).unwrap();
            let found = calendar.components.iter();
            let found = found.filter(|component| component.component_type.is_alarm());
            let before = |alarm: &ICalendarComponent| {
                let trigger = alarm.property(&Property::Trigger).unwrap();
                match &trigger.values[0] {
                    calcard::icalendar::ICalendarValue::Duration(before) => before.as_seconds(),
                    other => panic!("{other:?}"),
                }
            };
            alarms.push(found.map(before).collect::<Vec<_>>());
        }
        assert_eq!(alarms, [vec![-24 * 3600, -2 * 3600], vec![]]);
    })
    .await;
}

/// When the calendar says a shift of those clock times is, in Shanghai's summer-less and Auckland's
/// changing clocks; hours are by instants.
async fn spans(world: &World, zone: &str, days: &[(&str, &str, &str)]) -> Vec<(String, i64)> {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "update community set zone = $2 where id = $1",
        world.here.id.get(),
        zone,
    )
    .unwrap();
    tx.commit().await.unwrap();
    let staff = staff(world).await;
    let mut spans = Vec::new();
    for (day, starts, ends) in days {
        let id = shift_at(&staff, day, (day, starts, ends), 1).await;
        let feed = feed::of_shift(&world.ctx(None).await, id, VOICE)
            .await
            .unwrap();
        let event = read(&feed).remove(0);
        let starts = second(&event, &Property::Dtstart);
        let length = second(&event, &Property::Dtend) - starts;
        let at = jiff::Timestamp::from_second(starts).unwrap();
        spans.push((at.to_string(), length / 60));
    }
    spans
}

#[tokio::test]
async fn v20_the_calendar_has_the_instants_in_shanghai() {
    story::both(|world| async move {
        let said = spans(
            &world,
            "Asia/Shanghai",
            &[
                ("2026-03-12", "18:00", "20:00"),
                ("2026-03-31", "22:00", "06:00"),
                ("2026-12-31", "23:30", "00:00"),
            ],
        )
        .await;
        let wanted = [
            ("2026-03-12T10:00:00Z", 120),
            ("2026-03-31T14:00:00Z", 480),
            ("2026-12-31T15:30:00Z", 30),
        ];
        assert_eq!(said, wanted.map(|(at, minutes)| (at.to_owned(), minutes)));
    })
    .await;
}

#[tokio::test]
async fn v20_the_calendar_has_the_instants_over_aucklands_clock_changes() {
    story::both(|world| async move {
        let said = spans(
            &world,
            "Pacific/Auckland",
            &[
                // 3:00 is 2:00 again in the morning of 5 April: the night is an hour longer.
                ("2026-04-04", "22:00", "06:00"),
                ("2026-04-05", "22:00", "06:00"),
                // 2:00 is 3:00 in the morning of 27 September: it is an hour shorter.
                ("2026-09-26", "22:00", "06:00"),
                // A time that the clocks skip moves forward.
                ("2026-09-27", "02:30", "04:00"),
                ("2026-10-31", "22:00", "06:00"),
            ],
        )
        .await;
        let wanted = [
            ("2026-04-04T09:00:00Z", 540),
            ("2026-04-05T10:00:00Z", 480),
            ("2026-09-26T10:00:00Z", 420),
            ("2026-09-26T14:30:00Z", 30),
            ("2026-10-31T09:00:00Z", 480),
        ];
        assert_eq!(said, wanted.map(|(at, minutes)| (at.to_owned(), minutes)));
    })
    .await;
}

#[tokio::test]
async fn v18_an_address_that_was_changed_or_removed_opens_nothing() {
    story::both(|world| async move {
        let (_, ctx) = resident(&world, "li").await;
        let nobody = world.ctx(None).await;
        let is_open = async |token: &str| match feed::of_person(&nobody, token, VOICE).await {
            Ok(_) => true,
            Err(Error::NotFound) => false,
            Err(error) => panic!("{error}"),
        };
        let first = token(&ctx).await;
        assert_eq!(token(&ctx).await, first, "made twice, it is the same");
        assert!(is_open(&first).await);

        let version = feed::address(&ctx).await.unwrap().unwrap().version;
        feed::renew(&ctx, version).await.unwrap();
        feed::renew(&ctx, version).await.unwrap();
        let second = feed::address(&ctx).await.unwrap().unwrap();
        assert_eq!(
            second.version,
            version + 1,
            "pressed twice, it is changed once"
        );
        assert!(is_open(&second.token).await && !is_open(&first).await);

        feed::remove(&ctx, second.version).await.unwrap();
        assert_eq!(feed::address(&ctx).await.unwrap(), None);
        assert!(!is_open(&second.token).await);
        let third = token(&ctx).await;
        assert!(is_open(&third).await);
        assert!(
            !is_open(&first).await && !is_open(&second.token).await,
            "none comes back"
        );
        for never in ["", "removed/1", &third[1..], &"0".repeat(48)] {
            assert!(!is_open(never).await, "{never}");
        }

        // Another community's address is nothing here, nor ours there (rule P3).
        let there = world.ctx_in(&world.elsewhere, None).await;
        let gone = feed::of_person(&there, &third, VOICE).await;
        assert!(matches!(gone, Err(Error::NotFound)));
        assert!(matches!(feed::make(&nobody).await, Err(Error::SignIn)));

        // What is stored opens nothing by itself.
        let mut tx = world.write().await;
        let (hash,) = sql!(
            &mut tx,
            one as (String,),
            "select token_hash from patrol_feed"
        )
        .unwrap();
        drop(tx);
        assert!(!is_open(&hash).await && !hash.contains(&third));
    })
    .await;
}

#[tokio::test]
async fn p03_a_draft_and_another_communitys_shift_have_no_file() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let open = shift(&staff, "open", "2026-03-12", 1).await;
        let hidden = Draft {
            publish: false,
            ..draft(&staff, "hidden", "2026-03-13", 1).await
        };
        let hidden = patrol::shift::write(&staff, hidden).await.unwrap();
        let nobody = world.ctx(None).await;
        let there = world.ctx_in(&world.elsewhere, None).await;
        assert!(feed::of_shift(&nobody, open, VOICE).await.is_ok());
        for (ctx, id) in [(&nobody, hidden), (&there, open)] {
            let gone = feed::of_shift(ctx, id, VOICE).await;
            assert!(matches!(gone, Err(Error::NotFound)));
        }
    })
    .await;
}

#[tokio::test]
async fn p21_a_childs_shift_is_in_its_guardians_calendar_without_its_name() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift_at(&staff, "kids", ("2026-03-12", "16:00", "17:00"), 1).await;
        let (_, ctx) = resident(&world, "mother").await;
        let child = crate::patrol::child(&world, person(&ctx), "小明").await;
        let wish = sign_up::Wish {
            request_key: "child-in-feed".to_owned(),
            person: Some(child),
            said: sign_up::Said {
                agrees: true,
                is_ten: true,
            },
            ..sign_up::Wish::default()
        };
        sign_up::sign_up(&ctx, id, wish).await.unwrap();
        let token = token(&ctx).await;
        let events = events(&world, &token).await;
        assert_eq!(text(&events[0], &Property::Summary), "巡查（孩子）");
        let uid = format!("patrol-{id}-{child}@cuiyuan.test");
        assert_eq!(events[0].uid(), Some(uid.as_str()));
        let feed = feed::of_person(&world.ctx(None).await, &token, VOICE).await;
        assert!(!feed.unwrap().contains("小明"));
    })
    .await;
}
