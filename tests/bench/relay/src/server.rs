//! A server under load: ours or a peer's, a process of its own on core 0, ended with its value. It says what the process
//! has cost so far, from /proc; what it serves is the business of the workloads.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crate::Answer;

/// The core of the servers; the load runs on the other.
const CORE: &str = "0";
const TICKS_PER_SECOND: u64 = 100;
const PAGE_BYTES: u64 = 4096;

/// Who serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contender {
    Ours,
    UWebSockets,
    Ws,
    Hocuspocus,
    Warp,
}

impl Contender {
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::UWebSockets => "uwebsockets",
            Self::Ws => "ws",
            Self::Hocuspocus => "hocuspocus",
            Self::Warp => "warp",
        }
    }
}

/// One running server.
pub struct Server {
    child: Child,
    data: PathBuf,
    pub address: SocketAddr,
    pub contender: Contender,
}

impl Server {
    /// Starts it and waits until it says where it is.
    pub fn start(contender: Contender) -> Answer<Self> {
        let data = std::env::temp_dir().join(format!("ashboard-bench-{}", std::process::id()));
        let _there_is_none = fs::remove_dir_all(&data);
        let mut command = Command::new("taskset");
        command.args(["-c", CORE]).args(command_of(contender, &data)?);
        for (name, value) in SETTINGS {
            command.env(name, value);
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no stdout")?).read_line(&mut line)?;
        let address = line.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next());
        match address.and_then(|address| address.parse().ok()) {
            Some(address) => Ok(Self { child, data, address, contender }),
            None => {
                let _gone_already = child.kill();
                let _status = child.wait();
                Err(format!("{} does not start", contender.name()).into())
            }
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// User and system time of the process, in seconds.
    pub fn cpu_s(&self) -> Answer<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.pid()))?;
        // The name may have spaces; what follows it has none: state is field 3, utime 14, stime 15.
        let after_name = stat.rsplit_once(") ").ok_or("no stat")?.1;
        let ticks = after_name.split(' ').skip(11).take(2).map(str::parse::<u64>).sum::<Result<u64, _>>()?;
        Ok(ticks as f64 / TICKS_PER_SECOND as f64)
    }

    /// Resident memory of the process, in bytes.
    pub fn resident_bytes(&self) -> Answer<u64> {
        let statm = fs::read_to_string(format!("/proc/{}/statm", self.pid()))?;
        Ok(statm.split(' ').nth(1).ok_or("no statm")?.parse::<u64>()? * PAGE_BYTES)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone_already = self.child.kill();
        let _status = self.child.wait();
        let _it_had_none = fs::remove_dir_all(&self.data);
    }
}

/// The relay's bounds are above the load, so that none of it is refused.
const SETTINGS: [(&str, &str); 5] = [
    ("ASHBOARD_SESSIONS__ADMIT_PER_S", "100000"),
    ("ASHBOARD_MAX_CONNECTIONS", "20000"),
    ("ASHBOARD_LIMITS__CONNECTIONS_PER_ADDRESS", "20000"),
    ("ASHBOARD_LIMITS__POSTS_PER_MINUTE", "1000000"),
    ("ASHBOARD_LOG__FILTER", "error"),
];

fn command_of(contender: Contender, data: &Path) -> Answer<Vec<String>> {
    let node = |script: &str| {
        let script = Path::new("target/bench/relay").join(script);
        Ok(vec!["node".into(), script.display().to_string()])
    };
    match contender {
        Contender::Ours => {
            let data = data.display().to_string();
            let flags = ["serve", "--listen", "127.0.0.1:0", "--machine-feed", "false", "--data-dir", &data];
            Ok(["target/release/ashboard"].into_iter().chain(flags).map(str::to_owned).collect())
        }
        Contender::Warp => Ok(vec!["target/release/warp-peer".into()]),
        Contender::UWebSockets => node("uwebsockets.mjs"),
        Contender::Ws => node("ws.mjs"),
        Contender::Hocuspocus => node("hocuspocus.mjs"),
    }
}

/// Memory of all sockets of this machine that the kernel holds, in bytes.
pub fn socket_bytes() -> Answer<u64> {
    let stat = fs::read_to_string("/proc/net/sockstat")?;
    let tcp = stat.lines().find(|line| line.starts_with("TCP:")).ok_or("no sockstat")?;
    Ok(tcp.rsplit(' ').next().ok_or("no mem")?.parse::<u64>()? * PAGE_BYTES)
}
