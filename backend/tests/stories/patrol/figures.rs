//! Stories of the figures.

use backend::Error;
use backend::context::Context;
use backend::patrol::figures::{self, Done, Figures};
use backend::patrol::shift as shifts;
use backend::sql;
use domain::id::PatrolShiftId;
use domain::permission::Post;

use super::{draft, resident, shift, shift_at, signs_up, staff};
use crate::story::{self, World, local};

/// Of those on a shift the first `came` came and the others did not; each who came has an hour.
async fn written_up(world: &World, id: PatrolShiftId, came: i64) {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "update patrol_sign_up set state = case when seq <= $2 then 'completed' else 'no_show' end
         where shift_id = $1 and state = 'confirmed'",
        id.get(),
        came,
    )
    .unwrap();
    sql!(
        &mut tx,
        execute,
        "insert into hours_entry (community_id, person_id, source, shift_id, sign_up_id, on_day,
                                  minutes, written_at)
         select u.community_id, u.person_id, 'automatic', u.shift_id, u.id, s.first_day, 60, $2
         from patrol_sign_up u join patrol_shift s on s.id = u.shift_id
         where u.shift_id = $1 and u.state = 'completed'",
        id.get(),
        world.now().millis(),
    )
    .unwrap();
    sql!(
        &mut tx,
        execute,
        "update patrol_shift set closed_at = $2, handbooks = 10 where id = $1",
        id.get(),
        world.now().millis(),
    )
    .unwrap();
    tx.commit().await.unwrap();
}

fn done(figures: &Figures) -> (i64, i64, i64) {
    let Done {
        came,
        missed,
        minutes,
    } = figures.done.expect("enough people to be shown");
    (came, missed, minutes)
}

/// A shift about a building.
async fn about(world: &World, staff: &Context, key: &str, day: &str, at: usize) -> PatrolShiftId {
    let mut form = draft(staff, key, day, 9).await;
    form.body.building = world.here.buildings[at].id.to_string();
    shifts::write(staff, form).await.unwrap()
}

#[tokio::test]
async fn v19_months_are_split_by_the_first_day_and_sum_to_the_whole() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let night = shift_at(&staff, "night", ("2026-03-31", "22:00", "06:00"), 9).await;
        let one = about(&world, &staff, "one", "2026-03-12", 0).await;
        let two = about(&world, &staff, "two", "2026-04-02", 0).await;
        let other = about(&world, &staff, "other", "2026-04-03", 1).await;
        let off = shift(&staff, "off", "2026-04-04", 9).await;
        shifts::cancel(&staff, off, "下雨").await.unwrap();
        for number in 0..5 {
            let (_, ctx) = resident(&world, &format!("neighbour-{number}")).await;
            for id in [night, one, two, other] {
                signs_up(&ctx, id).await;
            }
        }
        // A shift to come counts nowhere yet.
        shift(&staff, "ahead", "2026-06-01", 9).await;
        world.at(local("2026-05-01T09:00"));
        for (id, came) in [(night, 4), (one, 5), (two, 3), (other, 5)] {
            written_up(&world, id, came).await;
        }
        let staff = world.ctx(staff.account()).await;
        let year = figures::year(&staff, None).await.unwrap();
        let months: Vec<_> = year
            .months
            .iter()
            .map(|month| month.month.as_str())
            .collect();
        assert_eq!(months, ["2026-03", "2026-04"]);
        assert_eq!(
            done(&year.months[0].whole),
            (9, 1, 540),
            "the night is March's"
        );
        assert_eq!(done(&year.months[1].whole), (8, 2, 480));
        assert_eq!(done(&year.whole), (17, 3, 1020));
        assert_eq!(
            (year.whole.held, year.whole.cancelled, year.whole.places),
            (4, 1, 40)
        );
        assert_eq!(year.whole.handbooks, 40);

        for month in &year.months {
            let mut sum = (0, 0, 0, 0);
            for group in &month.groups {
                let (came, missed, minutes) = done(&group.figures);
                sum = (
                    sum.0 + came,
                    sum.1 + missed,
                    sum.2 + minutes,
                    sum.3 + group.figures.held,
                );
            }
            let (came, missed, minutes) = done(&month.whole);
            assert_eq!(
                sum,
                (came, missed, minutes, month.whole.held),
                "{}",
                month.month
            );
        }
        let mut read = world.stores.db.read().await.unwrap();
        let (ledger,) = sql!(
            &mut read,
            one as (i64,),
            "select cast(sum(minutes) as bigint) from hours_entry"
        )
        .unwrap();
        assert_eq!(done(&year.whole).2, ledger, "the ledger's own sum");
        assert_eq!(figures::year(&staff, Some(2025)).await.unwrap().months, []);
    })
    .await;
}

#[tokio::test]
async fn v14_what_two_people_did_is_not_shown_nor_to_be_worked_out() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let many = about(&world, &staff, "many", "2026-03-12", 0).await;
        let few = about(&world, &staff, "few", "2026-03-13", 1).await;
        for number in 0..5 {
            let (_, ctx) = resident(&world, &format!("neighbour-{number}")).await;
            signs_up(&ctx, many).await;
            if number < 2 {
                signs_up(&ctx, few).await;
            }
        }
        world.at(local("2026-04-01T09:00"));
        written_up(&world, many, 5).await;
        written_up(&world, few, 1).await;
        let reader = world.account("street", Post::Subdistrict).await;
        let reader = world.ctx(Some(reader)).await;
        let year = figures::year(&reader, None).await.unwrap();
        let month = &year.months[0];
        assert!(
            month
                .groups
                .iter()
                .all(|group| group.figures.done.is_none()),
            "{month:?}"
        );
        assert_eq!(done(&month.whole), (6, 1, 360));
        assert_eq!(
            month.groups[1].figures.held, 1,
            "that there was a shift may be known"
        );
        let csv = figures::csv(&reader, None, text::Lang::Zh).await.unwrap();
        let csv = String::from_utf8(csv).unwrap();
        assert!(
            csv.contains("2026-03,2号楼,1,0,10,不足3人,不足3人,不足3人,10,0"),
            "{csv}"
        );
        assert!(!csv.contains("neighbour"), "no names");

        let (_, neighbour) = resident(&world, "三").await;
        let refused = figures::year(&neighbour, None).await;
        assert!(matches!(refused, Err(Error::Denied)), "p13");
        let there = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(there)).await;
        assert_eq!(figures::year(&there, None).await.unwrap().months, [], "p03");
    })
    .await;
}
