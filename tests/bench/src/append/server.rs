//! The servers that are measured: each started anew over an empty folder, on core 0, and ended when it is dropped.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::AnyError;

/// How long a server may take until it takes connections.
const START: Duration = Duration::from_secs(20);

/// Who is measured; ourselves first, then the first peer of the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    Ashboard,
    Redis,
    Nats,
}

impl Peer {
    pub const ALL: [Self; 3] = [Self::Ashboard, Self::Redis, Self::Nats];

    pub fn name(self) -> &'static str {
        match self {
            Self::Ashboard => "ashboard",
            Self::Redis => "redis",
            Self::Nats => "nats",
        }
    }
}

/// A server that runs.
#[derive(Debug)]
pub struct Server {
    pub peer: Peer,
    pub address: SocketAddr,
    child: Child,
    folder: PathBuf,
}

impl Server {
    /// # Errors
    /// When it is not installed or does not start.
    pub fn start(peer: Peer, folder: &Path) -> Result<Self, AnyError> {
        let folder = folder.join(peer.name());
        let _of_the_last_round = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let mut command = command(peer, &folder, port)?;
        command.current_dir(&folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| format!("{command:?}: {error}"))?;
        if let Some(said) = child.stdout.take() {
            thread::spawn(move || BufReader::new(said).lines().map_while(Result::ok).for_each(drop));
        }
        let server = Self { peer, address, child, folder };
        server.wait()?;
        Ok(server)
    }

    fn wait(&self) -> Result<(), AnyError> {
        let began = Instant::now();
        while began.elapsed() < START {
            if TcpStream::connect(self.address).is_ok() {
                return Ok(());
            }
            thread::park_timeout(Duration::from_millis(10));
        }
        Err(format!("{} does not listen on {}", self.peer.name(), self.address).into())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _is_gone_already = (self.child.kill(), self.child.wait());
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn command(peer: Peer, folder: &Path, port: u16) -> Result<Command, AnyError> {
    let mut command = Command::new("taskset");
    command.args(["-c", "0"]);
    let port = port.to_string();
    match peer {
        Peer::Ashboard => {
            let program = std::env::current_exe()?.with_file_name("ashboard");
            command.arg(program).args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data-dir"]).arg(folder);
            command.env("ASHBOARD_MACHINE_FEED", "false").env("ASHBOARD_LOG__FILTER", "error");
        }
        Peer::Redis => {
            command.arg("redis-server").args(["--port", &port, "--bind", "127.0.0.1", "--dir"]).arg(folder);
            command.args(["--appendonly", "yes", "--appendfsync", "always", "--save", "", "--maxclients", "4000"]);
        }
        Peer::Nats => {
            let file = folder.join("nats.conf");
            let store = folder.join("store");
            let settings = format!(
                "listen: 127.0.0.1:{port}\njetstream {{ store_dir: {store:?}, sync_interval: always, \
                 max_file_store: 1GB }}\nmax_connections: 4000\n"
            );
            fs::write(&file, settings)?;
            command.arg(nats()).arg("-c").arg(file);
        }
    }
    Ok(command)
}

/// The one of PyPI where it is installed: `sync_interval: always` is younger than Debian's.
fn nats() -> PathBuf {
    let of_pypi = std::env::current_dir().unwrap_or_default().join("target/bench/python/bin/nats-server");
    if of_pypi.is_file() { of_pypi } else { "nats-server".into() }
}

/// Keeps this program on a core of its own.
pub fn take_core(core: usize) {
    let (core, own) = (core.to_string(), std::process::id().to_string());
    let _where_there_is_but_one = Command::new("taskset").args(["-p", "-c", &core, &own]).output();
}
