//! Being removed (rule P23).

use super::{NUMBER, because, has_number, person_of, reported};
use backend::privacy::{self, Confirmed, ERASED, Means};
use backend::{Error, account, audit, consent, sql};
use domain::permission::Post;
use domain::problem::Problem;

use crate::household::moves_in;
use crate::story::{self, PASSWORD, World};

fn with_password() -> Confirmed {
    Confirmed {
        password: PASSWORD.to_owned(),
        word: String::new(),
    }
}

/// Every text of the database.
async fn everything(world: &World) -> String {
    let mut all = String::new();
    let mut tx = world.write().await;
    for rows in [
        sql!(
            &mut tx,
            all as (String,),
            "select name || coalesce(telephone, '') from person"
        )
        .unwrap(),
        sql!(
            &mut tx,
            all as (String,),
            "select display_name from account"
        )
        .unwrap(),
        sql!(
            &mut tx,
            all as (String,),
            "select name || secret from credential"
        )
        .unwrap(),
        sql!(
            &mut tx,
            all as (String,),
            "select coalesce(reporter_name, '') || coalesce(callback, '') from report"
        )
        .unwrap(),
        sql!(
            &mut tx,
            all as (String,),
            "select coalesce(telephone, '') || reason from post_holding"
        )
        .unwrap(),
        sql!(
            &mut tx,
            all as (String,),
            "select was || became || coalesce(personal, '') from audit"
        )
        .unwrap(),
        sql!(&mut tx, all as (String,), "select subject from review").unwrap(),
        sql!(&mut tx, all as (String,), "select mark from tombstone").unwrap(),
    ] {
        all.extend(rows.into_iter().map(|(text,)| text + "\n"));
    }
    all
}

#[tokio::test]
async fn p23_who_goes_leaves_nothing_personal_behind() {
    story::both(|world| async move {
        let staff = world.account("min", Post::Staff).await;
        let resident = world.resident("wang").await;
        let person = person_of(&world, resident).await;
        has_number(&world, person).await;
        moves_in(&world, (0, 0), "302", person).await;
        reported(&world, resident, "请打给 wang").await;
        let staff_ctx = world.ctx(Some(staff)).await;
        privacy::telephone(&staff_ctx, person, &because("other", "wang 的快递"))
            .await
            .unwrap();
        let ctx = world.ctx(Some(resident)).await;
        consent::decide(&ctx, "messages", true).await.unwrap();
        assert_eq!(
            privacy::means(&ctx).await.unwrap(),
            (Means::Password, false)
        );

        let wrong = Confirmed {
            password: "nothing".to_owned(),
            word: "删除".to_owned(),
        };
        let Err(Error::Invalid(problems)) = privacy::erase_self(&ctx, &wrong).await else {
            panic!("went with a wrong password")
        };
        assert_eq!(problems.of("password"), Some(Problem::WrongPassword));
        privacy::erase_self(&ctx, &with_password()).await.unwrap();

        let left = everything(&world).await;
        assert!(!left.contains("wang") && !left.contains(NUMBER), "{left}");
        let mut tx = world.write().await;
        let (name,) = sql!(
            &mut tx,
            one as (String,),
            "select name from person where id = $1",
            person.get()
        )
        .unwrap();
        let (reports, owned) = sql!(
            &mut tx,
            one as (i64, i64),
            "select count(*), count(reporter_id) from report"
        )
        .unwrap();
        let (homes,) = sql!(
            &mut tx,
            one as (i64,),
            "select count(*) from household_member where until is null"
        )
        .unwrap();
        let (sessions,) = sql!(
            &mut tx,
            one as (i64,),
            "select count(*) from session where account_id = $1",
            resident.get()
        )
        .unwrap();
        let (stones,) = sql!(&mut tx, one as (i64,), "select count(*) from tombstone").unwrap();
        drop(tx);
        assert_eq!(
            (name.as_str(), reports, owned, homes, sessions, stones),
            (ERASED, 1, 0, 0, 0, 1)
        );
        let tried = account::Try {
            name: "wang".to_owned(),
            password: PASSWORD.to_owned(),
        };
        let nobody = world.ctx(None).await;
        assert!(matches!(
            account::sign_in(&nobody, tried).await,
            Err(Error::Denied)
        ));
        assert!(
            account::signed_in(&nobody, resident)
                .await
                .unwrap()
                .is_none()
        );

        // What the reporter wrote names them: staff look through it.
        let listed = privacy::open_reviews(&staff_ctx).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0].subject, "report/2026-000001");
        let far = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(far)).await;
        assert!(matches!(
            privacy::settle(&there, listed[0].id).await,
            Err(Error::NotFound)
        ));
        for _ in 0..2 {
            privacy::settle(&staff_ctx, listed[0].id).await.unwrap();
        }
        assert!(privacy::open_reviews(&staff_ctx).await.unwrap().is_empty());

        // The trail is whole.
        audit::seal(&staff_ctx).await.unwrap();
        assert!(audit::verify(&staff_ctx).await.unwrap().findings.is_empty());
    })
    .await;
}

