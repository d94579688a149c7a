//! What a new visitor's telephone loads, compressed.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, ensure};

use crate::http::{Client, get};
use crate::process::Server;
use crate::reference;

/// Prints the compressed sizes of two first pages.
pub async fn measure(ours: &Server, data: &Path) -> Result<()> {
    let pool = reference::open(&data.join("linli.db"), 1).await?;
    let (category, building): (i64, i64) = sqlx::query_as(
        "select (select id from category where retired_at is null order by sort limit 1),
                (select id from building order by sort limit 1)",
    )
    .fetch_one(&pool)
    .await?;
    pool.close().await;
    println!("\nFirst load, bytes of the bodies with brotli");
    let form = format!("/reports/new?category={category}&building={building}");
    for path in ["/", "/reports", &form] {
        let loads = first_load(ours, path).await?;
        let total: usize = loads.iter().map(|(_, size)| size).sum();
        let parts: Vec<_> = loads
            .iter()
            .map(|(kind, size)| format!("{kind} {size}"))
            .collect();
        println!("  {path:<36} {total:>8}   {}", parts.join(", "));
    }
    Ok(())
}

/// The page and every built file that it names: the kind and the size of each.
async fn first_load(ours: &Server, path: &str) -> Result<Vec<(String, usize)>> {
    let mut client = Client::connect(ours.address).await?;
    let page = client.send(&get(ours.address, path, "")).await?.text()?;
    let mut loads = vec![("html".to_owned(), packed(&mut client, ours, path).await?)];
    let files: BTreeSet<&str> = page
        .match_indices("\"/pkg/")
        .filter_map(|(at, _)| page[at + 1..].split('"').next())
        .collect();
    for file in files {
        let kind = file.rsplit('.').next().unwrap_or_default().to_owned();
        loads.push((kind, packed(&mut client, ours, file).await?));
    }
    Ok(loads)
}

async fn packed(client: &mut Client, ours: &Server, path: &str) -> Result<usize> {
    let answer = client
        .send(&get(ours.address, path, "Accept-Encoding: br\r\n"))
        .await?;
    ensure!(answer.status == 200, "{path}: status {}", answer.status);
    ensure!(
        answer.header("content-encoding") == Some("br"),
        "{path} is not compressed"
    );
    Ok(answer.body()?.len())
}
