//! Volunteer patrols: what residents see, the leader's day, the staff's desk.

mod day;
mod desk;
mod list;
mod own;
mod show;
mod template;

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
