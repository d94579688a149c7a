//! Whose eyes a picture is for (rules R14, R15).

use backend::photo::{Publication, Size, Viewer};
use backend::report::act::Shown;

use super::*;

async fn sees(ctx: &Context, name: &str, viewer: Viewer<'_>) -> bool {
    match photo::show(ctx, name, Size::Small, viewer).await {
        Ok((bytes, _)) => !bytes.is_empty(),
        Err(Error::NotFound) => false,
        Err(error) => panic!("{error}"),
    }
}

/// A report with one picture.
async fn pictured(world: &World, key: &str) -> (Receipt, String) {
    let draft = form(world, key);
    let ctx = world.ctx(None).await;
    let picture = with_picture(&ctx, &draft.request_key).await;
    (reports::submit(&ctx, draft).await.unwrap(), picture.id)
}

#[tokio::test]
async fn r15_a_picture_is_public_only_after_staff_accepted_it() {
    story::both(|world| async move {
        let ctx = staff(&world, "min").await;
        let public = world.ctx(None).await;
        let (receipt, name) = pictured(&world, "shown-later").await;
        assert!(!sees(&public, &name, Viewer::Public).await);
        assert!(
            !sees(&public, &name, Viewer::Draft).await,
            "it is no draft any more"
        );
        assert!(sees(&public, &name, Viewer::Receipt(&receipt.secret)).await);
        assert!(sees(&ctx, &name, Viewer::Work).await);
        let worker = property(&world, "gong").await;
        assert!(
            !sees(&worker, &name, Viewer::Work).await,
            "not the company's yet"
        );

        let accepted = ActDraft {
            publications: vec![Publication {
                id: name.clone(),
                publish: true,
                cells: vec![],
            }],
            org: world.here.property.to_string(),
            ..sheet(&ctx, &receipt, Action::Accept).await
        };
        act::act(&ctx, receipt.number, accepted).await.unwrap();
        assert!(sees(&public, &name, Viewer::Public).await);
        assert!(sees(&worker, &name, Viewer::Work).await);
    })
    .await;
}

#[tokio::test]
async fn r15_covered_cells_are_gone_in_public_and_there_for_staff() {
    story::both(|world| async move {
        let ctx = staff(&world, "min").await;
        let (receipt, name) = pictured(&world, "covered-one").await;
        let accepted = ActDraft {
            publications: vec![Publication {
                id: name.clone(),
                publish: true,
                cells: vec![0, 9, 47],
            }],
            ..sheet(&ctx, &receipt, Action::Accept).await
        };
        act::act(&ctx, receipt.number, accepted).await.unwrap();
        let public = world.ctx(None).await;
        let shown = photo::show(&public, &name, Size::Full, Viewer::Public)
            .await
            .unwrap();
        let kept = photo::show(&ctx, &name, Size::Full, Viewer::Work)
            .await
            .unwrap();
        assert_ne!(shown.1, kept.1, "another file altogether");
        assert_eq!(work(&ctx, &receipt).await.before[0].covered, [0, 9, 47]);
    })
    .await;
}

#[tokio::test]
async fn r14_hidden_is_hidden_at_every_address() {
    story::both(|world| async move {
        let ctx = staff(&world, "min").await;
        let public = world.ctx(None).await;
        let (receipt, name) = pictured(&world, "hidden-one").await;
        let accepted = ActDraft {
            publications: vec![Publication {
                id: name.clone(),
                publish: true,
                cells: vec![],
            }],
            ..sheet(&ctx, &receipt, Action::Accept).await
        };
        act::act(&ctx, receipt.number, accepted).await.unwrap();
        let version = world.ctx(None).await.community.public_version;
        let hidden = Shown {
            version: work(&ctx, &receipt).await.version.to_string(),
            visibility: "hidden".to_owned(),
            ..Shown::default()
        };
        act::show(&ctx, receipt.number, hidden).await.unwrap();
        assert!(!sees(&public, &name, Viewer::Public).await);
        assert!(!sees(&public, &name, Viewer::Receipt(&receipt.secret)).await);
        assert!(matches!(
            show::public(&public, receipt.number).await,
            Err(Error::NotFound)
        ));
        assert!(
            world.ctx(None).await.community.public_version > version,
            "kept pages are stale"
        );
        everything_agrees(&world).await;
    })
    .await;
}

#[tokio::test]
async fn r14_what_is_no_picture_is_refused_and_not_kept() {
    story::both(|world| async move {
        let ctx = world.ctx(None).await;
        let key = RequestKey::parse("text-as-photo").unwrap();
        let refused = photo::keep_draft(&ctx, &key, Bytes::from_static(b"hello")).await;
        let Err(Error::Invalid(problems)) = refused else {
            panic!("kept")
        };
        assert_eq!(problems.of("photos"), Some(Problem::PhotoUnreadable));
        assert!(photo::drafts(&ctx, &key).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn r14_at_most_three_pictures_a_step_and_drafts_go_after_a_day() {
    story::both(|world| async move {
        let ctx = world.ctx(None).await;
        let key = RequestKey::parse("many-photos").unwrap();
        for red in [10, 90, 170] {
            // Sent twice, each is one (rule R3).
            let first = photo::keep_draft(&ctx, &key, picture(red)).await.unwrap();
            let again = photo::keep_draft(&ctx, &key, picture(red)).await.unwrap();
            assert_eq!(first, again);
        }
        let fourth = photo::keep_draft(&ctx, &key, picture(1)).await;
        assert!(matches!(fourth, Err(Error::Invalid(_))));
        let kept = photo::drafts(&ctx, &key).await.unwrap();
        assert_eq!(kept.len(), 3);
        let other = RequestKey::parse("another-form").unwrap();
        assert!(
            photo::drafts(&ctx, &other).await.unwrap().is_empty(),
            "only the form that sent them"
        );
        photo::drop_draft(&ctx, &other, &kept[0].id).await.unwrap();
        assert_eq!(
            photo::drafts(&ctx, &key).await.unwrap().len(),
            3,
            "another form drops nothing"
        );

        world.at(local("2026-03-11T09:00"));
        let later = world.ctx(None).await;
        assert!(!sees(&later, &kept[0].id, Viewer::Draft).await);
        assert_eq!(photo::remove_ended_drafts(&later).await.unwrap(), 3);
        assert_eq!(photo::remove_ended_drafts(&later).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn r15_the_company_that_does_the_work_decides_nothing_about_pictures() {
    story::both(|world| async move {
        let ctx = staff(&world, "min").await;
        let worker = property(&world, "gong").await;
        let (receipt, name) = pictured(&world, "withheld-one").await;
        let accepted = ActDraft {
            publications: vec![Publication {
                id: name.clone(),
                publish: false,
                cells: vec![],
            }],
            org: world.here.property.to_string(),
            ..sheet(&ctx, &receipt, Action::Accept).await
        };
        act::act(&ctx, receipt.number, accepted).await.unwrap();
        let sly = ActDraft {
            publications: vec![Publication {
                id: name.clone(),
                publish: true,
                cells: vec![],
            }],
            ..sheet(&worker, &receipt, Action::Start).await
        };
        act::act(&worker, receipt.number, sly).await.unwrap();
        assert!(!sees(&world.ctx(None).await, &name, Viewer::Public).await);
    })
    .await;
}
