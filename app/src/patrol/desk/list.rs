//! The list to phone: on A4 (rule X12), as a spreadsheet, as text with commas (rules P18, P25).

use axum::extract::Path;
use backend::patrol::call::{self, Line, People};
use backend::words as names;
use domain::permission::Permission;
use leptos::prelude::*;
use text::{Lang, common, patrol_desk as words};

use super::{BOARD, CSV, XLSX, file, id, line as shift_line};
use crate::frame::Kind;
use crate::icon::{Icon, icon};
use crate::web::{Answer, Web};

/// `GET /admin/patrols/{id}/phones`
pub async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let id = id(&asked)?;
    web.ctx
        .require_at(Permission::ManagePatrols, &web.ctx.community.path)?;
    let People { shift, lines } = call::people(&web.ctx, id).await?;
    let lang = web.lang();
    web.page(words::phones_title(lang), Kind::Paper, || {
        let rows: Vec<_> = lines.iter().map(|line| row(lang, line)).collect();
        view! {
            <nav class="screen buttons" aria-label=common::print(lang)>
                <a class="button quiet" href=format!("{BOARD}/{id}/people")>{icon(Icon::ArrowLeft)} {common::back(lang)}</a>
                <span>{words::print_hint(lang)}</span>
            </nav>
            <main id="main" class="roster" tabindex="-1">
                <h1>{words::phones_title(lang)}</h1>
                <p>{shift_line(lang, &web.ctx, &shift)} " " {shift.place.clone()}</p>
                {lines.is_empty().then(|| view! { <p>{words::nobody(lang)}</p> })}
                <table hidden=lines.is_empty()>
                    <thead><tr>
                        <th scope="col">{words::column_name(lang)}</th>
                        <th scope="col">{words::column_telephone(lang)}</th>
                        <th scope="col">{words::column_role(lang)}</th>
                        <th scope="col">{words::column_state(lang)}</th>
                        <th scope="col">{words::column_reach(lang)}</th>
                        <th scope="col">{words::column_called(lang)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                <p class="hint">{words::phones_care(lang)}</p>
            </main>
        }
    })
}

fn row(lang: Lang, line: &Line) -> impl IntoView + use<> {
    let name = line.guardian.as_ref().map_or_else(
        || line.name.clone(),
        |guardian| words::with_guardian(lang, guardian, &line.name),
    );
    let number = line
        .telephone
        .as_ref()
        .map_or_else(String::new, |number| number.dial().to_owned());
    let called = if line.called_at.is_some() {
        "☑"
    } else {
        "☐"
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{number}</td>
            <td>{names::role(lang, line.role)}</td>
            <td>{names::sign_up(lang, line.state)}</td>
            <td>{call::reach(lang, line.reach)}</td>
            <td>{called}</td>
        </tr>
    }
}

/// `GET /admin/patrols/{id}/people.xlsx`
pub async fn xlsx(web: Web, Path(asked): Path<String>) -> Answer {
    let (id, lang) = (id(&asked)?, web.lang());
    let bytes = web
        .write(move |ctx| async move { call::xlsx(&ctx, id, lang).await })
        .await?;
    Ok(file(XLSX, &format!("linli-patrol-{id}.xlsx"), bytes))
}

/// `GET /admin/patrols/{id}/people.csv`
pub async fn csv(web: Web, Path(asked): Path<String>) -> Answer {
    let (id, lang) = (id(&asked)?, web.lang());
    let bytes = web
        .write(move |ctx| async move { call::csv(&ctx, id, lang).await })
        .await?;
    Ok(file(CSV, &format!("linli-patrol-{id}.csv"), bytes))
}
