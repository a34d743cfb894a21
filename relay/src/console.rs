//! The console: commands on the machine of the relay, by whoever may read the folder of its data. While a relay runs it
//! owns the log, so a command asks it, proved by a secret that lies in the folder for as long as the relay runs; where
//! none runs the command answers itself, by the same routes over the same log.

use std::{
    fs, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::{Path, PathBuf},
    pin::Pin,
};

use hyper::{
    Request,
    body::{Body, Bytes},
    service::Service,
};
use hyper_util::service::TowerToHyperService;
use serde::{Deserialize, Serialize};
use warp::Filter;

use crate::{
    accounts::Accounts,
    authority::Principal,
    config::Config,
    directory::Directory,
    log::{LogError, LogHandle},
    problem,
    routes::account::AccountRoutes,
    visitor::{By, CONSOLE_PREFIX, Trust, Visitor, secret::Secret},
};

/// The file in the folder of the data that says where the relay is and what proves a command.
const FILE: &str = "console.json";

/// Where a running relay is, and what proves a command to it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Console {
    /// Its address, as `http://127.0.0.1:8080`.
    pub url: String,
    /// What stands behind `Authorization: Bearer`.
    pub bearer: String,
}

/// A console that commands find as long as this lives.
#[derive(Debug)]
pub struct Announced(PathBuf);

impl Drop for Announced {
    fn drop(&mut self) {
        // What stays behind proves nothing to the next relay, which writes its own.
        let _gone_already = fs::remove_file(&self.0);
    }
}

impl Console {
    /// Lays the secret of a relay that listens there into its folder, for its owner's eyes only.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn announce(folder: &Path, listening: SocketAddr, secret: &Secret) -> io::Result<Announced> {
        let console = Self { url: format!("http://{}", reached(listening)), bearer: bearer(secret) };
        let path = folder.join(FILE);
        write_private(&path, &serde_json::to_vec(&console)?)?;
        Ok(Announced(path))
    }

    /// The console of the relay that runs, or has run, over this folder.
    #[must_use]
    pub fn find(folder: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(folder.join(FILE)).ok()?).ok()
    }
}

/// What a command shows.
#[must_use]
pub fn bearer(secret: &Secret) -> String {
    format!("{CONSOLE_PREFIX}{}", secret.reveal())
}

/// Answers a request about accounts over the log of a relay that does not run: the status and the body.
///
/// # Errors
/// When what is stored cannot be read.
pub async fn answer(
    config: &Config,
    log: LogHandle,
    method: &str,
    path: &str,
    body: String,
) -> Result<(u16, String), LogError> {
    let accounts = Accounts::new(Directory::open(log).await?, &config.accounts);
    let visitor = || Visitor { principal: Principal::Console, name: "console".to_owned(), from: None, by: By::Token };
    let routes = AccountRoutes {
        accounts,
        trust: Trust::new(config, false),
        anonymous: None,
        visitor: warp::any().map(visitor).boxed(),
        body_timeout: config.body_timeout(),
    };
    let service = TowerToHyperService::new(warp::service(routes.all().recover(problem::recover)));
    let request = Request::builder().method(method).uri(path).body(body);
    let request = request.map_err(|error| LogError::Failed(error.to_string()))?;
    let response = match service.call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let status = response.status().as_u16();
    let body = read(response.into_body()).await.map_err(|error| LogError::Failed(error.to_string()))?;
    Ok((status, String::from_utf8_lossy(&body).into_owned()))
}

async fn read<B: Body<Data = Bytes> + Unpin>(mut body: B) -> Result<Vec<u8>, B::Error> {
    let mut bytes = Vec::new();
    while let Some(frame) = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        bytes.extend(frame?.data_ref().into_iter().flatten());
    }
    Ok(bytes)
}

/// At which address a command on this machine reaches it.
fn reached(listening: SocketAddr) -> SocketAddr {
    let address = match listening.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        address => address,
    };
    SocketAddr::new(address, listening.port())
}

/// Never readable for others, not even for a moment: made under another name, then put in its place.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use io::Write;
    let draft = path.with_extension("new");
    let _left_behind = fs::remove_file(&draft);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&draft)?.write_all(bytes)?;
    fs::rename(draft, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_console_is_for_its_owner_and_gone_with_the_relay() {
        let folder = tempfile::tempdir().unwrap();
        let secret = Secret::fresh().unwrap();
        let announced = Console::announce(folder.path(), "0.0.0.0:81".parse().unwrap(), &secret).unwrap();
        let found = Console::find(folder.path()).unwrap();
        assert_eq!((found.url.as_str(), found.bearer), ("http://127.0.0.1:81", bearer(&secret)));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        drop(announced);
        assert!(Console::find(folder.path()).is_none());
    }
}
