//! Blocks of the drawn plan are dragged, or moved by the arrow keys, and saved together. Without
//! WebAssembly each block is a link to its buttons, which do the same by themselves.
#![expect(
    missing_docs,
    reason = "the island macro makes an undocumented type of the props"
)]
#![expect(
    clippy::needless_pass_by_value,
    reason = "an island's props are owned: they come out of the page as text"
)]

use domain::drawing;
use leptos::prelude::*;

/// The drawing, which the server made, and what is to be saved of it.
#[island]
pub fn PlanMover(
    /// Where the form goes.
    action: String,
    /// The session's token, or nothing.
    token: String,
    /// The form's key.
    request_key: String,
    /// What was moved and is not saved yet, as the form field has it.
    first: String,
    /// How to move, said where it can be done.
    hint: String,
    /// Said after a move: `{name}`, `{x}` and `{y}` stand in it.
    said: String,
    /// On the button that saves.
    save: String,
    /// On the link that leaves everything as it was.
    discard: String,
    /// The drawing.
    children: Children,
) -> impl IntoView {
    let page = action.clone();
    let moves = RwSignal::new(drawing::read(&first).unwrap_or_default());
    let told = RwSignal::new(String::new());
    let is_awake = RwSignal::new(false);
    Effect::new(move |_| is_awake.set(true));
    let places = move || moves.with(|moves| drawing::written(moves));
    let has_none = move || moves.with(Vec::is_empty);

    #[cfg(feature = "hydrate")]
    let hand = browser::Hand::new(moves, told, said);
    #[cfg(not(feature = "hydrate"))]
    let _ = &said;

    let on_down = move |event: leptos::ev::PointerEvent| {
        #[cfg(feature = "hydrate")]
        hand.take(&event);
        #[cfg(not(feature = "hydrate"))]
        let _ = event;
    };
    let on_move = move |event: leptos::ev::PointerEvent| {
        #[cfg(feature = "hydrate")]
        hand.pull(&event);
        #[cfg(not(feature = "hydrate"))]
        let _ = event;
    };
    let on_up = move |event: leptos::ev::PointerEvent| {
        #[cfg(feature = "hydrate")]
        hand.leave(&event);
        #[cfg(not(feature = "hydrate"))]
        let _ = event;
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        #[cfg(feature = "hydrate")]
        hand.key(&event);
        #[cfg(not(feature = "hydrate"))]
        let _ = event;
    };
    // With something unsaved, a click on a block leads nowhere, or it would be lost.
    let on_click = move |event: leptos::ev::MouseEvent| {
        if !moves.with(Vec::is_empty) {
            event.prevent_default();
        }
    };
    view! {
        <div class="mover" class:awake=is_awake>
            <p class="hint" hidden=move || !is_awake.get()>{hint}</p>
            <div
                on:pointerdown=on_down
                on:pointermove=on_move
                on:pointerup=on_up
                on:keydown=on_key
                on:click=on_click
                on:dragstart=|event| event.prevent_default()
            >
                {children()}
            </div>
            <p class="hint" role="status">{told}</p>
            <form class="submit still" method="post" action=action hidden=move || !is_awake.get() || has_none()>
                <input type="hidden" name="form_token" value=token/>
                <input type="hidden" name="request_key" value=request_key/>
                <input type="hidden" name="places" prop:value=places/>
                <button class="button" name="act" value="place">{save}</button>
                <a class="button plain" href=page>{discard}</a>
            </form>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use domain::drawing::{Block, DEPTH, Moved, Nudge, WIDTH};
    use leptos::prelude::*;
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::{Element, Event, KeyboardEvent, PointerEvent};

    /// A block that is being dragged.
    #[derive(Clone)]
    struct Drag {
        from: Moved,
        /// Where the pointer was, in pixels.
        at: (i32, i32),
        /// Units of the sheet in a pixel.
        scale: f64,
    }

    /// What moves blocks.
    #[derive(Clone, Copy)]
    pub struct Hand {
        moves: RwSignal<Vec<Moved>>,
        told: RwSignal<String>,
        drag: StoredValue<Option<Drag>>,
        said: StoredValue<String>,
    }

    impl Hand {
        /// Keeps what it moves in `moves`, and tells what it did in `told`.
        pub fn new(moves: RwSignal<Vec<Moved>>, told: RwSignal<String>, said: String) -> Self {
            Self {
                moves,
                told,
                drag: StoredValue::new(None),
                said: StoredValue::new(said),
            }
        }

        /// Takes hold of a block.
        pub fn take(self, event: &PointerEvent) {
            let Some(element) = piece(event).filter(|_| event.button() == 0) else {
                return;
            };
            let (Some(from), Ok(Some(sheet))) = (read(&element), element.closest("svg")) else {
                return;
            };
            let _ = element.set_pointer_capture(event.pointer_id());
            let scale = f64::from(i32::try_from(WIDTH).unwrap_or(360))
                / f64::from(sheet.client_width().max(1));
            self.drag.set_value(Some(Drag {
                from,
                at: (event.client_x(), event.client_y()),
                scale,
            }));
        }

        /// Pulls the block along.
        pub fn pull(self, event: &PointerEvent) {
            let (Some(drag), Some(element)) = (self.drag.get_value(), piece(event)) else {
                return;
            };
            #[expect(clippy::cast_possible_truncation, reason = "as large as a screen")]
            let units = |pixels: i32| (f64::from(pixels) * drag.scale).round() as i64;
            let block = drag.from.block;
            let block = Block {
                x: (block.x + units(event.client_x() - drag.at.0)).clamp(0, WIDTH - block.width),
                y: (block.y + units(event.client_y() - drag.at.1)).clamp(0, DEPTH - block.height),
                ..block
            };
            // A hand that trembles does not move a block.
            let is_moved = self.moves.with_untracked(|moves| holds(moves, &drag.from));
            let far = (block.x - drag.from.block.x).abs() + (block.y - drag.from.block.y).abs() > 2;
            if is_moved || far {
                self.put(&element, Moved { block, ..drag.from });
            }
        }

        /// Lets go of it.
        pub fn leave(self, event: &PointerEvent) {
            self.drag.set_value(None);
            if let Some(to) = piece(event).as_ref().and_then(read)
                && self.moves.with_untracked(|moves| holds(moves, &to))
            {
                self.tell(event, &to);
            }
        }

        /// Arrow keys move a block, with Shift they stretch it.
        pub fn key(self, event: &KeyboardEvent) {
            let nudge = match (event.key().as_str(), event.shift_key()) {
                ("ArrowUp", false) => Nudge::Up,
                ("ArrowDown", false) => Nudge::Down,
                ("ArrowLeft", false) => Nudge::Left,
                ("ArrowRight", false) => Nudge::Right,
                ("ArrowUp", true) => Nudge::Lower,
                ("ArrowDown", true) => Nudge::Taller,
                ("ArrowLeft", true) => Nudge::Narrower,
                ("ArrowRight", true) => Nudge::Wider,
                _ => return,
            };
            let Some(element) = piece(event) else { return };
            let Some(from) = read(&element) else { return };
            event.prevent_default();
            let to = Moved {
                block: from.block.nudged(nudge),
                ..from
            };
            self.put(&element, to.clone());
            self.tell(event, &to);
        }

        /// Draws a block where it is now, and keeps it to be saved.
        fn put(self, element: &Element, to: Moved) {
            draw(element, to.block);
            // The buttons beside the drawing would lose what is not saved.
            if let Some(pad) = document().get_element_by_id("pad") {
                let _ = pad.set_attribute("hidden", "");
            }
            self.moves.update(|moves| {
                moves.retain(|known| known.piece != to.piece);
                moves.push(to);
            });
        }

        fn tell(self, event: &Event, to: &Moved) {
            let name = piece(event).and_then(|element| element.get_attribute("aria-label"));
            let said = self.said.with_value(|said| {
                said.replace("{name}", &name.unwrap_or_default())
                    .replace("{x}", &to.block.x.to_string())
                    .replace("{y}", &to.block.y.to_string())
            });
            self.told.set(said);
        }
    }

    fn holds(moves: &[Moved], one: &Moved) -> bool {
        moves.iter().any(|known| known.piece == one.piece)
    }

    /// The block that an event is about.
    fn piece(event: &Event) -> Option<Element> {
        let target: Element = event.target()?.dyn_into().ok()?;
        target.closest("[data-piece]").ok()?
    }

    fn number(element: &Element, name: &str) -> Option<i64> {
        element.get_attribute(name)?.parse().ok()
    }

    /// A block as it is drawn.
    fn read(element: &Element) -> Option<Moved> {
        let rect = element.query_selector("rect").ok()??;
        Some(Moved {
            piece: element.get_attribute("data-piece")?,
            version: number(element, "data-version")?,
            block: Block {
                x: number(&rect, "x")?,
                y: number(&rect, "y")?,
                width: number(&rect, "width")?,
                height: number(&rect, "height")?,
            },
        })
    }

    fn draw(element: &Element, block: Block) {
        let set = |part: &str, sides: &[(&str, i64)]| {
            if let Ok(Some(part)) = element.query_selector(part) {
                for (name, value) in sides {
                    let _ = part.set_attribute(name, &value.to_string());
                }
            }
        };
        let Block {
            x,
            y,
            width,
            height,
        } = block;
        set(
            "rect",
            &[("x", x), ("y", y), ("width", width), ("height", height)],
        );
        set("text", &[("x", x + width / 2), ("y", y + height / 2)]);
    }
}
