//! The binary `linli`: reads its configuration and does what the command says.

mod admin;
mod audit;
mod backup;
mod bar;
mod clock;
mod command;
mod config;
mod demo;
mod health;
mod listen;
mod metrics;
mod retention;
mod secret;
mod serve;
mod stores;
mod telemetry;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run(std::env::args_os())
}
