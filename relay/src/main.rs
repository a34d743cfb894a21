//! `ashboard`, the program: which command the command line names. What a command does is its own file's business.

mod command;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use relay::config::Flags;

/// Dashboards that a team edits together while they are live.
#[derive(Debug, Parser)]
#[command(name = "ashboard", version, propagate_version = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve dashboards until Ctrl+C or SIGTERM
    Serve(Flags),
    /// Write a dashboard as a JSON file
    Export(command::export::Export),
    /// Make a dashboard from a file of `export`
    Import(command::import::Import),
    /// Draw a panel or a dashboard as SVG, PNG or PDF, without a browser
    Render(command::render::Render),
    /// Take away history that is older than it is wanted
    Compact(command::compact::Compact),
    /// Prove that the record of who did what hangs together, or write it out
    #[command(subcommand)]
    Audit(command::audit::Audit),
    /// The accounts of a relay, whether it runs or not
    User(command::user::User),
    /// The tokens of its accounts
    Token(command::token::Tokens),
    /// Write everything into one file, while the relay runs or not
    Backup(command::backup::Backup),
    /// Put a backup into a folder whose relay does not run
    Restore(command::restore::Restore),
    /// Read everything that is stored, and say what is damaged
    Verify(command::verify::Verify),
    /// Judge a folder of Vega-Lite specs: read, supported, equal to what a reference draws
    Conformance(command::conformance::Folders),
    /// Print the effective configuration, or what is wrong with it
    CheckConfig(Flags),
    /// Ask a running relay whether it takes work; exits with 0 if it does
    Healthcheck(command::healthcheck::Target),
    /// Print the version
    Version,
}

fn main() -> ExitCode {
    match CommandLine::parse().command {
        Command::Serve(flags) => command::serve::run(&flags),
        Command::Export(export) => command::export::run(export),
        Command::Import(import) => command::import::run(import),
        Command::Render(render) => command::render::run(&render),
        Command::Compact(wanted) => command::compact::run(&wanted),
        Command::Audit(audit) => command::audit::run(audit),
        Command::User(user) => command::user::run(user),
        Command::Token(tokens) => command::token::run(tokens),
        Command::Backup(wanted) => command::backup::run(&wanted),
        Command::Restore(wanted) => command::restore::run(&wanted),
        Command::Verify(wanted) => command::verify::run(&wanted),
        Command::Conformance(folders) => command::conformance::run(&folders),
        Command::CheckConfig(flags) => command::check_config::run(&flags),
        Command::Healthcheck(target) => command::healthcheck::run(&target),
        Command::Version => {
            println!("{}", relay::version::Version::here());
            ExitCode::SUCCESS
        }
    }
}
