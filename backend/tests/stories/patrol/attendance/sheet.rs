//! Stories of the list on paper.

use super::*;

#[tokio::test]
async fn v12_the_paper_sheet_is_entered_as_one_grid_with_its_photo() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        world.at(local("2026-03-13T09:00"));
        let ctx = world.ctx(Some(evening.leader)).await;
        let list = attendance::list(&ctx, evening.id).await.unwrap();
        let line = |name: &str, here: bool, came: &str, went: &str| SheetLine {
            sign_up: of(&list, name).sign_up.id,
            version: of(&list, name).sign_up.version,
            here,
            came: came.to_owned(),
            went: went.to_owned(),
        };
        let guest = |name: &str, came: &str| SheetGuest {
            name: name.to_owned(),
            came: came.to_owned(),
            went: String::new(),
        };
        let sheet = Sheet {
            request_key: "the-paper-sheet".to_owned(),
            lines: vec![
                line("lao", true, "", ""),
                line("wang", false, "18:30", "1930"),
                line("zhao", false, "", ""),
            ],
            guests: vec![guest("孙大爷", "18:10"), guest("", "")],
        };
        let mut wrong = sheet.clone();
        wrong.lines[1].went = "18:00".to_owned();
        wrong.guests[1].came = "18:00".to_owned();
        let Entered::Faults(faults) = attendance::enter_sheet(&ctx, evening.id, wrong)
            .await
            .unwrap()
        else {
            panic!("two rows are wrong");
        };
        assert_eq!(faults[0].row, 1);
        assert_eq!(faults[0].went, Some(Problem::EndsBeforeItBegins));
        assert_eq!((faults[1].row, faults[1].name), (4, Some(Problem::Missing)));
        assert_eq!(state(&ctx, evening.id, "lao").await, State::Confirmed);
        // What is corrected afterwards is read, and the name that was wrong is nowhere.
        let mut misread = sheet.clone();
        misread.guests = vec![guest("孙大娘", "18:10"), guest("陈\u{0}", "")];
        let entered = attendance::enter_sheet(&ctx, evening.id, misread).await;
        let Ok(Entered::Faults(faults)) = entered else {
            panic!("{entered:?}")
        };
        assert_eq!(faults[0].row, 4);

        let key = domain::request_key::RequestKey::parse("the-paper-sheet").unwrap();
        let picture = crate::report::picture(40);
        backend::photo::keep_draft(&ctx, &key, picture.clone())
            .await
            .unwrap();
        for _ in 0..2 {
            let entered = attendance::enter_sheet(&ctx, evening.id, sheet.clone())
                .await
                .unwrap();
            assert_eq!(entered, Entered::Done(Vec::new()));
        }
        assert_eq!(state(&ctx, evening.id, "zhao").await, State::Confirmed);
        let closing = form(&ctx, evening.id, "first").await;
        record::close(&ctx, evening.id, closing).await.unwrap();
        assert_eq!(ledger(&world, evening.leader).await, [120]);
        assert_eq!(ledger(&world, evening.members[0]).await, [60]);
        assert!(ledger(&world, evening.members[1]).await.is_empty());
        let kept = record::show(&ctx, evening.id).await.unwrap();
        assert_eq!(kept.list.people.len(), 4);
        assert_eq!(kept.minutes(of(&kept.list, "孙大爷")), 110);

        // The picture stays, is the leader's and staff's to see, and comes twice from nowhere.
        let [sheet] = &kept.sheets[..] else {
            panic!("{:?}", kept.sheets);
        };
        backend::photo::keep_draft(&ctx, &key, picture)
            .await
            .unwrap();
        world.at(local("2026-03-20T09:00"));
        let later = world.ctx(Some(evening.leader)).await;
        backend::photo::remove_ended_drafts(&later).await.unwrap();
        let size = backend::photo::Size::Small;
        record::picture(&later, evening.id, &sheet.id, size)
            .await
            .unwrap();
        let member = world.ctx(Some(evening.members[0])).await;
        let hidden = record::picture(&member, evening.id, &sheet.id, size).await;
        assert!(matches!(hidden, Err(Error::Denied)));
        let public = backend::photo::Viewer::Public;
        let hidden = backend::photo::show(&member, &sheet.id, size, public).await;
        assert!(matches!(hidden, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn v12_who_was_ticked_after_the_grid_was_opened_is_not_unticked_by_it() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        world.at(local(DURING));
        let ctx = world.ctx(Some(evening.leader)).await;
        let opened = attendance::list(&ctx, evening.id).await.unwrap();
        let zhao = of(&opened, "zhao").sign_up.clone();
        let line = |version: i64| SheetLine {
            sign_up: zhao.id,
            version,
            here: false,
            came: String::new(),
            went: String::new(),
        };
        let sheet = |key: &str, version: i64| Sheet {
            request_key: format!("the-sheet-{key}"),
            lines: vec![line(version)],
            guests: Vec::new(),
        };
        attendance::mark(&ctx, zhao.id, zhao.version, Mark::Came)
            .await
            .unwrap();
        attendance::enter_sheet(&ctx, evening.id, sheet("stale", zhao.version))
            .await
            .unwrap();
        assert_eq!(state(&ctx, evening.id, "zhao").await, State::CheckedIn);
        let now = attendance::list(&ctx, evening.id).await.unwrap();
        let version = of(&now, "zhao").sign_up.version;
        attendance::enter_sheet(&ctx, evening.id, sheet("fresh", version))
            .await
            .unwrap();
        assert_eq!(state(&ctx, evening.id, "zhao").await, State::Confirmed);
    })
    .await;
}
