//! What we measure against: the report list as somebody would write it by hand, with Axum, sqlx and
//! `write!`, and the shortest answer that Axum can give. No sessions, no languages, no cache.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use axum::serve::ListenerExt as _;
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use tokio::net::TcpListener;

/// The same frame, menus and filters as the real page.
const PAGE: &str = include_str!("reference.html");
const ROWS: &str = "<!--rows-->";

/// A line of the list, with every column that the real list reads.
#[derive(sqlx::FromRow)]
#[expect(dead_code, reason = "the real list reads these columns too")]
struct Row {
    id: i64,
    year: i64,
    seq: i64,
    state: String,
    category: String,
    picture: String,
    building: Option<String>,
    area: Option<String>,
    place: String,
    summary: String,
    lead_org_id: Option<i64>,
    cover_before: Option<String>,
    cover_after: Option<String>,
    day: String,
    closed_at: Option<i64>,
    updated_at: i64,
}

/// Serves `/reports` and `/hello` until it is ended.
pub async fn serve(database: &Path) -> Result<()> {
    let pool = open(database, 4).await?;
    let router = Router::new()
        .route("/reports", get(list))
        .route("/hello", get(|| async { "hello" }))
        .with_state(pool);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let mut out = std::io::stdout();
    writeln!(out, "listening on http://{}", listener.local_addr()?)?;
    out.flush()?;
    // Without this, answers may wait for the reader's acknowledgement.
    let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
    Ok(axum::serve(listener, router).await?)
}

/// Opens a database to read, with the same settings as the server's readers.
pub async fn open(database: &Path, readers: u32) -> Result<SqlitePool> {
    let options = SqliteConnectOptions::new()
        .filename(database)
        .read_only(true)
        .busy_timeout(Duration::from_secs(10))
        .pragma("temp_store", "memory")
        .pragma("cache_size", "-8000");
    SqlitePoolOptions::new()
        .max_connections(readers)
        .test_before_acquire(false)
        .connect_with(options)
        .await
        .with_context(|| format!("cannot open {}", database.display()))
}

async fn list(State(pool): State<SqlitePool>) -> Result<Html<String>, StatusCode> {
    let rows: Vec<Row> = sqlx::query_as(
        "select r.id, r.year, r.seq, r.state, c.name_zh as category, c.picture,
                b.name as building, a.name_zh as area, r.public_place as place,
                r.public_summary as summary, r.lead_org_id, r.cover_before, r.cover_after,
                date(r.reported_at / 1000, 'unixepoch', '+8 hours') as day,
                r.closed_at, r.updated_at
         from report r
         join category c on c.id = r.category_id
         left join building b on b.id = r.building_id
         left join area a on a.id = r.area_id
         where r.community_id = $1 and r.is_public = 1
         order by r.id desc limit 50",
    )
    .bind(1_i64)
    .fetch_all(&pool)
    .await
    .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let (head, foot) = PAGE.split_once(ROWS).unwrap_or((PAGE, ""));
    let mut page = String::with_capacity(48 * 1024);
    page.push_str(head);
    for row in &rows {
        line(&mut page, row).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    }
    page.push_str(foot);
    Ok(Html(page))
}

fn line(page: &mut String, row: &Row) -> std::fmt::Result {
    let Row { year, seq, day, .. } = row;
    write!(
        page,
        "<li><a href=\"/reports/{year}-{seq:06}\" class=\"report\">"
    )?;
    if let Some(cover) = &row.cover_before {
        write!(
            page,
            "<img src=\"/photos/{cover}/small\" alt=\"\" width=\"96\" height=\"96\" \
             loading=\"lazy\" class=\"thumb\">"
        )?;
    } else {
        write!(
            page,
            "<span class=\"thumb none\">{}</span>",
            icon(&row.picture)
        )?;
    }
    page.push_str("<span class=\"body\"><b class=\"title\">");
    escape(page, &row.category);
    page.push_str("</b>");
    if !row.summary.is_empty() {
        page.push_str("<span class=\"text\">");
        escape(page, &row.summary);
        page.push_str("</span>");
    }
    let (tone, word) = state(&row.state);
    let picture = icon(&row.state);
    write!(
        page,
        "<span class=\"meta\"><span class=\"chip {tone}\">{picture}{word}</span><span>"
    )?;
    let place = [
        row.building.as_deref(),
        row.area.as_deref(),
        Some(row.place.as_str()),
    ];
    for part in place.into_iter().flatten().filter(|part| !part.is_empty()) {
        escape(page, part);
        page.push(' ');
    }
    write!(
        page,
        "</span><time datetime=\"{day}\">{day}</time></span></span></a></li>"
    )
}

fn state(name: &str) -> (&'static str, &'static str) {
    match name {
        "reported" => ("waiting", "待受理"),
        "accepted" => ("moving", "已受理"),
        "dispatched" => ("moving", "已派出"),
        "in_progress" => ("moving", "处理中"),
        "pending_check" => ("waiting", "待核实"),
        "closed" => ("done", "已解决"),
        "needs_info" => ("attention", "待补充"),
        "on_hold" => ("attention", "暂缓"),
        "rejected" => ("aside", "不受理"),
        "duplicate" => ("aside", "已合并"),
        _ => ("aside", "已撤回"),
    }
}

/// Drawn in place, as on the real page; of the same length as its pictures, not of their beauty.
fn icon(name: &str) -> &'static str {
    match name {
        "closed" => {
            "<svg viewBox=\"0 0 24 24\" width=\"24\" height=\"24\" aria-hidden=\"true\" \
             class=\"icon\"><path d=\"M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12l3 3 5-6\"></path></svg>"
        }
        "accepted" | "pending_check" | "on_hold" => {
            "<svg viewBox=\"0 0 24 24\" width=\"24\" height=\"24\" aria-hidden=\"true\" \
             class=\"icon\"><path d=\"M4.5 12.5 10 18 19.5 7\"></path></svg>"
        }
        _ => {
            "<svg viewBox=\"0 0 24 24\" width=\"24\" height=\"24\" aria-hidden=\"true\" \
             class=\"icon\"><path d=\"M5 17H2.5V6H14v11H10M14 9.5h4l3.5 3.5v4h-2M15 17h-1M7.5 19a2.2 \
             2.2 0 1 0 0-4.5 2.2 2.2 0 0 0 0 4.5zM17.5 19a2.2 2.2 0 1 0 0-4.5 2.2 2.2 0 0 0 0 \
             4.5z\"></path></svg>"
        }
    }
}

fn escape(page: &mut String, text: &str) {
    let mut from = 0;
    for (at, sign) in text.match_indices(['&', '<', '>', '"', '\'']) {
        page.push_str(&text[from..at]);
        page.push_str(match sign {
            "&" => "&amp;",
            "<" => "&lt;",
            ">" => "&gt;",
            "\"" => "&quot;",
            _ => "&#39;",
        });
        from = at + sign.len();
    }
    page.push_str(&text[from..]);
}
