//! Volunteer patrols: what residents see, the leader's day, the staff's desk.

mod card;
mod day;
mod desk;
mod list;
mod own;
mod places;
mod show;
mod template;
mod told;

pub use list::teaser;

pub(crate) use desk::tasks;

use crate::routes::Route;

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    [
        list::routes(),
        show::routes(),
        own::routes(),
        day::routes(),
        desk::routes(),
        template::routes(),
    ]
    .concat()
}
