//! Pictures of the demo's stories, drawn like paper cuts, so that no photograph of a real place is
//! needed. The same scene always gives the same picture.

mod corner;
mod corridor;
mod lamp;
mod paint;
mod pavement;
mod wall;

use std::collections::BTreeMap;

use bytes::Bytes;
use image::ImageEncoder;
use image::codecs::jpeg::JpegEncoder;

use super::story::STORIES;
use super::written::Kept;
use crate::context::Stores;
use crate::error::Error;
use crate::photo::{self, Stage, clean};
use paint::{Canvas, HEIGHT, WIDTH};

const QUALITY: u8 = 90;

/// What a picture shows; the number chooses colours and arrangement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scene {
    /// A hall's wall, full of small ads or clean.
    Wall(u8),
    /// A corner behind the waste room, with bags or with flowers.
    Corner(u8),
    /// A corridor, full of boxes or empty.
    Corridor(u8),
    /// A stair's lamp, dark or lit.
    Lamp(u8),
    /// Paving, broken or whole.
    Pavement(u8),
}

/// Stored pictures by scene and whether they show it afterwards; one a use.
pub type Album = BTreeMap<(Scene, bool), Vec<Kept>>;

/// Draws, cleans and stores every picture that a story uses, each use under a name of its own.
pub async fn keep_all(stores: &Stores) -> Result<Album, Error> {
    let mut uses: BTreeMap<(Scene, bool), usize> = BTreeMap::new();
    for story in STORIES.iter().flat_map(|chapter| chapter.iter()) {
        for (scene, after) in [(story.before, false), (story.after, true)] {
            if let Some(scene) = scene {
                *uses.entry((scene, after)).or_insert(0) += 1;
            }
        }
    }
    let drawn = uses.into_iter().map(|((scene, after), uses)| async move {
        let jpeg = tokio::task::spawn_blocking(move || jpeg(scene, after))
            .await
            .map_err(|_| Error::Unexpected("drawing stopped"))??;
        let cleaned = clean::clean_in_turn(Bytes::from(jpeg))
            .await
            .map_err(|_| Error::Unexpected("a drawn picture is no picture"))?;
        let mut kept = Vec::new();
        for _ in 0..uses {
            let id = stores.random.token();
            photo::put(stores, &id, &cleaned).await?;
            let bytes = cleaned.full.len() + cleaned.small.len();
            kept.push(Kept {
                id,
                width: i64::from(cleaned.width),
                height: i64::from(cleaned.height),
                bytes: i64::try_from(bytes).unwrap_or(i64::MAX),
            });
        }
        Ok(((scene, after), kept))
    });
    futures::future::try_join_all(drawn)
        .await
        .map(|kept| kept.into_iter().collect())
}

/// Takes the picture of a story's step out of the album.
pub fn take(album: &mut Album, scene: Option<Scene>, stage: Stage) -> Result<Option<Kept>, Error> {
    let Some(scene) = scene else { return Ok(None) };
    album
        .get_mut(&(scene, stage == Stage::After))
        .and_then(Vec::pop)
        .map(Some)
        .ok_or(Error::Unexpected("a demo picture is missing"))
}

/// One picture as JPEG.
pub fn jpeg(scene: Scene, after: bool) -> Result<Vec<u8>, Error> {
    let mut canvas = Canvas::new();
    match scene {
        Scene::Wall(variant) => wall::draw(&mut canvas, variant, after),
        Scene::Corner(variant) => corner::draw(&mut canvas, variant, after),
        Scene::Corridor(variant) => corridor::draw(&mut canvas, variant, after),
        Scene::Lamp(variant) => lamp::draw(&mut canvas, variant, after),
        Scene::Pavement(variant) => pavement::draw(&mut canvas, variant, after),
    }
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .write_image(
            canvas.pixels(),
            WIDTH,
            HEIGHT,
            image::ExtendedColorType::Rgb8,
        )
        .map_err(|_| Error::Unexpected("a drawn picture cannot be written"))?;
    Ok(bytes)
}
