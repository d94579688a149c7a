use backend::hours::{self, Credit};
use backend::{Context, sql};
use domain::id::{PatrolShiftId, PatrolSignUpId, PersonId};
use domain::instant::LocalDate;
use domain::patrol::eligible::Span;

use crate::story::{self, World, local};

/// The person behind whoever asks.
pub(crate) fn person(ctx: &Context) -> PersonId {
    ctx.signed_in().unwrap().person
}

/// A shift of two hours on a day, and a person's sign-up for it, as rows.
pub(crate) async fn signed_up(
    world: &World,
    day: &str,
    person: PersonId,
) -> (PatrolShiftId, PatrolSignUpId) {
    let (starts, ends) = (
        local(&format!("{day}T18:00")).millis(),
        local(&format!("{day}T20:00")).millis(),
    );
    let mut tx = world.write().await;
    let (shift,) = sql!(
        &mut tx,
        one as (i64,),
        "insert into patrol_shift (community_id, kind_id, title, starts_at, ends_at, first_day,
                                   deadline_at, state, created_at, updated_at)
         select $1, min(id), '晚间巡查', $2, $3, $4, $2, 'open', $2, $2
         from patrol_kind where community_id = $1 returning id",
        world.here.id.get(),
        starts,
        ends,
        day,
    )
    .unwrap();
    let (sign_up,) = sql!(
        &mut tx,
        one as (i64,),
        "insert into patrol_sign_up (community_id, shift_id, person_id, role, state, seq, holds,
                                     signed_at, changed_at)
         values ($1, $2, $3, 'member', 'completed', 1, 1, $4, $4) returning id",
        world.here.id.get(),
        shift,
        person.get(),
        starts,
    )
    .unwrap();
    tx.commit().await.unwrap();
    (PatrolShiftId::new(shift), PatrolSignUpId::new(sign_up))
}

/// Credits a sign-up of [`signed_up`].
pub(crate) async fn credit(
    ctx: &Context,
    day: &str,
    (shift, sign_up): (PatrolShiftId, PatrolSignUpId),
    person: PersonId,
    minutes: i64,
) {
    let mut tx = ctx.db().write().await.unwrap();
    let credit = Credit {
        person,
        child: None,
        shift,
        sign_up,
        day: LocalDate::parse(day).unwrap(),
        span: Span {
            starts: local(&format!("{day}T18:00")),
            ends: local(&format!("{day}T20:00")),
        },
        minutes,
    };
    hours::credit(&mut tx, ctx, &credit).await.unwrap();
    tx.commit().await.unwrap();
}

/// Minutes of every row of a person, in the order in which they were written.
pub(crate) async fn minutes(world: &World, person: PersonId) -> Vec<i64> {
    let mut tx = world.write().await;
    let rows = sql!(
        &mut tx,
        all as (i64,),
        "select minutes from hours_entry where person_id = $1 order by id",
        person.get(),
    );
    rows.unwrap()
        .into_iter()
        .map(|(minutes,)| minutes)
        .collect()
}

#[tokio::test]
async fn v13_a_credit_is_written_once_and_corrected_by_a_reversal() {
    story::both(|world| async move {
        let chen = world.resident("chen").await;
        let ctx = world.ctx(Some(chen)).await;
        let chen = person(&ctx);
        let there = signed_up(&world, "2026-03-09", chen).await;
        for (now, rows) in [
            (120, vec![120]),
            (120, vec![120]),
            (90, vec![120, -120, 90]),
            (0, vec![120, -120, 90, -90]),
            (0, vec![120, -120, 90, -90]),
            (120, vec![120, -120, 90, -90, 120]),
        ] {
            credit(&ctx, "2026-03-09", there, chen, now).await;
            assert_eq!(minutes(&world, chen).await, rows);
        }
    })
    .await;
}

#[tokio::test]
async fn v13_what_stands_in_the_ledger_cannot_be_changed_or_removed() {
    story::both(|world| async move {
        let chen = world.resident("chen").await;
        let ctx = world.ctx(Some(chen)).await;
        let chen = person(&ctx);
        let there = signed_up(&world, "2026-03-09", chen).await;
        credit(&ctx, "2026-03-09", there, chen, 120).await;
        let mut tx = world.write().await;
        let more = sql!(&mut tx, execute, "update hours_entry set minutes = 600");
        assert!(more.is_err());
        drop(tx);
        let mut tx = world.write().await;
        assert!(sql!(&mut tx, execute, "delete from hours_entry").is_err());
        drop(tx);
        assert_eq!(minutes(&world, chen).await, [120]);
    })
    .await;
}
