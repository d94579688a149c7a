//! Stories of what a template leaves as it is: a day that was called off, places that were used.

use backend::patrol::list;
use backend::patrol::sign_up::{self, Guest};
use domain::patrol::Role;

use super::*;

#[tokio::test]
async fn v10_a_draft_of_a_template_that_is_called_off_stays_off_and_hidden() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let mut form = weekly(&ctx, "drafts").await;
        form.publish = false;
        template::write(&ctx, &form).await.unwrap();
        let all = made(&world, &ctx).await;
        let id = on(&all, "03-14").id;
        let ended = shifts::cancel(&ctx, id, "那天放假").await.unwrap();
        assert_eq!(ended, shifts::Ended::CalledOff);
        assert_eq!(template::make_due(&ctx).await.unwrap(), 0);
        let all = made(&world, &ctx).await;
        assert_eq!(on(&all, "03-14").kept, Kept::Cancelled);
        let (_, somebody) = resident(&world, "一").await;
        let found = backend::patrol::find(&somebody, id).await;
        assert!(matches!(found, Err(Error::NotFound)), "{found:?}");
        let week = list::week(&somebody, &list::Query::default(), None).await;
        assert_eq!(week.unwrap().shifts, []);
    })
    .await;
}

#[tokio::test]
async fn v11_kept_places_that_were_used_are_not_kept_again_by_a_change() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let mut form = weekly(&ctx, "kept").await;
        form.body.members = "3".to_owned();
        form.body.reserved = "2".to_owned();
        let id = template::write(&ctx, &form).await.unwrap();
        let shift = on(&made(&world, &ctx).await, "03-14").id;
        for (key, name) in [("kept-one", "李奶奶"), ("kept-two", "孙大爷")] {
            let guest = Guest {
                request_key: key.to_owned(),
                name: name.to_owned(),
                ..Guest::default()
            };
            sign_up::enter(&ctx, shift, guest).await.unwrap();
        }
        let (_, somebody) = resident(&world, "一").await;
        signs_up(&somebody, shift).await;
        form.request_key = "template-kept-words".to_owned();
        form.body.place = "北门".to_owned();
        form.first_on = "2026-03-14".to_owned();
        edited(&ctx, id, &form).await;
        let places = find(&ctx, shift).await.places_of(Role::Member);
        assert_eq!((places.capacity, places.reserved, places.taken), (3, 0, 3));
        assert_eq!(state(&somebody, shift).await, Some(State::Confirmed));
        let other = on(&made(&world, &ctx).await, "03-21").id;
        assert_eq!(find(&ctx, other).await.places_of(Role::Member).reserved, 2);
    })
    .await;
}
