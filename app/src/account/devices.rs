//! `/me/devices`: where one is signed in (rule P9).

use backend::account::device::{self, SignIn};
use domain::account::{Browser, Device, Machine};
use domain::instant::Zone;
use leptos::prelude::*;
use text::{Lang, account as words, common};

use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts;
use crate::web::{Answer, Web};

/// `GET /me/devices`
pub async fn show(web: Web) -> Answer {
    let all = device::list(&web.ctx, &web.own_session()).await?;
    let chrome = web.chrome.clone();
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    let others = all.iter().any(|one| !one.is_this);
    let lines: Vec<_> = all
        .iter()
        .map(|one| line(&chrome, &zone, now, one))
        .collect();
    web.page(words::devices_title(lang), Kind::Narrow, || {
        view! {
            {parts::back("/me".to_owned(), words::me(lang))}
            <h1>{words::devices_title(lang)}</h1>
            <p class="lead">{words::devices_lead(lang)}</p>
            <div class="stack">{lines}</div>
            {others.then(|| view! {
                <form method="post" action="/me/devices">
                    {frame::token(&chrome)}
                    <input type="hidden" name="end" value="others"/>
                    <button class="button quiet">{icon(Icon::Leave)} {words::devices_end_others(lang)}</button>
                </form>
            })}
        }
    })
}

fn line(
    chrome: &Chrome,
    zone: &Zone,
    now: domain::instant::Instant,
    one: &SignIn,
) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let since = words::devices_since(lang, parts::moment(lang, zone, one.began_at, now));
    let used = words::devices_used(lang, parts::moment(lang, zone, one.used_at, now));
    let name = device_name(lang, one.device);
    let label = words::devices_end_label(lang, name.clone());
    let handle = one.handle.clone();
    view! {
        <section class="card">
            <h2>{name} {one.is_this.then(|| view! { " " <span class="chip done">{icon(Icon::Check)} {words::devices_this(lang)}</span> })}</h2>
            <p class="meta"><span>{since}</span> <span>{used}</span></p>
            {if one.is_this {
                view! {
                    <form method="post" action="/logout">
                        {frame::token(chrome)}
                        <button class="button quiet">{common::sign_out(lang)}</button>
                    </form>
                }.into_any()
            } else {
                view! {
                    <form method="post" action="/me/devices">
                        {frame::token(chrome)}
                        <input type="hidden" name="end" value=handle/>
                        <button class="button quiet" aria-label=label>{words::devices_end(lang)}</button>
                    </form>
                }.into_any()
            }}
        </section>
    }
}

/// A device in two words.
fn device_name(lang: Lang, device: Device) -> String {
    let machine = match device.machine {
        Machine::Phone => words::machine_phone(lang),
        Machine::Tablet => words::machine_tablet(lang),
        Machine::Computer => words::machine_computer(lang),
        Machine::Unknown => words::machine_unknown(lang),
    };
    let browser = match device.browser {
        Browser::WeChat => words::browser_wechat(lang),
        Browser::Qq => "QQ",
        Browser::Uc => "UC",
        Browser::Huawei => words::browser_huawei(lang),
        Browser::Xiaomi => words::browser_xiaomi(lang),
        Browser::Quark => words::browser_quark(lang),
        Browser::Edge => "Edge",
        Browser::Firefox => "Firefox",
        Browser::Chrome => "Chrome",
        Browser::Safari => "Safari",
        Browser::Other => words::browser_other(lang),
    };
    format!("{machine} · {browser}")
}

/// `POST /me/devices`: ends one of the own sign-ins, or all others.
pub async fn submit(web: Web, form: Form) -> Answer {
    let (own, which) = (web.own_session(), form.text("end"));
    web.write(move |ctx| {
        let (own, which) = (own.clone(), which.clone());
        async move {
            if which == "others" {
                device::end_others(&ctx, &own).await
            } else {
                device::end(&ctx, &own, &which).await
            }
        }
    })
    .await?;
    web.see_other_saying("/me/devices", words::devices_ended(web.lang()))
        .await
}
