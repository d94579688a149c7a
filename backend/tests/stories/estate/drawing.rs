//! Stories of the drawn plan (rules P2, X6, X8).

use backend::Error;
use backend::context::Context;
use backend::estate::drawing::{self, Move, Piece, Which};
use domain::drawing::{Block, Nudge};
use domain::permission::Post;

use super::staff;
use crate::story::{self, World};

async fn pieces(ctx: &Context) -> Vec<Piece> {
    drawing::for_edit(ctx).await.unwrap().pieces
}

async fn first(ctx: &Context) -> Piece {
    pieces(ctx).await.swap_remove(0)
}

fn to(piece: &Piece, block: Block) -> Move {
    Move {
        which: piece.which,
        version: piece.version,
        block,
    }
}

fn right(piece: &Piece) -> Move {
    to(piece, piece.block.nudged(Nudge::Right))
}

async fn public_version(world: &World) -> i64 {
    world.ctx(None).await.community.public_version
}

#[tokio::test]
async fn p02_a_plan_that_nobody_drew_is_there_and_stays_when_the_first_block_moves() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let before = pieces(&ctx).await;
        assert_eq!(before.len(), 3, "two buildings and an area");
        let version = public_version(&world).await;
        let moved = right(&before[0]);
        for _ in 0..2 {
            // The same form again moves nothing further (rule R3).
            drawing::place(&ctx, &[moved], "plan-first").await.unwrap();
        }
        let after = pieces(&ctx).await;
        assert_eq!(after[0].block, moved.block);
        assert_eq!(after[1].block, before[1].block, "nothing else jumps");
        assert_eq!(after[2].block, before[2].block);
        assert!(public_version(&world).await > version);
    })
    .await;
}

#[tokio::test]
async fn x08_the_last_save_is_put_back_and_forth_and_an_old_page_puts_nothing_back() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let before = first(&ctx).await;
        assert_eq!(drawing::for_edit(&ctx).await.unwrap().last, None);
        drawing::place(&ctx, &[right(&before)], "plan-one")
            .await
            .unwrap();
        let one = first(&ctx).await;
        drawing::place(&ctx, &[right(&one)], "plan-two")
            .await
            .unwrap();
        let two = first(&ctx).await;

        let last = drawing::for_edit(&ctx).await.unwrap().last.unwrap();
        let old = drawing::put_back(&ctx, last - 1).await;
        assert!(matches!(old, Err(Error::Changed)));
        drawing::put_back(&ctx, last).await.unwrap();
        assert_eq!(first(&ctx).await.block, one.block);
        let last = drawing::for_edit(&ctx).await.unwrap().last.unwrap();
        drawing::put_back(&ctx, last).await.unwrap();
        assert_eq!(first(&ctx).await.block, two.block);

        // A press at the edge moves nothing, and is no save.
        let last = drawing::for_edit(&ctx).await.unwrap().last;
        let here = first(&ctx).await;
        drawing::place(&ctx, &[to(&here, here.block)], "plan-edge")
            .await
            .unwrap();
        assert_eq!(drawing::for_edit(&ctx).await.unwrap().last, last);
    })
    .await;
}

#[tokio::test]
async fn x06_who_comes_second_is_told_and_changes_nothing() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let old = pieces(&ctx).await;
        drawing::place(&ctx, &[right(&old[0])], "plan-mine")
            .await
            .unwrap();
        let mine = pieces(&ctx).await;
        // Together with one that nobody else touched: all or nothing.
        let both = [to(&mine[1], old[2].block), right(&old[0])];
        let late = drawing::place(&ctx, &both, "plan-late").await;
        assert!(matches!(late, Err(Error::Changed)), "{late:?}");
        let after = pieces(&ctx).await;
        assert_eq!(after[0].block, mine[0].block);
        assert_eq!(after[1].block, mine[1].block);

        let outside = Block {
            x: 350,
            ..mine[0].block
        };
        for bad in [vec![], vec![to(&mine[0], outside)]] {
            let refused = drawing::place(&ctx, &bad, "plan-outside").await;
            assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn p13_only_staff_draw_and_only_their_own_community() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let mine = first(&ctx).await;
        for post in [Post::Property, Post::Captain, Post::Subdistrict] {
            let other = world.account(post.as_str(), post).await;
            let other = world.ctx(Some(other)).await;
            let refused = drawing::place(&other, &[right(&mine)], "plan-sly").await;
            assert!(matches!(refused, Err(Error::Denied)), "{post:?}");
        }
        let nobody = world.ctx(None).await;
        assert!(matches!(
            drawing::for_edit(&nobody).await,
            Err(Error::SignIn)
        ));

        let stranger = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        assert_ne!(first(&there).await.which, mine.which);
        let refused = drawing::place(&there, &[right(&mine)], "plan-far").await;
        assert!(matches!(refused, Err(Error::NotFound)), "p03");
        let area = Which::Area(world.here.area);
        let theirs = Move {
            which: area,
            ..right(&mine)
        };
        let refused = drawing::place(&there, &[theirs], "plan-far-area").await;
        assert!(matches!(refused, Err(Error::NotFound)), "p03");
        assert_eq!(first(&ctx).await.block, mine.block);
    })
    .await;
}
