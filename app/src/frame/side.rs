//! What the desk's staff can go to: everything their posts allow, in groups. On a phone it is folded
//! away behind a link that needs no script.

use domain::permission::Permission;
use leptos::prelude::*;
use text::{Lang, frame as words};

use super::Chrome;
use crate::icon::{Icon, icon};

struct Entry {
    path: &'static str,
    icon: Icon,
    needs: Permission,
    name: fn(Lang) -> &'static str,
}

const fn to(
    path: &'static str,
    icon: Icon,
    needs: Permission,
    name: fn(Lang) -> &'static str,
) -> Entry {
    Entry {
        path,
        icon,
        needs,
        name,
    }
}

type Group = (fn(Lang) -> &'static str, &'static [Entry]);

const GROUPS: &[Group] = &[
    (
        words::side_work,
        &[
            to(
                "/admin/reports",
                Icon::Report,
                Permission::SeeWork,
                words::work_list,
            ),
            to(
                "/admin/reports/new",
                Icon::Plus,
                Permission::EnterReport,
                words::enter,
            ),
            to(
                "/admin/notices",
                Icon::Notice,
                Permission::WriteNotice,
                words::write_notices,
            ),
            to(
                "/admin/patrols",
                Icon::Calendar,
                Permission::ManagePatrols,
                text::patrol_desk::title,
            ),
            to(
                "/admin/calls",
                Icon::Phone,
                Permission::CallResidents,
                text::message::calls,
            ),
            to(
                "/admin/join",
                Icon::Person,
                Permission::AdmitResidents,
                text::join::desk_title,
            ),
        ],
    ),
    (
        words::side_people,
        &[
            to(
                "/admin/people",
                Icon::People,
                Permission::SeePeople,
                text::person::title,
            ),
            to(
                "/admin/households",
                Icon::Home,
                Permission::AdmitResidents,
                text::household::title,
            ),
            to(
                "/admin/posts",
                Icon::Check,
                Permission::GivePosts,
                text::post::roll_title,
            ),
            to(
                "/admin/hours",
                Icon::Clock,
                Permission::ManagePatrols,
                text::hours::desk_title,
            ),
            to(
                "/admin/hours/claims",
                Icon::Check,
                Permission::ManagePatrols,
                text::hours::claims_title,
            ),
            to(
                "/admin/certificates",
                Icon::Print,
                Permission::ManagePatrols,
                text::certificate::desk_title,
            ),
            to(
                "/admin/privacy/review",
                Icon::Eye,
                Permission::SeePeople,
                text::privacy::review_title,
            ),
        ],
    ),
    (
        words::side_place,
        &[
            to(
                "/admin/estate",
                Icon::Building,
                Permission::ManageEstate,
                words::estate,
            ),
            to(
                "/admin/org",
                Icon::People,
                Permission::ManageEstate,
                words::org,
            ),
            to(
                "/admin/services",
                Icon::Truck,
                Permission::ManageEstate,
                text::service::title,
            ),
            to(
                "/admin/contacts",
                Icon::Phone,
                Permission::ManageEstate,
                words::contacts,
            ),
            to(
                "/admin/categories",
                Icon::Edit,
                Permission::EditCategories,
                words::categories,
            ),
            to(
                "/admin/stickers",
                Icon::Qr,
                Permission::EnterReport,
                words::stickers,
            ),
            to(
                "/admin/audit",
                Icon::Lock,
                Permission::SeeAudit,
                text::audit::title,
            ),
        ],
    ),
];

/// How the current page stands to a link: it is the page, or one below it, or elsewhere.
fn here(current: &str, path: &str) -> Option<&'static str> {
    if current == path {
        return Some("page");
    }
    let below = current
        .strip_prefix(path)
        .is_some_and(|rest| rest.starts_with('/'));
    let closer = GROUPS
        .iter()
        .flat_map(|(_, entries)| *entries)
        .any(|entry| entry.path.len() > path.len() && here(current, entry.path).is_some());
    (below && !closer).then_some("true")
}

/// The list beside every page of the desk.
pub fn side(chrome: &Chrome) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let current = chrome.address.split('?').next().unwrap_or("/");
    let groups: Vec<_> = GROUPS
        .iter()
        .filter_map(|(name, entries)| {
            let links: Vec<_> = entries
                .iter()
                .filter(|entry| chrome.may(entry.needs))
                .map(|entry| {
                    view! {
                        <li><a href=entry.path aria-current=here(current, entry.path)>
                            {icon(entry.icon)}<span>{(entry.name)(lang)}</span>
                        </a></li>
                    }
                })
                .collect();
            (!links.is_empty())
                .then(|| view! { <div class="group"><h2>{name(lang)}</h2><ul>{links}</ul></div> })
        })
        .collect();
    let today = (current == "/admin").then_some("page");
    view! {
        <nav class="side" id="desk-menu" tabindex="-1" aria-label=words::desk(lang)>
            <a href="/admin" aria-current=today>{icon(Icon::Home)}<span>{words::today(lang)}</span></a>
            <a class="unfold" href="#desk-menu">{icon(Icon::Filter)}<span>{words::side_open(lang)}</span></a>
            <a class="fold" href="#main">{icon(Icon::Cross)}<span>{words::side_close(lang)}</span></a>
            {groups}
        </nav>
    }
}

#[cfg(test)]
mod tests {
    use super::here;

    #[test]
    fn x06_a_page_below_a_link_marks_that_link_only() {
        assert_eq!(here("/admin/reports", "/admin/reports"), Some("page"));
        assert_eq!(
            here("/admin/reports/2026-000001", "/admin/reports"),
            Some("true")
        );
        assert_eq!(here("/admin/reports/new", "/admin/reports"), None);
        assert_eq!(
            here("/admin/reports/new", "/admin/reports/new"),
            Some("page")
        );
        assert_eq!(here("/admin/peoples", "/admin/people"), None);
    }
}
