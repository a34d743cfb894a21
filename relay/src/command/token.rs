//! `ashboard token`: what programs show instead of a password. A token is printed once, when it is made.

use std::process::ExitCode;

use clap::Subcommand;
use serde_json::{Value, json};

use super::{
    ruling::{self, Folder, Ruling},
    user::Given,
};

/// What is to be done.
#[derive(Debug, clap::Args)]
pub(crate) struct Tokens {
    #[command(flatten)]
    folder: Folder,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// The tokens of an account
    List {
        /// Whose
        login: String,
    },
    /// Make a token and print it
    Add {
        /// For whom it acts: it never does more than they may
        login: String,
        /// What it is for
        name: String,
        /// What it does at most
        #[arg(long, default_value = "viewer")]
        role: Given,
        /// Only with this dashboard; may be repeated
        #[arg(long = "dashboard", value_name = "ID")]
        dashboards: Vec<String>,
        /// Only with this table; may be repeated
        #[arg(long = "table", value_name = "NAME")]
        tables: Vec<String>,
        /// Days until it ends [default: never]
        #[arg(long)]
        days: Option<u32>,
    },
    /// Take a token back
    Revoke {
        /// Whose
        login: String,
        /// Which, as `list` names it
        id: String,
    },
}

/// Does it.
pub(crate) fn run(Tokens { folder, act }: Tokens) -> ExitCode {
    ruling::run(folder, |ruling| perform(ruling, act))
}

fn perform(ruling: &Ruling, act: Act) -> Result<String, String> {
    let path = |login: &str| Ok::<_, String>(format!("/api/v1/accounts/{}/tokens", ruling.account(login)?));
    match act {
        Act::List { login } => {
            let all = ruling.ask("GET", &path(&login)?, &Value::Null)?;
            Ok(all["tokens"].as_array().into_iter().flatten().map(line).collect())
        }
        Act::Add { login, name, role, dashboards, tables, days } => {
            let role = role.role().ok_or("a token has a role")?;
            let only = |names: Vec<String>| (!names.is_empty()).then_some(names);
            let wanted = json!({
                "name": name, "role": role, "dashboards": only(dashboards), "tables": only(tables), "days": days,
            });
            let made = ruling.ask("POST", &path(&login)?, &wanted)?;
            Ok(format!("{}\n", made["token"].as_str().unwrap_or_default()))
        }
        Act::Revoke { login, id } => {
            ruling.ask("DELETE", &format!("{}/{id}", path(&login)?), &Value::Null).map(|_| String::new())
        }
    }
}

/// Id, role and name, apart by tabs.
fn line(token: &Value) -> String {
    let text = |name: &str| token[name].as_str().unwrap_or("-").to_owned();
    format!("{}\t{}\t{}\n", text("id"), text("role"), text("name"))
}
