//! What others wrote: its licences and where it comes from, held to `deny.toml`.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::project::Project;
use crate::shell::{output, run, succeeds};

/// Asks cargo-deny where it is installed, and checks the same lists ourselves where it is not.
pub fn check(project: &Project) -> Result<()> {
    if succeeds(project.native_cargo().args(["deny", "--version"])) {
        return run(project
            .native_cargo()
            .args(["deny", "check", "licenses", "bans", "sources"]));
    }
    let rules = fs::read_to_string(project.root().join("deny.toml"))?;
    let allowed = list(&rules, "licenses", "allow").context("deny.toml allows no licence")?;
    let banned = list(&rules, "bans", "deny").unwrap_or_default();
    let metadata =
        output(
            project
                .native_cargo()
                .args(["metadata", "--format-version=1", "--locked"]),
        )?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"]
        .as_array()
        .context("cargo metadata lists no packages")?;
    let problems = problems(packages, &allowed, &banned);
    if problems.is_empty() {
        return Ok(());
    }
    bail!(
        "\n  {}",
        problems.into_iter().collect::<Vec<_>>().join("\n  ")
    )
}

fn problems(packages: &[Value], allowed: &[String], banned: &[String]) -> BTreeSet<String> {
    let mut problems = BTreeSet::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or("?");
        let licence = package["license"].as_str().unwrap_or("");
        if !permits(licence, allowed) {
            problems.insert(format!("{name}: licence `{licence}` is not allowed"));
        }
        if banned.iter().any(|banned| banned == name) {
            problems.insert(format!("{name}: banned"));
        }
        if package["source"]
            .as_str()
            .is_some_and(|source| !source.starts_with("registry+"))
        {
            problems.insert(format!("{name}: does not come from the registry"));
        }
    }
    problems
}

/// The strings of `key = [ … ]` in a section of a TOML text, in the plain form that we write.
fn list(toml: &str, section: &str, key: &str) -> Option<Vec<String>> {
    let (_, rest) = toml.split_once(&format!("\n[{section}]\n"))?;
    let section = rest.split_once("\n[").map_or(rest, |(section, _)| section);
    let (_, rest) = section.split_once(&format!("{key} = ["))?;
    let (items, _) = rest.split_once(']')?;
    Some(
        items
            .lines()
            .map(|line| line.split('#').next().unwrap_or_default())
            .flat_map(|line| line.split(','))
            .map(|item| item.trim().trim_matches('"').to_owned())
            .filter(|item| !item.is_empty())
            .collect(),
    )
}

/// Whether an SPDX expression can be met with the allowed licences. `/` is the old way to say OR.
fn permits(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader {
        words: &words,
        allowed,
    };
    reader.any() == Some(true) && reader.words.is_empty()
}

struct Reader<'words> {
    words: &'words [&'words str],
    allowed: &'words [String],
}

impl<'words> Reader<'words> {
    fn any(&mut self) -> Option<bool> {
        let mut met = self.all()?;
        while self.take("OR") {
            met |= self.all()?;
        }
        Some(met)
    }

    fn all(&mut self) -> Option<bool> {
        let mut met = self.one()?;
        while self.take("AND") {
            met &= self.one()?;
        }
        Some(met)
    }

    fn one(&mut self) -> Option<bool> {
        if self.take("(") {
            let met = self.any()?;
            return self.take(")").then_some(met);
        }
        let licence = self.next()?;
        let name = if self.take("WITH") {
            format!("{licence} WITH {}", self.next()?)
        } else {
            licence.to_owned()
        };
        Some(self.allowed.contains(&name))
    }

    fn take(&mut self, word: &str) -> bool {
        let found = self.words.first() == Some(&word);
        if found {
            self.words = &self.words[1..];
        }
        found
    }

    fn next(&mut self) -> Option<&'words str> {
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        Some(first)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{list, permits, problems};

    #[test]
    fn an_expression_is_met_or_not() {
        let allowed = ["MIT", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"]
            .map(str::to_owned)
            .to_vec();
        for good in [
            "MIT",
            "MIT OR GPL-3.0",
            "GPL-3.0/MIT",
            "(MIT OR GPL-3.0) AND Unicode-3.0",
            "GPL-3.0 OR (MIT AND Unicode-3.0)",
            "Apache-2.0 WITH LLVM-exception OR GPL-3.0",
        ] {
            assert!(permits(good, &allowed), "{good}");
        }
        for bad in [
            "",
            "GPL-3.0",
            "MIT AND GPL-3.0",
            "Apache-2.0",
            "(MIT",
            "MIT OR",
            "MIT MIT",
        ] {
            assert!(!permits(bad, &allowed), "{bad}");
        }
    }

    #[test]
    fn the_lists_are_read() {
        let toml = "\n[licenses]\nallow = [\n  \"MIT\", # short\n  \"Zlib\",\n]\n\n[bans]\ndeny = [\"openssl\"]\n";
        assert_eq!(list(toml, "licenses", "allow").unwrap(), ["MIT", "Zlib"]);
        assert_eq!(list(toml, "bans", "deny").unwrap(), ["openssl"]);
        assert_eq!(list(toml, "sources", "deny"), None);
    }

    #[test]
    fn a_package_from_elsewhere_is_told() {
        let packages = [
            json!({"name": "good", "license": "MIT", "source": null}),
            json!({"name": "fork", "license": "MIT", "source": "git+file:///elsewhere"}),
            json!({"name": "bare", "license": null, "source": "registry+x"}),
        ];
        let found = problems(&packages, &["MIT".to_owned()], &[]);
        assert_eq!(found.len(), 2);
    }
}
