//! `/admin/estate/plan`: staff place buildings and areas. Every move is a button that posts; where
//! the script runs, blocks are dragged or moved by the arrow keys and saved together (rules X6, X8).

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use backend::Error;
use backend::estate::drawing::{self, Move, Piece, Sheet, Which};
use domain::drawing::{self as sheets, Block, LEAST, Moved, Nudge};
use domain::problem::{Problem, Problems};
use islands::plan_mover::PlanMover;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, common, estate as words};

use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, input};
use crate::plan::{face, view_box};
use crate::web::{Answer, Web};

const PATH: &str = "/admin/estate/plan";
/// Empty room below, so that something can be pulled there.
const ROOM: i64 = 60;
/// The numbers of a block, by the names of their fields.
const SIDES: [&str; 4] = ["x", "y", "width", "height"];

/// Which block is looked at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    at: String,
}

/// What came back with a fault, to be shown again.
#[derive(Debug, Clone, Default)]
struct Typed {
    at: String,
    sides: Option<[String; 4]>,
    moves: Vec<Moved>,
}

/// `GET /admin/estate/plan`
pub async fn show(web: Web, Query(chosen): Query<Chosen>) -> Answer {
    let sheet = drawing::for_edit(&web.ctx).await?;
    let typed = Typed {
        at: chosen.at,
        ..Typed::default()
    };
    Ok(page(&web, StatusCode::OK, &sheet, &typed, &Problems::new()))
}

