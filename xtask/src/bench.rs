//! `cargo xtask bench`: the figures of `docs/PERFORMANCE.md`.

use anyhow::Result;

use crate::postgres::{Cluster, Disk};
use crate::project::Project;
use crate::setup::{self, Need};
use crate::shell::{run, step};
use crate::site;

/// Builds with every optimisation, measures and prints. The flags are those of the crate `bench`.
pub fn run_bench(project: &mut Project, flags: &[&str]) -> Result<()> {
    setup::ensure(project, &[Need::Postgres])?;
    site::build(project, true)?;
    step("bench, release", || {
        let mut cargo = project.cargo();
        run(cargo.args(["build", "--locked", "--release", "--package=bench"]))
    })?;
    let mut bench = project.command(project.binary(true).with_file_name("bench"));
    bench.arg("--linli").arg(project.binary(true));
    bench.arg("--site").arg(project.site());
    // Beside the build, because a folder for temporary files may lie in memory.
    bench.arg("--folder").arg(project.target().join("bench"));
    let cluster = step("PostgreSQL that waits for its disk", || {
        Cluster::start(project, Disk::Waited)
    })?;
    bench
        .arg("--postgres")
        .arg(cluster.database("linli_bench")?);
    run(bench.args(flags))
}
