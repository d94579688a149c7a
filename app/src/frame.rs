//! What stands around every page: head, top, foot.

mod side;

use std::sync::Arc;

use domain::id::PersonId;
use domain::permission::Permission;
use leptos::prelude::*;
use text::{Lang, common, frame as words};

use crate::icon::{Icon, icon};
use crate::site::Site;
use crate::web::{AppState, Look};

/// Which page this is a frame of, and for whom.
#[derive(Debug, Clone)]
pub struct Chrome {
    /// Its language.
    pub lang: Lang,
    /// Sizes and contrast.
    pub look: Look,
    /// On every script tag.
    pub nonce: String,
    /// The community's name.
    pub community: String,
    /// Who is signed in.
    pub person: Option<String>,
    /// What the person may do somewhere in this community: which links are shown, never what is
    /// allowed.
    pub permissions: Vec<Permission>,
    /// Its own path and query.
    pub address: String,
    /// The public origin.
    pub origin: String,
    /// The form token of the session.
    pub token: Option<String>,
    /// ICP filing number (rule X20).
    pub icp: Option<String>,
    /// Public-security filing number (rule X20).
    pub police_record: Option<String>,
    /// In the log and on error pages.
    pub request_id: String,
    /// The receipts that this browser remembers.
    pub receipts: String,
    /// A message from the page before.
    pub flash: Option<String>,
    /// For whom the signed-in person acts now (rule P15).
    pub acting_for: Option<(PersonId, String)>,
    /// Hashed file names.
    pub site: Arc<Site>,
}

impl Chrome {
    /// The frame of a page that belongs to no community: error pages, and the very first form.
    #[must_use]
    pub fn of_no_community(state: &AppState, look: Look, address: &str, request_id: &str) -> Self {
        Self {
            lang: look.lang,
            look,
            nonce: String::new(),
            community: text::problem::site_name(look.lang).to_owned(),
            person: None,
            permissions: Vec::new(),
            address: address.to_owned(),
            origin: String::new(),
            token: None,
            icp: state.options.icp.clone(),
            police_record: state.options.police_record.clone(),
            request_id: request_id.to_owned(),
            receipts: String::new(),
            flash: None,
            acting_for: None,
            site: Arc::clone(&state.site),
        }
    }

    /// Whether a link for holders of a permission is shown.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    /// Whether the link to the staff's pages is shown.
    #[must_use]
    pub fn works(&self) -> bool {
        self.may(Permission::SeeWork) || self.may(Permission::WriteNotice)
    }
}

/// Which frame a page stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page for everybody; `wide` or `narrow` by its content.
    Public,
    /// Forms, letters, sign-in.
    Narrow,
    /// The first page.
    Home,
    /// What happened and what to do next (rule X9).
    Problem,
    /// Staff pages.
    Staff,
    /// A page before there is a community: nothing else can be opened yet.
    Bare,
    /// A sheet to print (rule X12).
    Paper,
}

/// Where the place of the scripts is, until the page is known to have islands.
const SCRIPTS: &str = "<!--scripts-->";

/// Completes a rendered document: the doctype, and scripts only where there are islands.
#[must_use]
pub fn finish(html: &str, chrome: &Chrome) -> String {
    let scripts = if html.contains("<leptos-island") || html.contains("data-copy=") {
        format!(
            "<script type=\"module\" nonce=\"{}\" src=\"{}\" data-js=\"{}\" data-wasm=\"{}\"></script>",
            chrome.nonce,
            chrome.site.address("loader.js"),
            chrome.site.address("linli.js"),
            chrome.site.address("linli.wasm"),
        )
    } else {
        String::new()
    };
    let mut document = String::with_capacity(html.len() + scripts.len() + 20);
    document.push_str("<!DOCTYPE html>");
    document.push_str(&html.replacen(SCRIPTS, &scripts, 1));
    document
}

/// A whole page.
pub fn document<B: IntoView + 'static>(
    chrome: &Chrome,
    title: &str,
    kind: Kind,
    body: B,
) -> impl IntoView + use<B> {
    let lang = chrome.lang;
    let title = if kind == Kind::Home {
        chrome.community.clone()
    } else {
        format!("{title} · {}", chrome.community)
    };
    let class = match kind {
        Kind::Home => "home",
        Kind::Staff => "staff",
        Kind::Paper => "paper",
        Kind::Public | Kind::Narrow | Kind::Problem | Kind::Bare => "",
    };
    let css = chrome.site.address("main.css");
    view! {
        <html
            lang=lang.tag()
            data-elder=chrome.look.elder.map(|size| size.to_string())
            data-contrast=chrome.look.contrast.then_some("high")
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="theme-color" content="#f7f3ea" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#191b18" media="(prefers-color-scheme: dark)"/>
                <title>{title}</title>
                <link rel="stylesheet" href=css/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/icon-192.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link rel="alternate" type="application/atom+xml" title=words::feed_of_notices(lang) href="/feeds/notices.atom"/>
            </head>
            <body class=class inner_html=placed(chrome, kind, body)></body>
        </html>
    }
}

