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
    place: Place,
    port: u16,
    said: Arc<Mutex<Vec<String>>>,
}

/// Where and how a relay runs.
#[derive(Debug)]
pub struct Place {
    /// The folder of its data.
    pub data: PathBuf,
    /// The folder of the built page.
    pub page: Option<PathBuf>,
    /// Further flags.
    pub flags: Vec<String>,
    /// Further variables of its environment.
    pub variables: Vec<(String, String)>,
    /// What vanishes with it.
    pub own: Option<TempDir>,
}

impl Place {
    /// An empty folder that vanishes with the relay.
    #[must_use]
    pub fn empty() -> Self {
        let own = tempfile::tempdir().expect("a temporary folder");
        Self { own: Some(own), ..Self::at(&PathBuf::new()) }.settled()
    }

    /// A folder that stays.
    #[must_use]
    pub fn at(data: &Path) -> Self {
        Self { data: data.to_owned(), page: None, flags: Vec::new(), variables: Vec::new(), own: None }
    }

    fn settled(self) -> Self {
        let data = self.own.as_ref().map_or(self.data, |own| own.path().to_owned());
        Self { data, ..self }
    }
}

impl RelayProcess {
    /// Starts a relay over an empty folder; `page` is the folder of the built page.
    pub async fn start(page: Option<&Path>) -> Self {
        Self::start_in(Place { page: page.map(Path::to_path_buf), ..Place::empty() }).await
    }

    /// The same, where whoever comes owns everything.
    pub async fn start_owned(page: Option<&Path>) -> Self {
        let flags = ["--set", "anonymous_role=owner"].map(str::to_owned).to_vec();
        Self::start_in(Place { page: page.map(Path::to_path_buf), flags, ..Place::empty() }).await
    }

    /// Starts a relay over an empty folder with further flags.
    pub async fn start_with(flags: &[&str]) -> Self {
        let flags = flags.iter().map(|flag| (*flag).to_owned()).collect();
        Self::start_in(Place { flags, ..Place::empty() }).await
    }

    /// Starts a relay in a place.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start_in(place: Place) -> Self {
        Self::try_start_in(place).await.unwrap_or_else(|(_, said)| panic!("the relay ended:\n{said}"))
    }

    /// The same.
    ///
    /// # Errors
    /// The place and what the relay said, when it ends before it serves.
    pub async fn try_start_in(place: Place) -> Result<Self, (Place, String)> {
        let said = Arc::default();
        let child = spawn(&place, 0, &said);
        let mut relay = Self { child, place, port: 0, said };
        match relay.await_address().await {
            Ok(port) => Ok(Self { port, ..relay }),
            Err(_) => {
                until("why it ended", async || relay.said().contains("ashboard: ").then_some(())).await;
                let said = relay.said();
                Err((relay.place, said))
            }
        }
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
        &self.place.data
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
        self.child = spawn(&self.place, self.port, &self.said);
        let port = self.await_address().await.unwrap_or_else(|said| panic!("the relay ended:\n{said}"));
        assert_eq!(port, self.port, "the relay came back elsewhere");
    }

    /// Ends the relay, and gives back where it ran.
    pub fn into_place(self) -> Place {
        self.place
    }

    /// Other variables from the next start on.
    pub fn set_variables(&mut self, variables: Vec<(String, String)>) {
        self.place.variables = variables;
    }

    async fn await_address(&mut self) -> Result<u16, String> {
        until("the relay's address", async || {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(Err(format!("{status}\n{}", self.said())));
            }
            port_in(&self.said()).map(Ok)
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

fn spawn(place: &Place, port: u16, said: &Arc<Mutex<Vec<String>>>) -> Child {
    let Place { data, page, flags, variables, own: _ } = place;
    let mut command = Command::new(program());
    command.arg("serve").args(["--listen", &format!("127.0.0.1:{port}")]).arg("--data-dir").arg(data);
    if let Some(page) = page {
        command.arg("--page").arg(page);
    }
    command.args(flags).envs(variables.iter().cloned());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
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
#[must_use]
pub fn program() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let folder = test.parent().and_then(Path::parent).expect("target/PROFILE/deps/TEST");
    let program = folder.join("ashboard");
    assert!(program.is_file(), "{} is missing: run `cargo build -p relay` first", program.display());
    program
}
