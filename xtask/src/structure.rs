//! The rules of the house that no compiler knows: what may stand where.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Longer files hold two things.
const MOST_LINES: usize = 600;

/// What `domain` may be built on.
const DOMAIN_USES: [&str; 2] = ["jiff", "serde"];

/// What would let `domain` reach out of itself.
const OUTSIDE: [&str; 9] = [
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "SystemTime::now",
    "Timestamp::now",
    "Zoned::now",
];

/// Path from the workspace's folder, with `/`, to the file's text.
type Tree = BTreeMap<String, String>;

/// Fails with every place where a rule is broken.
pub fn check(root: &Path) -> Result<()> {
    let mut tree = Tree::new();
    read(root, root, &mut tree)?;
    let found = broken(&tree);
    if found.is_empty() {
        return Ok(());
    }
    bail!("\n  {}", found.join("\n  "))
}

fn read(root: &Path, folder: &Path, tree: &mut Tree) -> Result<()> {
    const ENDINGS: [&str; 8] = ["rs", "css", "ts", "js", "ftl", "sql", "toml", "html"];
    const SKIPPED: [&str; 5] = [
        "target",
        "node_modules",
        "data",
        "test-results",
        "playwright-report",
    ];
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            if !name.starts_with('.') && !SKIPPED.contains(&name.as_str()) {
                read(root, &path, tree)?;
            }
        } else if path
            .extension()
            .is_some_and(|end| ENDINGS.iter().any(|known| end == *known))
        {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            let name = path
                .strip_prefix(root)?
                .to_string_lossy()
                .replace('\\', "/");
            tree.insert(name, text);
        }
    }
    Ok(())
}

fn broken(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in tree {
        let lines = text.lines().count();
        if lines > MOST_LINES {
            found.push(format!("{path}: {lines} lines, more than {MOST_LINES}"));
        }
        if path.ends_with("/mod.rs") {
            found.push(format!("{path}: name the file after its folder"));
        }
        if path == "domain/Cargo.toml" {
            domain_manifest(path, text, &mut found);
        } else if path.ends_with("/Cargo.toml")
            && !path.starts_with("backend/")
            && !is_measure(path)
        {
            // Tests look into the database beside the use cases; what runs does not.
            let mut for_tests = false;
            for (number, line) in code(text) {
                if line.starts_with('[') {
                    for_tests = line.contains("dev-dependencies");
                }
                if !for_tests && line.trim_start().starts_with("sqlx") {
                    found.push(format!("{path}:{number}: only backend speaks SQL"));
                }
            }
        }
        // Our own commands name what they look for.
        if is_rust(path) && !path.starts_with("xtask/") {
            for (number, line) in code(text) {
                for fault in faults(path, line) {
                    found.push(format!("{path}:{number}: {fault}"));
                }
            }
        }
    }
    migrations(tree, &mut found);
    found
}

/// What measures us: the page that somebody would write by hand, with its own SQL and routes, is
/// what it measures us against. No part of Linli is built on it.
fn is_measure(path: &str) -> bool {
    path.starts_with("bench/")
}

fn is_rust(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| end == "rs")
}

/// The lines that are not comments, counted from 1.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).filter(|(_, line)| {
        let line = line.trim_start();
        !line.starts_with("//") && !line.starts_with("# ")
    })
}

/// The rules about one line of Rust.
fn faults(path: &str, line: &str) -> Vec<&'static str> {
    let below = |folder: &str| path.starts_with(folder);
    let mut faults = Vec::new();
    if below("domain/src/") && OUTSIDE.iter().any(|name| line.contains(name)) {
        faults.push("domain reaches out of itself");
    }
    let is_test = path.contains("/tests/");
    if !below("backend/") && !is_measure(path) && !is_test && has_word(line, "sqlx") {
        faults.push("only backend speaks SQL");
    }
    if !below("islands/") && !below("frontend/") && line.contains("feature = \"ssr\"") {
        faults.push("`ssr` is a question only for islands and frontend");
    }
    if path != "app/src/routes.rs"
        && !is_measure(path)
        && (line.contains(".route(") || line.contains(".route_service("))
    {
        faults.push("routes stand in the one table, app/src/routes.rs");
    }
    if (below("app/src/") || below("islands/")) && has_style(line) {
        faults.push("no inline style: the content policy refuses it");
    }
    faults
}

/// Whether a name stands in a line by itself.
fn has_word(line: &str, word: &str) -> bool {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(start, _)| {
        !line[..start].ends_with(part) && !line[start + word.len()..].starts_with(part)
    })
}

/// Whether an element gets a `style` attribute, in HTML or in a view: `style=…`, `style:color=…`.
fn has_style(line: &str) -> bool {
    line.match_indices("style").any(|(start, word)| {
        let before = line[..start].chars().next_back();
        let after = &line[start + word.len()..];
        let property = |letter: char| letter.is_ascii_lowercase() || letter == '-';
        let set = match after.strip_prefix(':') {
            Some(rest) => {
                let value = rest.trim_start_matches(property);
                value.len() < rest.len() && value.starts_with('=')
            }
            None => after.starts_with('=') && !after.starts_with("=="),
        };
        set && before.is_none_or(char::is_whitespace)
    })
}

fn domain_manifest(path: &str, text: &str, found: &mut Vec<String>) {
    let mut inside = false;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]") && !line.contains("dev-dependencies");
        } else if inside && line.contains('=') && !line.starts_with('#') {
            let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
            if !DOMAIN_USES.contains(&name) {
                found.push(format!("{path}:{number}: domain may not use {name}"));
            }
        }
    }
}

