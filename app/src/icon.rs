//! The one icon set: line drawings on a 24 × 24 grid, each a single path.
//!
//! An icon never stands alone: the word beside it says what it means, so the
//! drawing is hidden from screen readers. Colour, width of line and size come
//! from the style sheet (`.icon`).

use leptos::prelude::*;

/// Declares [`Icon`] with each drawing beside its name.
macro_rules! icons {
    ($($name:ident, $doc:literal, $path:literal;)+) => {
        /// A pictogram of the set.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Icon {
            $(#[doc = $doc] $name,)+
        }

        impl Icon {
            /// Every drawing, in the order of the set.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The drawing: SVG path data on a 24 × 24 grid, to be stroked, not filled.
            pub const fn path(self) -> &'static str {
                match self {
                    $(Self::$name => $path,)+
                }
            }
        }
    };
}

icons! {
    Report, "A megaphone: tell of a problem.",
        "M4 10v4h3l8.5 4V6L7 10zM7 14.2 8.3 19h2.6l-1-3.6M18.7 9.2a4.2 4.2 0 0 1 0 5.6";
    Progress, "A list with ticks: how far it is.",
        "M4 6.5 5.5 8 8 5.2M4 12.5 5.5 14 8 11.2M4 18.5 5.5 20 8 17.2M11.5 7H20M11.5 13H20M11.5 19H20";
    Notice, "A board on two legs.",
        "M3.5 4.5h17v11.5h-17zM7.5 8.5h9M7.5 12h5M7.5 16v4.5M16.5 16v4.5";
    Phone, "A telephone receiver.",
        "M6.2 3.5h2.6l1.7 4.3-2.1 1.7a12.5 12.5 0 0 0 6.1 6.1l1.7-2.1 4.3 1.7v2.6a2.2 2.2 0 0 1-2.4 2.2A16 16 0 0 1 4 5.9a2.2 2.2 0 0 1 2.2-2.4z";
    Home, "A house.",
        "M3.5 11.5 12 4l8.5 7.5M6 9.5V20h12V9.5M10 20v-5.5h4V20";
    Person, "One person.",
        "M12 11.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5zM4.5 20c.6-4 3.5-6 7.5-6s6.9 2 7.5 6";
    People, "Two persons.",
        "M9 11a3.25 3.25 0 1 0 0-6.5A3.25 3.25 0 0 0 9 11zM2.5 19.5C3 16 5.5 14 9 14s6 2 6.5 5.5M16 4.8a3.25 3.25 0 0 1 0 5.9M17.8 14.4c2 .8 3.3 2.5 3.7 5.1";
    Language, "A globe.",
        "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.5 2.5 3.75 5.5 3.75 9S14.5 18.5 12 21c-2.5-2.5-3.75-5.5-3.75-9S9.5 5.5 12 3z";
    Elder, "A pair of glasses: large type.",
        "M6.75 18a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM17.25 18a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM10.25 14.2a2.1 2.1 0 0 1 3.5 0M3.3 14 5.2 6.5h1.9M20.7 14l-1.9-7.5h-1.9";
    Search, "A magnifying glass.",
        "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.2 15.2l5.3 5.3";
    Filter, "Lines that narrow.",
        "M4 6.5h16M7 12h10M10 17.5h4";
    Print, "A printer.",
        "M7 8.5v-5h10v5M7 17.5H3.5v-9h17v9H17M7 14h10v6.5H7zM17 11.3h.01";
    Copy, "Two sheets.",
        "M9 9h11.5v11.5H9zM15 9V3.5H3.5V15H9";
    Camera, "A camera.",
        "M3.5 7.5h4L9 5h6l1.5 2.5h4V19h-17zM12 16.5a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2z";
    Photo, "A picture.",
        "M3.5 5h17v14h-17zM3.5 16l5-5 4.5 4.5 2.5-2.5 5 4.5M15.5 9.2h.01";
    Check, "A tick.",
        "M4.5 12.5 10 18 19.5 7";
    Cross, "A cross.",
        "M6 6l12 12M18 6 6 18";
    Clock, "A clock.",
        "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.25l3.5 2";
    ArrowLeft, "An arrow to the left: back.",
        "M20 12H4.5M11 5.5 4.5 12l6.5 6.5";
    ArrowRight, "An arrow to the right: on.",
        "M4 12h15.5M13 5.5l6.5 6.5-6.5 6.5";
    ArrowUp, "An arrow upwards: further up.",
        "M12 20V4.5M5.5 11 12 4.5l6.5 6.5";
    ArrowDown, "An arrow downwards: further down.",
        "M12 4v15.5M5.5 13l6.5 6.5 6.5-6.5";
    Warning, "A triangle with an exclamation mark.",
        "M12 3.8 21.5 20h-19zM12 10v4.5M12 17.2h.01";
    Truck, "A van: sent to somebody.",
        "M5.2 16.75H2.5V6H14v10.75H9.8M14 9.5h4.1l3.4 3.6v3.65h-1.9M15 16.75h-1M7.5 19a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5zM17.3 19a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5z";
    Wrench, "A wrench: being worked on.",
        "M20 6.7l-3.2 3.2-2.7-2.7L17.3 4a5.1 5.1 0 0 0-6.4 6.4l-6.4 6.4a1.9 1.9 0 0 0 2.7 2.7l6.4-6.4A5.1 5.1 0 0 0 20 6.7z";
    Pause, "Two upright bars.",
        "M8.5 5.5v13M15.5 5.5v13";
    Question, "A question mark in a circle.",
        "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.4 9.6a2.6 2.6 0 1 1 4 2.2c-.9.6-1.4 1.1-1.4 2.2M12 16.9h.01";
    Lock, "A padlock.",
        "M5.5 10.5h13V20h-13zM8.5 10.5V7.3a3.5 3.5 0 0 1 7 0v3.2M12 14.3v2";
    Pin, "A place on a map.",
        "M12 21c4.5-4.6 6.75-8 6.75-11a6.75 6.75 0 0 0-13.5 0c0 3 2.25 6.4 6.75 11zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z";
    Building, "A block of flats.",
        "M6 20.5v-17h12v17M3.5 20.5h17M9.5 7.2h1M13.5 7.2h1M9.5 10.7h1M13.5 10.7h1M9.5 14.2h1M13.5 14.2h1M10.5 20.5v-3h3v3";
    Qr, "A code to scan.",
        "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5M20 14v2.5M14 20h2.5M20 20h-.01M7 7h.01M17 7h.01M7 17h.01";
    Plus, "A plus sign.",
        "M12 5v14M5 12h14";
    Edit, "A pencil.",
        "M4.5 19.5l1-4.5L16 4.5 19.5 8 9 18.5zM13.5 7 17 10.5";
    Calendar, "A calendar sheet.",
        "M4 5.8h16V20H4zM4 10.3h16M8.3 3.5V8M15.7 3.5V8M8.3 14h.01M12 14h.01M15.7 14h.01M8.3 17h.01M12 17h.01";
    Eye, "An eye: looked at again.",
        "M2.5 12C5 7.7 8.2 5.5 12 5.5s7 2.2 9.5 6.5c-2.5 4.3-5.7 6.5-9.5 6.5S5 16.3 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z";
    Sun, "The sun.",
        "M12 16.2a4.2 4.2 0 1 0 0-8.4 4.2 4.2 0 0 0 0 8.4zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4";
    Solved, "A tick in a circle: done.",
        "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM7.8 12.4l2.9 2.9 5.5-6";
    Merge, "Two ways that become one.",
        "M6 4v3c0 3.6 6 3.6 6 7.5V20M18 4v3c0 3.6-6 3.6-6 7.5M8.5 16.8 12 20.3l3.5-3.5";
    Undo, "An arrow that turns back.",
        "M8.5 4.5 4 9l4.5 4.5M4 9h10a5.25 5.25 0 0 1 0 10.5H9";
    Info, "A small letter i in a circle.",
        "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.6h.01";
    Inbox, "A tray: newly come.",
        "M3.5 13.5 6.2 5h11.6l2.7 8.5V19h-17zM3.5 13.5h5l1.4 2.5h4.2l1.4-2.5h5";
    Leave, "A door with an arrow out: sign out.",
        "M13.5 4H5v16h8.5M10 12h10.5M16.5 8l4 4-4 4";
    Settings, "Two sliders.",
        "M4 7.5h8M17 7.5h3M14.5 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM4 16.5h3M12 16.5h8M9.5 19a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z";
    Contrast, "A circle, half of it hatched.",
        "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 3v18M12 7.5h7.6M12 12h9M12 16.5h7.6";
    Chart, "Bars on two axes.",
        "M4 4v16h16.5M8.5 16v-4M12.75 16V8M17 16v-6";
    SmallAds, "A bill taped to a wall: 小广告.",
        "M6 5h12v10.5L13.5 20H6zM13.5 20v-4.5H18M9 9.2h6M9 12.6h3M10 5V3h4v2";
    Rubbish, "A tied bag: 垃圾死角.",
        "M9.3 8C5.9 9.7 4.3 13 4.3 16.1c0 2.8 1.8 4.4 4.7 4.4h6c2.9 0 4.7-1.6 4.7-4.4 0-3.1-1.6-6.4-5-8.1zM9.3 8 7.3 4c1.7.5 3.2.3 4.7-.5 1.5.8 3 1 4.7.5l-2 4M9.8 11.2 9.2 13M14.2 11.2l.6 1.8";
    Clutter, "Stacked boxes: 杂物堆放.",
        "M3.5 12.5H12V20H3.5zM12 12.5h8.5V20H12zM7.5 5h9v7.5h-9zM12 5v2.5M7.75 12.5V15M16.25 12.5V15";
    Pavement, "A cracked slab: 路面破损.",
        "M3.5 5.5h17v13.5h-17zM13.5 5.5 11 9.7l3.4 2.6-3.2 3 1.6 3.7M11 9.7 7.3 11M14.4 12.3l3.3.6";
    Lamp, "A bulb struck through: 楼道灯不亮.",
        "M9.2 17.3c-.2-2.4-3-3.6-3-7.2a5.8 5.8 0 0 1 11.6 0c0 3.6-2.8 4.8-3 7.2zM10 20.5h4M3.5 4l17 15.5";
    Leak, "A dripping tap: 漏水堵塞.",
        "M3.5 6.2v7.6M3.5 8H14a4.5 4.5 0 0 1 4.5 4.5V14h-4v-1.2a.8.8 0 0 0-.8-.8H3.5M9 8V4.7M6.3 4.7h5.4M16.5 16.4c1.2 1.5 1.8 2.4 1.8 3.2a1.8 1.8 0 0 1-3.6 0c0-.8.6-1.7 1.8-3.2z";
    Manhole, "A round cover with its ribs: 井盖.",
        "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 7.2v2.4M15 7.2v2.4M6.8 12h2.4M14.8 12h2.4M9 14.4v2.4M15 14.4v2.4M12 11.2v1.6";
    Parking, "A car from the front: 车辆乱停.",
        "M5 11l1.8-5.2h10.4L19 11M3.5 11h17v6.5h-17zM6 17.5v2.3M18 17.5v2.3M7.2 14.2h.01M16.8 14.2h.01M10.5 14.5h3";
    Ebike, "A scooter and a spark: 电动车上楼、飞线充电.",
        "M5.5 20a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM18.5 20a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM8.1 17.4h4.3c.8-2.6 2.2-4 4.6-4.6M13.7 5.5H16l2.1 9.3M3.7 12h5.6c.8 1.4 1.1 3 .9 5.4M9 3.2 6.6 6h3.2L7.6 9";
    Greenery, "A seedling: 绿化损坏.",
        "M12 20.5V10.7M12 14c0-4-2.5-6.5-7.5-6.5 0 4.5 3 6.5 7.5 6.5zM12 10.7c0-3.9 2.4-6.2 7.5-6.2 0 4.4-3 6.2-7.5 6.2zM7 20.5h10";
    Facility, "A bench: 设施损坏.",
        "M4 6.5h16V10H4zM3 14.3h18M5.5 14.3v5.2M18.5 14.3v5.2M7.5 10v4.3M16.5 10v4.3";
    Pet, "A paw: 宠物粪便.",
        "M12 12.3c2.6 0 5.1 2.9 5.1 5.4 0 1.6-1.1 2.4-2.6 2.4-1 0-1.6-.4-2.5-.4s-1.5.4-2.5.4c-1.5 0-2.6-.8-2.6-2.4 0-2.5 2.5-5.4 5.1-5.4zM5 12.7a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2zM9.2 8.4a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zM14.8 8.4a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zM19 12.7a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2z";
    Noise, "A loudspeaker: 噪音油烟.",
        "M3.5 9.5v5H7l4.8 4V5.5L7 9.5zM15 9a4.5 4.5 0 0 1 0 6M17.7 6.3a8.2 8.2 0 0 1 0 11.4";
    Other, "Three dots in a circle: 其他.",
        "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12h.01M12 12h.01M16 12h.01";
}

