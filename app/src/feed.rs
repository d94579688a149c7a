//! Feeds for programs that follow the community: notices as Atom (RFC 4287).

use std::io;

use axum::http::header;
use axum::response::IntoResponse;
use backend::notice::{self, Notice};
use domain::instant::Instant;
use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::escape::escape;
use quick_xml::events::{BytesDecl, BytesText, Event};
use text::{Lang, notice as words};

use crate::routes::{Access, Route};
use crate::web::{Answer, Web};

/// How many of the newest notices the feed holds.
const ENTRIES: i64 = 50;

/// This noun's routes. Not kept ready, as the notices themselves: they end by the clock.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/feeds/notices.atom", Access::Public, notices)]
}

/// `GET /feeds/notices.atom`
async fn notices(web: Web) -> Answer {
    let notices = notice::newest(&web.ctx, ENTRIES).await?;
    let channel = Channel {
        lang: web.lang(),
        origin: &web.chrome.origin,
        community: &web.chrome.community,
    };
    let body = feed(&channel, &notices)
        .map_err(|_| backend::Error::Unexpected("a feed could not be written"))?;
    let kind = [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")];
    Ok((kind, body).into_response())
}

/// Whose feed it is, and in which language it says so.
struct Channel<'c> {
    lang: Lang,
    origin: &'c str,
    community: &'c str,
}

/// The feed of these notices. All text passes through the writer, which escapes it (rule X18).
fn feed(channel: &Channel, notices: &[Notice]) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    xml.create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .with_attribute(("xml:lang", channel.lang.tag()))
        .write_inner_content(|xml| {
            head(xml, channel, notices)?;
            notices
                .iter()
                .try_for_each(|notice| entry(xml, channel, notice))
        })?;
    Ok(xml.into_inner())
}

fn head(xml: &mut Writer<Vec<u8>>, channel: &Channel, notices: &[Notice]) -> io::Result<()> {
    let own = format!("{}/feeds/notices.atom", channel.origin);
    // A feed without entries says the same at every look, so that nothing seems new.
    let updated = notices.iter().map(|notice| notice.updated_at).max();
    text(xml, "id", &own)?;
    text(
        xml,
        "title",
        &words::feed_title(channel.lang, channel.community),
    )?;
    text(
        xml,
        "updated",
        &stamp(updated.unwrap_or(Instant::from_millis(0))),
    )?;
    link(xml, "self", "application/atom+xml", &own)?;
    link(
        xml,
        "alternate",
        "text/html",
        &format!("{}/notices", channel.origin),
    )?;
    xml.create_element("author")
        .write_inner_content(|xml| text(xml, "name", channel.community))?;
    Ok(())
}

/// An entry's id is the notice's address, which it keeps for good.
fn entry(xml: &mut Writer<Vec<u8>>, channel: &Channel, notice: &Notice) -> io::Result<()> {
    let address = crate::notice::address(channel.origin, notice.id);
    let title = if notice.is_urgent {
        words::group_title_urgent(channel.lang, &notice.title)
    } else {
        notice.title.clone()
    };
    xml.create_element("entry").write_inner_content(|xml| {
        text(xml, "id", &address)?;
        text(xml, "title", &title)?;
        text(xml, "published", &stamp(notice.published_at))?;
        text(xml, "updated", &stamp(notice.updated_at))?;
        link(xml, "alternate", "text/html", &address)?;
        xml.create_element("content")
            .with_attribute(("type", "html"))
            .write_text_content(BytesText::new(&html(&notice.body)))?;
        Ok(())
    })?;
    Ok(())
}

fn text(xml: &mut Writer<Vec<u8>>, name: &str, value: &str) -> io::Result<()> {
    xml.create_element(name)
        .write_text_content(BytesText::new(value))?;
    Ok(())
}

fn link(xml: &mut Writer<Vec<u8>>, rel: &str, kind: &str, address: &str) -> io::Result<()> {
    xml.create_element("link")
        .with_attributes([("rel", rel), ("type", kind), ("href", address)])
        .write_empty()?;
    Ok(())
}

/// RFC 3339 in UTC.
fn stamp(at: Instant) -> String {
    let clamped = Timestamp::from_millisecond(at.millis()).unwrap_or(Timestamp::UNIX_EPOCH);
    clamped.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A notice's text as HTML: its paragraphs and line breaks, everything else as it was typed.
fn html(body: &str) -> String {
    let paragraphs: Vec<_> = body
        .split("\n\n")
        .map(|paragraph| escape(paragraph).replace('\n', "<br/>"))
        .collect();
    format!("<p>{}</p>", paragraphs.join("</p><p>"))
}

#[cfg(test)]
mod tests {
    use domain::id::NoticeId;
    use quick_xml::Reader;
    use quick_xml::escape::unescape;

    use super::*;

    const CHANNEL: Channel<'static> = Channel {
        lang: Lang::Zh,
        origin: "https://linli.test",
        community: "翠园 & 雪松",
    };

    fn notice(title: &str, body: &str) -> Notice {
        Notice {
            id: NoticeId::new(31),
            title: title.to_owned(),
            body: body.to_owned(),
            audience: Vec::new(),
            is_urgent: false,
            until: None,
            ends_at: None,
            published_at: Instant::from_millis(1_773_104_400_000),
            updated_at: Instant::from_millis(1_773_104_460_999),
            withdrawn_at: None,
            version: 1,
        }
    }

    /// The text of every element of a name, as a feed reader sees it.
    fn read(feed: &[u8], name: &str) -> Vec<String> {
        let mut reader = Reader::from_str(std::str::from_utf8(feed).unwrap());
        let mut found = Vec::new();
        let mut inside = false;
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) if tag.name().as_ref() == name => {
                    inside = true;
                    found.push(String::new());
                }
                Event::End(tag) if tag.name().as_ref() == name => inside = false,
                Event::Text(text) if inside => {
                    found.last_mut().unwrap().push_str(&text);
                }
                Event::GeneralRef(name) if inside => {
                    let reference = format!("&{};", &*name);
                    found
                        .last_mut()
                        .unwrap()
                        .push_str(&unescape(&reference).unwrap());
                }
                Event::Eof => return found,
                _ => {}
            }
        }
    }

    #[test]
    fn x18_what_staff_type_is_text_in_the_feed() {
        let typed = "<script>alert(1)</script> & \"]]>";
        let feed = feed(
            &CHANNEL,
            &[notice(typed, &format!("{typed}\n第二行\n\n第二段"))],
        )
        .unwrap();
        assert_eq!(read(&feed, "title"), ["翠园 & 雪松 · 通知", typed]);
        assert_eq!(
            read(&feed, "content"),
            [
                "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;]]&gt;<br/>第二行</p><p>第二段</p>"
            ]
        );
    }

    #[test]
    fn an_entry_keeps_its_id_and_says_when_it_was_changed() {
        let feed = feed(&CHANNEL, &[notice("停水", "明天")]).unwrap();
        assert_eq!(
            read(&feed, "id"),
            [
                "https://linli.test/feeds/notices.atom",
                "https://linli.test/notices/31"
            ]
        );
        assert_eq!(read(&feed, "published"), ["2026-03-10T01:00:00Z"]);
        assert_eq!(read(&feed, "updated"), ["2026-03-10T01:01:00Z"; 2]);
    }

    #[test]
    fn a_feed_without_entries_is_still_one() {
        let feed = feed(&CHANNEL, &[]).unwrap();
        assert_eq!(read(&feed, "updated"), ["1970-01-01T00:00:00Z"]);
        assert_eq!(read(&feed, "name"), ["翠园 & 雪松"]);
    }
}
