//! What of the patrols stands on 今天要办, each one tap away.

use backend::patrol::coverage;
use domain::permission::Permission;
use leptos::prelude::*;
use text::patrol_desk as words;

use super::{BOARD, line};
use crate::icon::{Icon, icon};
use crate::web::Web;

/// The lines: gaps within two days, sign-ups that wait for a yes, shifts to write up. Nothing for
/// whoever does not look after patrols, and where there is nothing to do.
///
/// # Errors
/// When the store fails.
pub async fn tasks(web: &Web) -> Result<Vec<AnyView>, backend::Error> {
    let path = &web.ctx.community.path;
    if !web.ctx.may_at(Permission::ManagePatrols, path) {
        return Ok(Vec::new());
    }
    let today = coverage::today(&web.ctx).await?;
    let lang = web.lang();
    let mut tasks = Vec::new();
    for shift in today.gaps.iter().take(5) {
        let missing = shift.cover(&web.ctx).missing();
        let about = if missing > 0 {
            words::todo_gap(lang, missing)
        } else {
            words::lacks_leader(lang).to_owned()
        };
        let task = Task {
            tone: "urgent",
            icon: Icon::Warning,
            title: line(lang, &web.ctx, shift),
            about,
            page: format!("{BOARD}/{}", shift.id),
            next: (format!("{BOARD}/{}/ask", shift.id), words::ask(lang)),
        };
        tasks.push(task.view());
    }
    if let Some((count, first)) = today.pending {
        let page = format!("{BOARD}/{first}/people");
        let task = Task {
            tone: "waiting",
            icon: Icon::Person,
            title: words::todo_pending(lang, count),
            about: String::new(),
            page: page.clone(),
            next: (page, words::todo_decide(lang)),
        };
        tasks.push(task.view());
    }
    if let Some((count, first)) = today.unwritten {
        let page = format!("/patrols/{first}/day");
        let task = Task {
            tone: "waiting",
            icon: Icon::Edit,
            title: words::todo_unwritten(lang, count),
            about: String::new(),
            page: page.clone(),
            next: (page, words::write_up(lang)),
        };
        tasks.push(task.view());
    }
    Ok(tasks)
}

struct Task {
    tone: &'static str,
    icon: Icon,
    title: String,
    about: String,
    page: String,
    next: (String, &'static str),
}

impl Task {
    fn view(self) -> AnyView {
        let (address, word) = self.next;
        let about = (!self.about.is_empty()).then(|| view! { <p class="meta">{self.about}</p> });
        view! {
            <li class=format!("task {}", self.tone)>
                {icon(self.icon)}
                <div><b><a href=self.page>{self.title}</a></b> {about}</div>
                <a class="button" href=address>{word}</a>
            </li>
        }
        .into_any()
    }
}
