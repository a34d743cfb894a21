//! `ashboard user`: the accounts of a relay, whether it runs or not. Passwords are never said on the command line: whoever
//! is new sets one by a link.

use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use document::Role;
use serde_json::{Value, json};

use super::ruling::{self, Folder, Ruling};

/// What is to be done.
#[derive(Debug, clap::Args)]
pub(crate) struct User {
    #[command(flatten)]
    folder: Folder,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Who there is
    List,
    /// Make an account and print the link by which it sets its password
    Add {
        /// What it signs in by
        login: String,
        /// What others see [default: the login]
        #[arg(long)]
        name: Option<String>,
        /// What it may do with everything
        #[arg(long, default_value = "viewer")]
        role: Given,
    },
    /// Print a link by which an account sets another password
    Reset {
        /// Whose
        login: String,
    },
    /// Say what an account may do with everything
    Role {
        /// Whose
        login: String,
        /// Which
        role: Given,
    },
    /// Let an account sign in no more, and end its sign-ins and tokens
    Disable {
        /// Whose
        login: String,
    },
    /// Let it sign in again
    Enable {
        /// Whose
        login: String,
    },
    /// Remove an account; what it wrote stays
    Remove {
        /// Whose
        login: String,
    },
}

/// A role, or none.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Given {
    /// Only what it was given
    None,
    /// To look
    Viewer,
    /// To look and comment
    Commenter,
    /// To change
    Editor,
    /// To rule
    Owner,
}

impl Given {
    pub(super) fn role(self) -> Option<Role> {
        match self {
            Self::None => None,
            Self::Viewer => Some(Role::Viewer),
            Self::Commenter => Some(Role::Commenter),
            Self::Editor => Some(Role::Editor),
            Self::Owner => Some(Role::Owner),
        }
    }
}

/// Does it.
pub(crate) fn run(User { folder, act }: User) -> ExitCode {
    ruling::run(folder, |ruling| perform(ruling, act))
}

fn perform(ruling: &Ruling, act: Act) -> Result<String, String> {
    match act {
        Act::List => ruling.ask("GET", "/api/v1/accounts", &Value::Null).map(|all| listed(&all)),
        Act::Add { login, name, role } => {
            let new = json!({ "login": login, "name": name, "role": role.role() });
            let made = ruling.ask("POST", "/api/v1/accounts", &new)?;
            Ok(linked(ruling, &made))
        }
        Act::Reset { login } => {
            let path = format!("/api/v1/accounts/{}/invitation", ruling.account(&login)?);
            Ok(linked(ruling, &ruling.ask("POST", &path, &Value::Null)?))
        }
        Act::Role { login, role } => alter(ruling, &login, &json!({ "role": role.role() })),
        Act::Disable { login } => alter(ruling, &login, &json!({ "disabled": true })),
        Act::Enable { login } => alter(ruling, &login, &json!({ "disabled": false })),
        Act::Remove { login } => {
            let path = format!("/api/v1/accounts/{}", ruling.account(&login)?);
            ruling.ask("DELETE", &path, &Value::Null).map(|_| String::new())
        }
    }
}

fn alter(ruling: &Ruling, login: &str, wanted: &Value) -> Result<String, String> {
    let path = format!("/api/v1/accounts/{}", ruling.account(login)?);
    ruling.ask("PATCH", &path, wanted).map(|account| line(&account))
}

fn linked(ruling: &Ruling, answer: &Value) -> String {
    let link = ruling.link(answer["link"].as_str().unwrap_or_default());
    format!("Open this once, within three days, to set a password:\n{link}\n")
}

fn listed(all: &Value) -> String {
    all["accounts"].as_array().into_iter().flatten().map(line).collect()
}

/// Login, role, state and name, apart by tabs.
fn line(account: &Value) -> String {
    let text = |name: &str| account[name].as_str().unwrap_or("-").to_owned();
    let state = if account["disabled"] == true { "disabled" } else { "enabled" };
    format!("{}\t{}\t{state}\t{}\n", text("login"), text("role"), text("name"))
}
