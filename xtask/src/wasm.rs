//! The browser side: from the `frontend` crate to a small module and its JavaScript.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::project::Project;
use crate::shell::{run, step};
use crate::site::{Key, write_if_new};

/// What browsers of the last years can all do, and what rustc takes for granted.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The files of the browser side, not yet named by their content.
pub struct Module {
    pub script: PathBuf,
    pub wasm: PathBuf,
}

/// Builds the browser side. What did not change is not done again.
pub fn build(project: &Project) -> Result<Module> {
    check_versions(project)?;
    step("browser side", || {
        run(project.cargo().args([
            "build",
            "--locked",
            "--package=frontend",
            "--target=wasm32-unknown-unknown",
            "--profile=wasm-release",
        ]))
    })?;
    let built = project
        .target()
        .join("wasm32-unknown-unknown/wasm-release/frontend.wasm");
    let folder = project.notes().join("wasm");
    let module = Module {
        script: folder.join("linli.js"),
        wasm: folder.join("linli.wasm"),
    };

    let mut key = Key::new(include_str!("wasm.rs"));
    key.file(&built)?;
    key.file(&project.root().join("package-lock.json"))?;
    let key = key.finish();
    let stamp = folder.join("key");
    if fs::read_to_string(&stamp).is_ok_and(|known| known == key) {
        return Ok(module);
    }
    fs::create_dir_all(&folder)?;
    step("bindings", || bind(&built, &folder))?;
    step("browser side, smaller", || {
        shrink(project, &folder, &module)
    })?;
    write_if_new(&stamp, key.as_bytes())?;
    Ok(module)
}

fn bind(built: &Path, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(built)
        .out_name("linli")
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(true)
        .generate(folder.join("bound"))
        .context("wasm-bindgen cannot read the module")
}

fn shrink(project: &Project, folder: &Path, module: &Module) -> Result<()> {
    run(project
        .npm_tool("wasm-opt")
        .arg("-Oz")
        .args(FEATURES)
        .arg(folder.join("bound/linli_bg.wasm"))
        .arg("-o")
        .arg(&module.wasm))?;
    // Bundled, because the bindings may bring snippets of their own.
    run(project
        .npm_tool("esbuild")
        .arg(folder.join("bound/linli.js"))
        .args([
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2020",
            "--log-level=warning",
        ])
        .arg(format!("--outfile={}", module.script.display())))
}

/// The two halves of wasm-bindgen speak one format only when they are of one version.
fn check_versions(project: &Project) -> Result<()> {
    let lock = fs::read_to_string(project.root().join("Cargo.lock"))?;
    let (Some(used), Some(ours)) = (
        locked(&lock, "wasm-bindgen"),
        locked(&lock, "wasm-bindgen-cli-support"),
    ) else {
        bail!("Cargo.lock names no wasm-bindgen or no wasm-bindgen-cli-support");
    };
    if used != ours {
        bail!(
            "wasm-bindgen is {used} but wasm-bindgen-cli-support is {ours}: \
             write `wasm-bindgen-cli-support = \"={used}\"` in xtask/Cargo.toml"
        );
    }
    Ok(())
}

/// The version of a package in the text of Cargo.lock.
fn locked<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let start = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| **line == start)?;
    lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::locked;

    #[test]
    fn versions_are_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.7\"\n";
        assert_eq!(locked(lock, "wasm-bindgen"), Some("0.2.7"));
        assert_eq!(locked(lock, "leptos"), None);
    }
}
