//! The site's files: named by their content, compressed ahead of time, listed in a manifest.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::project::Project;
use crate::setup::{self, Need};
use crate::shell::{run, say, step};
use crate::wasm::{self, Module};

/// How long files of earlier builds stay, for pages that are still open.
const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Logical name to the name with the content's hash.
type Manifest = BTreeMap<String, String>;

/// `cargo xtask build`: the server's binary and everything it hands out as files.
pub fn build(project: &mut Project, release: bool) -> Result<()> {
    setup::ensure(project, &Need::SITE)?;
    assets(project)?;
    server(project, release)
}

/// The server's binary alone.
pub fn server(project: &Project, release: bool) -> Result<()> {
    step(if release { "server, release" } else { "server" }, || {
        let mut cargo = project.cargo();
        cargo.args(["build", "--locked", "--package=server", "--bin=linli"]);
        if release {
            cargo.arg("--release");
        }
        run(&mut cargo)
    })
}

/// Style, scripts and the browser side, into `target/site`.
pub fn assets(project: &Project) -> Result<()> {
    let module = wasm::build(project)?;
    let key = key(project, &module)?;
    let site = project.site();
    let stamp = project.notes().join("site-key");
    if fs::read_to_string(&stamp).is_ok_and(|known| known == key) && complete(&site) {
        return Ok(());
    }
    step("site", || {
        let pkg = site.join("pkg");
        fs::create_dir_all(&pkg)?;
        fs::create_dir_all(project.notes())?;
        copy_public(&project.root().join("public"), &site)?;
        let former = manifest(&site);
        let sources = [
            ("main.css", style(project)?),
            ("loader.js", loader(project)?),
            ("linli.js", fs::read(&module.script)?),
            ("linli.wasm", fs::read(&module.wasm)?),
        ];
        let mut files = Manifest::new();
        for (name, content) in &sources {
            files.insert((*name).to_owned(), publish(&pkg, name, content)?);
        }
        let text = serde_json::to_string_pretty(&files)?;
        write_if_new(&site.join("manifest.json"), text.as_bytes())?;
        prune(&pkg, &former, &files)?;
        write_if_new(&stamp, key.as_bytes())
    })
}

/// A key that changes when an input or the way of making changes.
pub struct Key(Sha256);

impl Key {
    /// Starts with the source of what makes the result.
    pub fn new(recipe: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(recipe);
        Self(hash)
    }

    /// Takes in one file with its name.
    pub fn file(&mut self, file: &Path) -> Result<()> {
        let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        self.0.update(file.as_os_str().as_encoded_bytes());
        self.0.update(content.len().to_le_bytes());
        self.0.update(content);
        Ok(())
    }