/// The body's inside, with the mark where scripts may go.
fn placed(chrome: &Chrome, kind: Kind, body: impl IntoView + 'static) -> String {
    let view = match kind {
        Kind::Paper => body.into_any(),
        Kind::Bare => view! {
            <a class="skip" href="#main">{common::skip_to_content(chrome.lang)}</a>
            <main id="main" class="page narrow" tabindex="-1">{body}</main>
        }
        .into_any(),
        Kind::Staff => view! {
            {top(chrome, kind)}
            {crate::assist::bar(chrome)}
            <div class="desk">
                {side::side(chrome)}
                <main id="main" class="page wide" tabindex="-1">{flash(chrome)} {body}</main>
            </div>
            {foot(chrome)}
        }
        .into_any(),
        Kind::Public | Kind::Narrow | Kind::Home | Kind::Problem => {
            let class = match kind {
                Kind::Narrow => "page narrow",
                Kind::Problem => "page narrow problem",
                _ => "page",
            };
            view! {
                {top(chrome, kind)}
                {crate::assist::bar(chrome)}
                <main id="main" class=class tabindex="-1">{flash(chrome)} {body}</main>
                {foot(chrome)}
            }
            .into_any()
        }
    };
    format!("{}{SCRIPTS}", view.to_html())
}

fn flash(chrome: &Chrome) -> impl IntoView + use<> {
    chrome.flash.clone().map(|message| {
        view! { <div class="flash" role="status">{icon(Icon::Check)}<p>{message}</p></div> }
    })
}

/// Whether an address is the current page's or one below it.
fn here(chrome: &Chrome, path: &str) -> Option<&'static str> {
    let current = chrome.address.split('?').next().unwrap_or("/");
    (current == path).then_some("page")
}

fn link(
    chrome: &Chrome,
    path: &'static str,
    which: Icon,
    name: &'static str,
) -> impl IntoView + use<> {
    view! { <a href=path aria-current=here(chrome, path)>{icon(which)}<span>{name}</span></a> }
}

fn top(chrome: &Chrome, kind: Kind) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let staff = kind == Kind::Staff;
    let other = lang.other();
    let language = match other {
        Lang::Zh => common::language_chinese(other),
        Lang::En => common::language_english(other),
    };
    let is_elder = chrome.look.elder.is_some();
    let back = chrome.address.clone();
    let brand = chrome.community.clone();
    view! {
        <a class="skip" href="#main">{common::skip_to_content(lang)}</a>
        <header class="top">
            <div class="wrap">
                <a class="brand" href="/">
                    {icon(Icon::Building)}
                    <span>{brand} {staff.then(|| view! { <small>{words::desk(lang)}</small> })}</span>
                </a>
                <nav class="nav" aria-label=common::navigation(lang)>
                    {link(chrome, "/reports/new", Icon::Report, words::report(lang))}
                    {link(chrome, "/reports", Icon::Progress, words::reports(lang))}
                    {link(chrome, "/notices", Icon::Notice, words::notices(lang))}
                    {link(chrome, "/phone", Icon::Phone, words::phone(lang))}
                    {chrome.works().then(|| link(chrome, "/admin", Icon::Wrench, words::desk(lang)))}
                </nav>
                <div class="tools">
                    <form method="post" action="/settings">
                        {token(chrome)}
                        <input type="hidden" name="back" value=back.clone()/>
                        <input type="hidden" name="elder" value=if is_elder { "off" } else { "22" }/>
                        <button class="tool" aria-pressed=if is_elder { "true" } else { "false" }>
                            {icon(Icon::Elder)}
                            <span>{common::elder_mode_on(lang)}</span>
                        </button>
                    </form>
                    <form method="post" action="/settings">
                        {token(chrome)}
                        <input type="hidden" name="back" value=back/>
                        <input type="hidden" name="language" value=other.tag()/>
                        <button class="tool" lang=other.tag()>{icon(Icon::Language)}<span>{language}</span></button>
                    </form>
                    {match chrome.person.clone() {
                        Some(name) => view! { <a class="tool" href="/me">{icon(Icon::Person)}<span>{name}</span></a> }.into_any(),
                        None => view! { <a class="tool" href="/login">{icon(Icon::Person)}<span>{common::sign_in(lang)}</span></a> }.into_any(),
                    }}
                </div>
            </div>
        </header>
    }
}

/// The hidden token of forms, for signed-in people.
pub fn token(chrome: &Chrome) -> impl IntoView + use<> {
    chrome
        .token
        .clone()
        .map(|token| view! { <input type="hidden" name="form_token" value=token/> })
}

fn foot(chrome: &Chrome) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let icp = chrome.icp.clone();
    let police = chrome.police_record.clone();
    let has_filing = icp.is_some() || police.is_some();
    let police_address = police.as_deref().map(|record| {
        let code: String = record.chars().filter(char::is_ascii_digit).collect();
        format!("https://beian.mps.gov.cn/#/query/webSearch?code={code}")
    });
    view! {
        <footer class="foot">
            <div class="wrap">
                <p>{words::foot(lang, &chrome.community)}</p>
                <nav class="footnav" aria-label=words::more_pages(lang)>
                    <a href="/patrols">{text::patrol_list::title(lang)}</a>
                    <a href="/settings">{words::settings(lang)}</a>
                    <a href="/phone">{words::phone(lang)}</a>
                </nav>
                {has_filing.then(|| view! {
                    <p class="filing">
                        {icp.map(|number| view! { <a href="https://beian.miit.gov.cn/" rel="nofollow">{number}</a> })}
                        " "
                        {police.map(|number| view! { <a href=police_address rel="nofollow">{number}</a> })}
                    </p>
                })}
            </div>
        </footer>
    }
}