/// `POST /admin/estate/plan`: one press, numbers, everything that was dragged, or the last save back.
pub async fn change(web: Web, form: Form) -> Answer {
    let sheet = drawing::for_edit(&web.ctx).await?;
    let act = form.text("act");
    let lang = web.lang();
    let mut typed = Typed {
        at: form.text("which"),
        ..Typed::default()
    };
    if act == "put_back" {
        let version = form.text("version").parse().unwrap_or(0);
        let put_back = web
            .write(move |ctx| async move { drawing::put_back(&ctx, version).await })
            .await;
        return match put_back {
            Ok(()) => web.see_other_saying(PATH, words::plan_put_back(lang)).await,
            Err(Error::Changed) => {
                let none = Problems::new();
                Ok(page(&web, StatusCode::CONFLICT, &sheet, &typed, &none))
            }
            Err(error) => Err(error.into()),
        };
    }
    let moves = match wanted(&form, &act, &sheet, &mut typed) {
        Ok(moves) => moves,
        Err(Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(page(&web, status, &sheet, &typed, &problems));
        }
        Err(error) => return Err(error.into()),
    };
    let placed = web
        .write_with(
            (moves, form.text("request_key")),
            |ctx, (moves, key)| async move { drawing::place(&ctx, &moves, &key).await },
        )
        .await;
    let (status, problems) = match placed {
        Ok(()) if typed.at.is_empty() => {
            return web.see_other_saying(PATH, words::plan_saved(lang)).await;
        }
        Ok(()) => return web.see_other(&format!("{PATH}?at={}#plan", typed.at)),
        Err(Error::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(Error::Changed) => (StatusCode::CONFLICT, Problems::new()),
        Err(error) => return Err(error.into()),
    };
    // What was dragged stays where it was dragged to, on top of what others did meanwhile.
    let sheet = drawing::for_edit(&web.ctx).await?;
    Ok(page(&web, status, &sheet, &typed, &problems))
}

/// What the form asks for.
fn wanted(form: &Form, act: &str, sheet: &Sheet, typed: &mut Typed) -> Result<Vec<Move>, Error> {
    if act == "place" {
        typed.moves = sheets::read(&form.text("places"))
            .ok_or(Error::at("places", Problem::NotUnderstood))?;
        return typed
            .moves
            .iter()
            .map(|to| {
                let which = to
                    .piece
                    .parse()
                    .map_err(|problem| Error::at("places", problem))?;
                Ok(Move {
                    which,
                    version: to.version,
                    block: to.block,
                })
            })
            .collect();
    }
    let which: Which = typed
        .at
        .parse()
        .map_err(|problem| Error::at("which", problem))?;
    let piece = sheet.pieces.iter().find(|piece| piece.which == which);
    let piece = piece.ok_or(Error::NotFound)?;
    let block = if let Some(nudge) = Nudge::parse(act) {
        piece.block.nudged(nudge)
    } else {
        let sides = SIDES.map(|side| form.text(side));
        typed.sides = Some(sides.clone());
        measured(&sides)?
    };
    Ok(vec![Move {
        which,
        version: form.text("version").parse().unwrap_or(0),
        block,
    }])
}

/// The block of four numbers.
fn measured(sides: &[String; 4]) -> Result<Block, Problems> {
    let mut problems = Problems::new();
    let mut side = |at: usize, min: i64, max: i64| {
        let read = sides[at].trim().parse().ok();
        let read = read.filter(|number| (min..=max).contains(number));
        let read = read.ok_or(Problem::NotANumber { min, max });
        problems.take(SIDES[at], read)
    };
    let x = side(0, 0, sheets::WIDTH - LEAST);
    let y = side(1, 0, sheets::DEPTH - LEAST);
    let width = side(2, LEAST, sheets::WIDTH - x.unwrap_or(0));
    let height = side(3, LEAST, sheets::DEPTH - y.unwrap_or(0));
    match (x, y, width, height) {
        (Some(x), Some(y), Some(width), Some(height)) => Ok(Block {
            x,
            y,
            width,
            height,
        }),
        _ => Err(problems),
    }
}

fn page(
    web: &Web,
    status: StatusCode,
    sheet: &Sheet,
    typed: &Typed,
    problems: &Problems,
) -> Response {
    let lang = web.lang();
    web.page_with(status, words::plan_title(lang), Kind::Staff, || {
        let chosen = sheet.pieces.iter().find(|piece| piece.which.to_string() == typed.at);
        let is_empty = sheet.pieces.is_empty();
        view! {
            {parts::back("/admin/estate".to_owned(), words::title(lang))}
            <div class="head">
                <h1>{words::plan_title(lang)}</h1>
                <a class="button quiet" href="/admin/estate/areas">{words::areas_title(lang)}</a>
                {undo(web, sheet)}
            </div>
            <p class="lead">{words::plan_lead(lang)}</p>
            {(status == StatusCode::CONFLICT).then(|| view! {
                <div class="summary" role="alert"><p>{icon(Icon::Warning)} {words::plan_changed(lang)}</p></div>
            })}
            {parts::summary(lang, problems)}
            {if is_empty {
                parts::empty(Icon::Building, words::empty_title(lang), words::empty_next(lang)).into_any()
            } else {
                view! {
                    <div class="drawing" id="plan">
                        {drawn(web, sheet, typed)}
                        {pad(web, chosen, typed, problems)}
                    </div>
                    <h2>{words::plan_choose(lang)}</h2>
                    <ul class="blocks">{sheet.pieces.iter().map(|piece| chip(lang, piece, typed)).collect::<Vec<_>>()}</ul>
                }
                .into_any()
            }}
        }
    })
}

fn name(lang: Lang, piece: &Piece) -> &str {
    if lang == Lang::Zh {
        &piece.name_zh
    } else {
        &piece.name_en
    }
}

fn address(piece: &Piece) -> String {
    format!("{PATH}?at={}#plan", piece.which)
}

/// A block in words, which leads to its buttons.
fn chip(lang: Lang, piece: &Piece, typed: &Typed) -> impl IntoView + use<> {
    let is_here = piece.which.to_string() == typed.at;
    let name = name(lang, piece).to_owned();
    view! { <li><a class="block-link" href=address(piece) aria-current=is_here.then_some("true")>{name}</a></li> }
}

/// The drawing; where the script runs, its blocks are moved on it.
fn drawn(web: &Web, sheet: &Sheet, typed: &Typed) -> impl IntoView + use<> {
    let lang = web.lang();
    let mut moves = Vec::new();
    let blocks: Vec<_> = areas_first(&sheet.pieces)
        .map(|piece| {
            let id = piece.which.to_string();
            let to = typed
                .moves
                .iter()
                .find(|to| to.piece == id && to.block.fits());
            let block = to.map_or(piece.block, |to| to.block);
            // Seen and saved once more, it is moved from what is there now.
            moves.extend(to.map(|to| Moved {
                version: piece.version,
                ..to.clone()
            }));
            let is_here = id == typed.at;
            let class = match piece.which {
                Which::Building(_) => "block",
                Which::Area(_) => "block area",
            };
            let name = name(lang, piece).to_owned();
            view! {
                <a
                    class=if is_here { format!("{class} here") } else { class.to_owned() }
                    href=address(piece)
                    id=format!("piece-{id}")
                    data-piece=id
                    data-version=piece.version.to_string()
                    aria-label=name.clone()
                    aria-current=is_here.then_some("true")
                >
                    {face(&name, block, None)}
                </a>
            }
        })
        .collect();
    let lowest = moves
        .iter()
        .map(|to| to.block.y + to.block.height)
        .max()
        .unwrap_or(0);
    let depth = sheet.depth.max(lowest) + ROOM;
    view! {
        <PlanMover
            action=PATH.to_owned()
            token=web.chrome.token.clone().unwrap_or_default()
            request_key=web.new_key()
            first=sheets::written(&moves)
            hint=words::plan_keys(lang).to_owned()
            said=words::plan_said(lang, "{name}", "{x}", "{y}")
            save=words::plan_save(lang).to_owned()
            discard=common::cancel(lang).to_owned()
        >
            <figure class="estate">
                <svg viewBox=view_box(depth) role="group" aria-label=words::plan_title(lang)>{blocks}</svg>
            </figure>
        </PlanMover>
    }
}

/// Areas lie below buildings.
fn areas_first(pieces: &[Piece]) -> impl Iterator<Item = &Piece> {
    let is_area = |piece: &&Piece| matches!(piece.which, Which::Area(_));
    let areas = pieces.iter().filter(is_area);
    areas.chain(pieces.iter().filter(move |piece| !is_area(piece)))
}

fn hidden(web: &Web, piece: &Piece) -> impl IntoView + use<> {
    view! {
        {frame::token(&web.chrome)}
        <input type="hidden" name="request_key" value=web.new_key()/>
        <input type="hidden" name="which" value=piece.which.to_string()/>
        <input type="hidden" name="version" value=piece.version.to_string()/>
    }
}

/// What is done with the block that was chosen: a button for each direction, and its numbers.
fn pad(
    web: &Web,
    chosen: Option<&Piece>,
    typed: &Typed,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = web.lang();
    let Some(piece) = chosen else {
        return view! { <p class="hint" id="pad">{words::plan_nothing(lang)}</p> }.into_any();
    };
    let press = |act: &'static str, which: Option<Icon>, word: &'static str| {
        view! {
            <button class=format!("button quiet press {act}") name="act" value=act>{which.map(icon)} {word}</button>
        }
    };
    let block = piece.block;
    let kept = [block.x, block.y, block.width, block.height].map(|side| side.to_string());
    let is_typed = typed.sides.is_some();
    let sides = typed.sides.clone().unwrap_or(kept);
    let labels = [
        words::plan_x(lang),
        words::plan_y(lang),
        words::plan_width(lang),
        words::plan_height(lang),
    ];
    let fields: Vec<_> = SIDES
        .into_iter()
        .zip(labels)
        .zip(sides)
        .map(|((side, label), value)| {
            let field = Input {
                name: side,
                label: label.to_owned(),
                value,
                autocomplete: Some("off"),
                inputmode: Some("numeric"),
                max: Some("4"),
                ..Input::default()
            };
            input(lang, problems, field)
        })
        .collect();
    let title = name(lang, piece).to_owned();
    view! {
        <section class="card" id="pad">
            <h2>{title}</h2>
            <form class="pad" method="post" action=PATH>
                {hidden(web, piece)}
                {press("up", Some(Icon::ArrowUp), words::plan_up(lang))}
                {press("left", Some(Icon::ArrowLeft), words::plan_left(lang))}
                {press("right", Some(Icon::ArrowRight), words::plan_right(lang))}
                {press("down", Some(Icon::ArrowDown), words::plan_down(lang))}
                {press("wider", None, words::plan_wider(lang))}
                {press("narrower", None, words::plan_narrower(lang))}
                {press("taller", None, words::plan_taller(lang))}
                {press("lower", None, words::plan_lower(lang))}
            </form>
            <details open=is_typed>
                <summary>{words::plan_numbers(lang)}</summary>
                <form class="form" method="post" action=PATH>
                    {hidden(web, piece)}
                    <div class="sides">{fields}</div>
                    <div class="submit still">
                        <button class="button" name="act" value="set">{icon(Icon::Check)} {common::save(lang)}</button>
                    </div>
                </form>
            </details>
        </section>
    }
    .into_any()
}

/// 撤回上一步.
fn undo(web: &Web, sheet: &Sheet) -> impl IntoView + use<> {
    sheet.last.map(|version| {
        view! {
            <form method="post" action=PATH>
                {frame::token(&web.chrome)}
                <input type="hidden" name="version" value=version.to_string()/>
                <button class="button quiet" name="act" value="put_back">
                    {icon(Icon::Undo)} {words::plan_undo(web.lang())}
                </button>
            </form>
        }
    })
}