    /// The key as text.
    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

/// Writes beside and renames, so that a running server never reads half a file.
pub fn write_if_new(file: &Path, content: &[u8]) -> Result<()> {
    if fs::read(file).is_ok_and(|known| known == content) {
        return Ok(());
    }
    let mut half = file.as_os_str().to_owned();
    half.push(".half");
    fs::write(&half, content)
        .and_then(|()| fs::rename(&half, file))
        .with_context(|| format!("cannot write {}", file.display()))
}

fn key(project: &Project, module: &Module) -> Result<String> {
    let root = project.root();
    let mut key = Key::new(include_str!("site.rs"));
    for file in [
        &module.script,
        &module.wasm,
        &root.join("islands/loader.js"),
        &root.join("package-lock.json"),
    ] {
        key.file(file)?;
    }
    for folder in ["style", "public"] {
        for file in files_below(&root.join(folder))? {
            key.file(&file)?;
        }
    }
    Ok(key.finish())
}

/// Every file below a folder, sorted.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries =
            fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// What the last build listed. Nothing when there was none.
fn manifest(site: &Path) -> Manifest {
    fs::read(site.join("manifest.json"))
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
        .unwrap_or_default()
}

/// Whether everything that the manifest lists is there.
fn complete(site: &Path) -> bool {
    let files = manifest(site);
    !files.is_empty()
        && files.values().all(|name| {
            ["", ".br", ".gz"]
                .iter()
                .all(|end| site.join("pkg").join(format!("{name}{end}")).is_file())
        })
}

fn style(project: &Project) -> Result<Vec<u8>> {
    let target = project.notes().join("main.css");
    let mut esbuild = project.npm_tool("esbuild");
    esbuild
        .arg("style/main.css")
        .args(["--bundle", "--minify", "--log-level=warning"]);
    // What `public/` holds is served as it is. (A plain `/*` would hold the imports back too.)
    for entry in fs::read_dir(project.root().join("public"))? {
        let entry = entry?;
        let all = if entry.path().is_dir() { "/*" } else { "" };
        esbuild.arg(format!("--external:/{}{all}", entry.file_name().display()));
    }
    // Nesting is written out for the browsers that do not know it yet.
    run(esbuild
        .arg("--target=chrome99,safari15.4,firefox97")
        .arg(format!("--outfile={}", target.display())))?;
    Ok(fs::read(target)?)
}

fn loader(project: &Project) -> Result<Vec<u8>> {
    let target = project.notes().join("loader.js");
    run(project
        .npm_tool("esbuild")
        .arg("islands/loader.js")
        .args([
            "--minify",
            "--format=esm",
            "--target=es2020",
            "--log-level=warning",
        ])
        .arg(format!("--outfile={}", target.display())))?;
    Ok(fs::read(target)?)
}

/// Writes a file under a name with its content's hash, and its compressed siblings.
fn publish(pkg: &Path, name: &str, content: &[u8]) -> Result<String> {
    let hash = hex(&Sha256::digest(content));
    let (stem, end) = name.rsplit_once('.').context("a file without an ending")?;
    let named = format!("{stem}.{}.{end}", &hash[..8]);
    let brotli = brotli(content)?;
    let gzip = gzip(content)?;
    say(format_args!(
        "{named}: {} bytes, brotli {}, gzip {}",
        content.len(),
        brotli.len(),
        gzip.len()
    ));
    for (end, content) in [("", content), (".br", &brotli), (".gz", &gzip)] {
        write_if_new(&pkg.join(format!("{named}{end}")), content)?;
    }
    Ok(named)
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut packed, 4096, 11, 22);
    encoder.write_all(content)?;
    drop(encoder);
    Ok(packed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

/// Copies `public/` and takes away what is no longer there.
fn copy_public(public: &Path, site: &Path) -> Result<()> {
    for entry in fs::read_dir(site)? {
        let entry = entry?;
        let name = entry.file_name();
        if entry.path().is_file() && name != "manifest.json" && !public.join(&name).exists() {
            fs::remove_file(entry.path())?;
        }
    }
    for file in files_below(public)? {
        let target = site.join(file.strip_prefix(public)?);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        write_if_new(&target, &fs::read(&file)?)?;
    }
    Ok(())
}

/// Removes files that no build of the last days listed. A file's time is the moment when it was
/// last in force.
fn prune(pkg: &Path, former: &Manifest, current: &Manifest) -> Result<()> {
    let now = now();
    for entry in fs::read_dir(pkg)? {
        let file = entry?.path();
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let base = name.trim_end_matches(".br").trim_end_matches(".gz");
        if former
            .values()
            .chain(current.values())
            .any(|kept| kept == base)
        {
            fs::File::open(&file)?.set_modified(now)?;
        } else if is_old(fs::metadata(&file)?.modified()?, now) {
            fs::remove_file(file)?;
        }
    }
    Ok(())
}

fn is_old(modified: SystemTime, now: SystemTime) -> bool {
    now.duration_since(modified).is_ok_and(|age| age > KEPT)
}

#[expect(
    clippy::disallowed_methods,
    reason = "files on a developer's disk have no other clock"
)]
fn now() -> SystemTime {
    SystemTime::now()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::{KEPT, Manifest, complete, now, prune, publish};

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("linli-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn listed(name: &str) -> Manifest {
        Manifest::from([("main.css".to_owned(), name.to_owned())])
    }

    #[test]
    fn a_file_is_named_by_its_content_and_has_compressed_siblings() {
        let site = folder("publish");
        let pkg = site.join("pkg");
        fs::create_dir_all(&pkg).unwrap();
        let name = publish(&pkg, "main.css", b"body{}").unwrap();
        assert_eq!(name.len(), "main.12345678.css".len());
        assert_ne!(name, publish(&pkg, "main.css", b"html{}").unwrap());
        fs::write(
            site.join("manifest.json"),
            serde_json::to_vec(&listed(&name)).unwrap(),
        )
        .unwrap();
        assert!(complete(&site));
        fs::remove_file(pkg.join(format!("{name}.br"))).unwrap();
        assert!(!complete(&site));
        fs::remove_dir_all(site).unwrap();
    }

    #[test]
    fn files_stay_for_a_month_and_those_of_the_last_build_for_longer() {
        let pkg = folder("prune");
        let old = now() - KEPT * 2;
        for name in ["main.1.css", "main.2.css.br", "main.3.css", "main.4.css"] {
            fs::write(pkg.join(name), "").unwrap();
            fs::File::open(pkg.join(name))
                .unwrap()
                .set_modified(old)
                .unwrap();
        }
        fs::write(pkg.join("main.5.css"), "").unwrap();
        prune(&pkg, &listed("main.2.css"), &listed("main.3.css")).unwrap();
        let mut left: Vec<_> = fs::read_dir(&pkg)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["main.2.css.br", "main.3.css", "main.5.css"]);
        fs::remove_dir_all(pkg).unwrap();
    }
}