impl Icon {
    /// The drawing of a report category by its key (R4); [`Icon::Other`] for
    /// the keys that a community added itself.
    pub fn category(key: &str) -> Self {
        match key {
            "small-ads" => Self::SmallAds,
            "rubbish" => Self::Rubbish,
            "clutter" => Self::Clutter,
            "pavement" => Self::Pavement,
            "lamp" => Self::Lamp,
            "leak" => Self::Leak,
            "manhole" => Self::Manhole,
            "parking" => Self::Parking,
            "ebike" => Self::Ebike,
            "greenery" => Self::Greenery,
            "facility" => Self::Facility,
            "pet" => Self::Pet,
            "noise" => Self::Noise,
            _ => Self::Other,
        }
    }
}

/// Draws an icon in the colour of the words around it.
pub fn icon(icon: Icon) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <path d=icon.path()></path>
        </svg>
    }
}

/// The estate in one line, for pages that have little else to show: roofs,
/// windows and trees above the ground.
const SKYLINE: &str = "M0 70h360M14 70V34h34v36M22 43h5M35 43h5M22 53h5M35 53h5M28 70v-8h7v8\
    M62 70V58M62 60c-6 0-9-4-9-9s3-9 9-9 9 4 9 9-3 9-9 9M82 70V18h28v52M90 27h4M99 27h4M90 37h4M99 37h4\
    M90 47h4M99 47h4M93 70v-9h7v9M110 40h30v30M118 49h5M129 49h5M118 59h5M129 59h5M154 70V56\
    M154 58c-5 0-8-4-8-8s3-8 8-8 8 4 8 8-3 8-8 8M176 70V60M176 62c-4.5 0-7-3-7-6.5s2.5-6.5 7-6.5 7 3 7 6.5-2.5 6.5-7 6.5\
    M196 70V44l19-14 19 14v26M206 70V56h18v14M215 56v14M248 70V24h30v46M256 33h4M266 33h4M256 43h4M266 43h4\
    M256 53h4M266 53h4M260 70v-8h6v8M294 70V57M294 59c-6 0-9-4-9-10s3-10 9-10 9 4 9 10-3 10-9 10\
    M312 70V38h32v32M320 47h5M331 47h5M320 57h5M331 57h5M160 20a9 9 0 1 1-18 0 9 9 0 0 1 18 0z";

/// Draws the estate as a quiet strip, purely as decoration.
pub fn skyline() -> impl IntoView {
    view! {
        <svg class="skyline" viewBox="0 0 360 72" width="360" height="72" aria-hidden="true">
            <path d=SKYLINE></path>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_drawing_is_a_path_of_its_own() {
        for (place, icon) in Icon::ALL.iter().enumerate() {
            assert!(icon.path().starts_with('M'), "{icon:?}");
            let others = &Icon::ALL[..place];
            assert!(
                others.iter().all(|other| other.path() != icon.path()),
                "{icon:?}"
            );
        }
    }

    #[test]
    fn r04_a_category_of_ones_own_has_the_icon_other() {
        assert_eq!(Icon::category("leak"), Icon::Leak);
        assert_eq!(Icon::category("football"), Icon::Other);
    }
}
