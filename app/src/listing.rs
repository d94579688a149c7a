//! What all lists share: the table that becomes cards on a phone, the links to the pages before and
//! behind, and addresses that hold every filter (rule X13).

use leptos::prelude::*;
use text::{Lang, common};

use crate::icon::{Icon, icon};

/// The head of a column.
#[derive(Debug, Clone, Copy)]
pub enum Column {
    /// Of words.
    Words(&'static str),
    /// Of numbers, set flush right.
    Numbers(&'static str),
}

/// A table of rows; `caption` is for whoever hears the page. Cells repeat their column's name in
/// `data-label`, since on a phone each row is a card.
pub fn sheet<Row: IntoView + 'static, const N: usize>(
    caption: &'static str,
    columns: [Column; N],
    rows: Vec<Row>,
) -> impl IntoView + use<Row, N> {
    let heads = columns.map(|column| match column {
        Column::Words(name) => view! { <th scope="col">{name}</th> }.into_any(),
        Column::Numbers(name) => view! { <th scope="col" class="num">{name}</th> }.into_any(),
    });
    view! {
        <div class="work">
            <table class="sheet">
                <caption class="unseen">{caption}</caption>
                <thead><tr>{heads.into_iter().collect::<Vec<_>>()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// The links to the page before and the page behind; nothing where the list is one page.
pub fn pager(
    lang: Lang,
    earlier: Option<String>,
    later: Option<String>,
) -> Option<impl IntoView + use<>> {
    (earlier.is_some() || later.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=common::pages(lang)>
                {earlier.map(|address| view! {
                    <a class="button quiet" rel="prev" href=address>{icon(Icon::ArrowLeft)} {common::page_previous(lang)}</a>
                })}
                {later.map(|address| view! {
                    <a class="button quiet" rel="next" href=address>{common::page_next(lang)} {icon(Icon::ArrowRight)}</a>
                })}
            </nav>
        }
    })
}

/// The address of a list with its filters; those that ask for nothing are left out.
#[must_use]
pub fn address<'a>(path: &str, filters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(filters.into_iter().filter(|(_, value)| !value.is_empty()));
    let query = query.finish();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn x13_an_address_holds_every_filter_that_asks_for_something() {
        let all = [("q", "3号 楼&"), ("state", ""), ("after", "7")];
        assert_eq!(address("/x", all), "/x?q=3%E5%8F%B7+%E6%A5%BC%26&after=7");
        assert_eq!(address("/x", [("q", "")]), "/x");
    }
}
