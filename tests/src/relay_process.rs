//! The real relay as a process of its own: on a free port, over a folder that vanishes with the test, killed and started
//! again on both. It knows the program's flags and its first line, nothing of what it serves.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    sync::{Arc, Mutex, PoisonError},
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, BufReader},
    process::{Child, Command},
};

use crate::waiting::{until, within};

/// A running relay.
#[derive(Debug)]
pub struct RelayProcess {
    child: Child,
    data: TempDir,
    page: Option<PathBuf>,
    flags: Vec<String>,
    port: u16,
    said: Arc<Mutex<Vec<String>>>,
}

impl RelayProcess {
    /// Starts a relay over an empty folder; `page` is the folder of the built page.
    pub async fn start(page: Option<&Path>) -> Self {
        let data = tempfile::tempdir().expect("a temporary folder");
        let said = Arc::default();
        let page = page.map(Path::to_path_buf);
        let child = spawn(data.path(), page.as_deref(), &[], 0, &said);
        let mut relay = Self { child, data, page, flags: Vec::new(), port: 0, said };
        relay.port = relay.await_address().await;
        relay
    }

    /// Starts a relay over an empty folder with further flags.
    pub async fn start_with(flags: &[&str]) -> Self {
        let (data, said) = (tempfile::tempdir().expect("a temporary folder"), Arc::default());
        let flags: Vec<_> = flags.iter().map(|flag| (*flag).to_owned()).collect();
        let child = spawn(data.path(), None, &flags, 0, &said);
        let mut relay = Self { child, data, page: None, flags, port: 0, said };
        relay.port = relay.await_address().await;
        relay
    }

    /// `127.0.0.1:PORT`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The address of a path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }

    /// By which the system knows it.
    ///
    /// # Panics
    /// When it has ended.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.child.id().expect("the relay runs")
    }

    /// The folder with everything that the relay keeps.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        self.data.path()
    }

    /// What the process printed so far.
    #[must_use]
    pub fn said(&self) -> String {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).join("\n")
    }

    /// SIGKILL: nothing can be saved any more.
    pub async fn kill(&mut self) {
        self.child.kill().await.expect("the relay was killed");
    }

    /// SIGTERM, and how the process ended.
    pub async fn terminate(&mut self) -> std::process::ExitStatus {
        self.signal("TERM").await;
        self.ended().await
    }

    /// Sends a signal by its name, such as `HUP`.
    pub async fn signal(&self, name: &str) {
        let id = self.child.id().expect("the relay runs").to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status().await.expect("kill is installed");
        assert!(sent.success(), "the signal was not sent");
    }

    /// Waits for the end of the process, and says how it ended.
    pub async fn ended(&mut self) -> std::process::ExitStatus {
        within("the relay to end", self.child.wait()).await.expect("an exit status")
    }

    /// Starts again on the same folder and port, after [`Self::kill`] or [`Self::terminate`].
    pub async fn restart(&mut self) {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.child = spawn(self.data.path(), self.page.as_deref(), &self.flags, self.port, &self.said);
        let port = self.await_address().await;
        assert_eq!(port, self.port, "the relay came back elsewhere");
    }

    async fn await_address(&mut self) -> u16 {
        until("the relay's address", async || {
            if let Ok(Some(status)) = self.child.try_wait() {
                panic!("the relay ended with {status}:\n{}", self.said());
            }
            port_in(&self.said())
        })
        .await
    }
}

/// The port in the first `http://127.0.0.1:PORT` of a text.
fn port_in(text: &str) -> Option<u16> {
    let (_, rest) = text.split_once("http://127.0.0.1:")?;
    let digits = rest.split(|char: char| !char.is_ascii_digit()).next()?;
    digits.parse().ok()
}

fn spawn(data: &Path, page: Option<&Path>, flags: &[String], port: u16, said: &Arc<Mutex<Vec<String>>>) -> Child {
    let mut command = Command::new(program());
    command.arg("serve").args(["--listen", &format!("127.0.0.1:{port}")]).arg("--data-dir").arg(data);
    if let Some(page) = page {
        command.arg("--page").arg(page);
    }
    command.args(flags).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().expect("the relay starts");
    listen(child.stdout.take().expect("stdout is piped"), said);
    listen(child.stderr.take().expect("stderr is piped"), said);
    child
}

fn listen(pipe: impl AsyncRead + Unpin + Send + 'static, said: &Arc<Mutex<Vec<String>>>) {
    let said = said.clone();
    tokio::spawn(async move {
        let mut lines = BufReader::new(pipe).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            said.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    });
}

/// The program stands beside the folder of the test executable.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let folder = test.parent().and_then(Path::parent).expect("target/PROFILE/deps/TEST");
    let program = folder.join("ashboard");
    assert!(program.is_file(), "{} is missing: run `cargo build -p relay` first", program.display());
    program
}