/// Both engines take the same numbered steps.
fn migrations(tree: &Tree, found: &mut Vec<String>) {
    let mut numbers: BTreeMap<&str, BTreeSet<&str>> = ["postgres", "sqlite"]
        .map(|engine| (engine, BTreeSet::new()))
        .into();
    for path in tree.keys() {
        let mut parts = path.split('/');
        let (Some("migrations"), Some(engine), Some(file)) =
            (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let number = file.split('_').next().unwrap_or_default();
        if number.is_empty() || !number.chars().all(|digit| digit.is_ascii_digit()) {
            found.push(format!("{path}: a migration begins with its number"));
        } else if !numbers.entry(engine).or_default().insert(number) {
            found.push(format!("{path}: {engine} has this number twice"));
        }
    }
    for (engine, own) in &numbers {
        let all = numbers.values().flatten().collect::<BTreeSet<_>>();
        for number in all.into_iter().filter(|number| !own.contains(*number)) {
            found.push(format!("migrations/{engine}: step {number} is missing"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Tree, broken};

    /// The rules that a single file breaks.
    fn with(path: &str, text: &str) -> Vec<String> {
        broken(&Tree::from([(path.to_owned(), text.to_owned())]))
    }

    #[test]
    fn domain_uses_only_serde_and_the_time_library() {
        let good = "[dependencies]\njiff.workspace = true\nserde = \"1\"\n\n[dev-dependencies]\nproptest = \"1\"\n";
        assert!(with("domain/Cargo.toml", good).is_empty());
        assert_eq!(
            with(
                "domain/Cargo.toml",
                "[dependencies]\ntokio.workspace = true\n"
            )
            .len(),
            1
        );
        let wasm = "[target.'cfg(unix)'.dependencies]\nlibc = \"1\"\n";
        assert_eq!(with("domain/Cargo.toml", wasm).len(), 1);
        assert_eq!(with("domain/src/report.rs", "use std::fs;\n").len(), 1);
        assert!(with("domain/src/report.rs", "// never std::fs\nuse std::fmt;\n").is_empty());
    }

    #[test]
    fn only_backend_speaks_sql() {
        assert_eq!(with("app/src/report.rs", "use sqlx::Row;\n").len(), 1);
        assert_eq!(
            with(
                "server/Cargo.toml",
                "[dependencies]\nsqlx.workspace = true\n"
            )
            .len(),
            1
        );
        assert!(with("backend/src/report/sql.rs", "use sqlx::Row;\n").is_empty());
        assert!(with("backend/Cargo.toml", "sqlx.workspace = true\n").is_empty());
        assert!(with("bench/Cargo.toml", "sqlx.workspace = true\n").is_empty());
        assert!(with("bench/src/reference.rs", "use sqlx::Row;\n").is_empty());
        assert!(
            with(
                "app/src/report.rs",
                "// sqlx lives elsewhere\nlet my_sqlx = 1;\n"
            )
            .is_empty()
        );
    }

    #[test]
    fn both_sides_meet_only_in_islands() {
        let line = "#[cfg(feature = \"ssr\")]\nfn server() {}\n";
        assert_eq!(with("app/src/report.rs", line).len(), 1);
        assert!(with("islands/src/photo.rs", line).is_empty());
        assert!(with("frontend/src/lib.rs", line).is_empty());
    }

    #[test]
    fn routes_stand_in_one_table() {
        let line = "router.route(\"/\", get(first));\n";
        assert_eq!(with("server/src/main.rs", line).len(), 1);
        assert!(with("app/src/routes.rs", line).is_empty());
        assert!(with("bench/src/reference.rs", line).is_empty());
    }

    #[test]
    fn nothing_is_styled_inline() {
        for bad in [
            "<p style=\"color:red\">",
            "  style=red",
            "<p style:color=red>",
        ] {
            assert_eq!(with("app/src/page.rs", bad).len(), 1, "{bad}");
        }
        for good in [
            "let style = 1;",
            "Card { style: 2 }",
            "if style == 1 {",
            "font-style=\"x\"",
        ] {
            assert!(with("app/src/page.rs", good).is_empty(), "{good}");
        }
    }

    #[test]
    fn files_are_short_and_named_after_their_folder() {
        assert_eq!(with("style/main.css", &"a{}\n".repeat(601)).len(), 1);
        assert!(with("style/main.css", &"a{}\n".repeat(600)).is_empty());
        assert_eq!(with("app/src/report/mod.rs", "").len(), 1);
    }

    #[test]
    fn both_engines_take_the_same_steps() {
        let tree = |paths: &[&str]| -> Tree {
            paths
                .iter()
                .map(|path| ((*path).to_owned(), String::new()))
                .collect()
        };
        let same = [
            "migrations/sqlite/0001_people.sql",
            "migrations/postgres/0001_people.sql",
        ];
        assert!(broken(&tree(&same)).is_empty());
        let short = [
            "migrations/sqlite/0001_people.sql",
            "migrations/sqlite/0002_report.sql",
            "migrations/postgres/0001_people.sql",
        ];
        assert_eq!(
            broken(&tree(&short)),
            ["migrations/postgres: step 0002 is missing"]
        );
        let twice = [
            "migrations/sqlite/1_a.sql",
            "migrations/sqlite/1_b.sql",
            "migrations/postgres/1_a.sql",
        ];
        assert_eq!(broken(&tree(&twice)).len(), 1);
        assert_eq!(broken(&tree(&["migrations/sqlite/people.sql"])).len(), 1);
    }
}