#[tokio::test]
async fn p23_who_has_no_password_types_a_word_and_the_only_administrator_stays() {
    story::both(|world| async move {
        let resident = world.resident("wang").await;
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "delete from credential where account_id = $1",
            resident.get()
        )
        .unwrap();
        tx.commit().await.unwrap();
        let ctx = world.ctx(Some(resident)).await;
        assert_eq!(privacy::means(&ctx).await.unwrap().0, Means::Word);
        let refused = privacy::erase_self(&ctx, &with_password()).await;
        assert!(matches!(refused, Err(Error::Invalid(_))));
        let word = Confirmed {
            password: String::new(),
            word: " 删除 ".to_owned(),
        };
        privacy::erase_self(&ctx, &word).await.unwrap();

        let admin = world.account("lin", Post::Admin).await;
        let ctx = world.ctx(Some(admin)).await;
        assert!(privacy::means(&ctx).await.unwrap().1);
        let Err(Error::Invalid(problems)) = privacy::erase_self(&ctx, &with_password()).await
        else {
            panic!("the only administrator went")
        };
        assert_eq!(problems.of("confirm"), Some(Problem::LastAdmin));
        world.account("zhao", Post::Admin).await;
        privacy::erase_self(&ctx, &with_password()).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn p23_an_older_state_that_comes_back_is_put_right() {
    story::both(|world| async move {
        let resident = world.resident("wang").await;
        let other = world.resident("li").await;
        let (person, stays) = (
            person_of(&world, resident).await,
            person_of(&world, other).await,
        );
        has_number(&world, person).await;
        let ctx = world.ctx(Some(resident)).await;
        privacy::erase_self(&ctx, &with_password()).await.unwrap();

        // The database as it was before, brought back by whatever means.
        let mut tx = world.write().await;
        sql!(&mut tx, execute, "delete from tombstone").unwrap();
        sql!(
            &mut tx,
            execute,
            "update person set name = 'wang', telephone = $2 where id = $1",
            person.get(),
            NUMBER
        )
        .unwrap();
        sql!(
            &mut tx,
            execute,
            "update account set display_name = 'wang', blocked_until = null where person_id = $1",
            person.get()
        )
        .unwrap();
        tx.commit().await.unwrap();

        let clock = world.ctx(None).await;
        assert_eq!(privacy::tombstone::reconcile(&clock).await.unwrap(), 1);
        assert_eq!(privacy::tombstone::reconcile(&clock).await.unwrap(), 0);
        let mut tx = world.write().await;
        let names = sql!(
            &mut tx,
            all as (i64, String, Option<String>),
            "select id, name, telephone from person order by id"
        )
        .unwrap();
        let (stones,) = sql!(&mut tx, one as (i64,), "select count(*) from tombstone").unwrap();
        drop(tx);
        assert!(names.contains(&(person.get(), ERASED.to_owned(), None)));
        assert!(names.contains(&(stays.get(), "li".to_owned(), None)));
        assert_eq!(stones, 1);
    })
    .await;
}
