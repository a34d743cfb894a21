//! Operation: the real program as whoever runs it meets it. It is told to stop under load, to stop at once, to read its
//! configuration again, and one of its connections goes silent without ending.
#![expect(clippy::expect_used, reason = "a relay that does not answer has failed the test")]

use std::{collections::BTreeSet, net::SocketAddr, path::Path};

use ashboard_tests::{
    actor::Actor,
    relay_process::RelayProcess,
    waiting::until,
    wire_client::{Gone, WireClient},
    writers::{enter, new_dashboard, person, title},
};
use protocol::FromRelay;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, tcp},
    sync::watch,
    task::JoinSet,
};

/// Persons who write when the relay is told to stop.
const WRITERS: u8 = 4;
/// Gestures of each on their way at any time.
const UNDER_WAY: usize = 4;

async fn status(relay: &RelayProcess, path: &str) -> Option<u16> {
    Some(reqwest::get(relay.url(path)).await.ok()?.status().as_u16())
}

/// Writes until the relay ends the session, and says how.
async fn write_to_the_end(mut client: WireClient) -> (Actor, Gone) {
    loop {
        let step = async {
            while client.actor.replica().pending_len() < UNDER_WAY {
                let number = client.actor.wishes().len();
                client.act(title(format!("title {number}"))).await?;
            }
            client.hear().await
        };
        if let Err(gone) = step.await {
            return (client.actor, gone);
        }
    }
}

/// P-144: everything goes on while load balancers look elsewhere; then every session is sent away, what was acknowledged
/// is in the log at its place, and what was pending arrives once.
#[tokio::test]
async fn a_relay_that_is_told_to_stop_loses_nothing() {
    let mut relay = RelayProcess::start_with(&["--set", "timeouts.unready_ms=500"]).await;
    let dashboard = new_dashboard(&relay).await;
    let mut writing = JoinSet::new();
    for number in 1..=WRITERS {
        writing.spawn(write_to_the_end(enter(&relay, &dashboard, person(number)).await));
    }
    let mut late = enter(&relay, &dashboard, person(9)).await;
    relay.signal("TERM").await;
    until("/readyz to refuse", async || (status(&relay, "/readyz").await == Some(503)).then_some(())).await;
    assert_eq!(status(&relay, "/healthz").await, Some(200));
    late.act(title("after the signal")).await.expect("the session goes on");
    late.hear_until(|actor| actor.replica().pending_len() == 0).await.expect("and edits are put in order");
    let ended = relay.ended().await;
    assert!(ended.success(), "ended with {ended}:\n{}", relay.said());
    let mut writers = Vec::new();
    while let Some(written) = writing.join_next().await {
        let (actor, gone) = written.expect("no writer panics");
        assert!(matches!(gone, Gone::Closed(1001)), "{gone}:\n{}", relay.said());
        writers.push(actor);
    }
    relay.restart().await;
    for actor in writers {
        let told = actor.heard().clone();
        let mut client = enter(&relay, &dashboard, actor).await;
        client.hear_until(|actor| actor.replica().pending_len() == 0).await.expect("the relay is up");
        assert!(
            told.iter().all(|(seq, gesture)| client.actor.heard().get(seq) == Some(gesture)),
            "acknowledged and gone"
        );
    }
    let witness = enter(&relay, &dashboard, person(10)).await.actor;
    let ids: BTreeSet<_> = witness.heard().values().map(|gesture| gesture.id).collect();
    assert_eq!(ids.len(), witness.heard().len(), "a gesture has two places");
}

/// P-144: whoever says it twice does not want to wait, and nothing that was acknowledged is lost.
#[tokio::test]
async fn a_second_signal_stops_at_once() {
    let mut relay = RelayProcess::start_with(&["--set", "timeouts.unready_ms=3600000"]).await;
    let dashboard = new_dashboard(&relay).await;
    let mut client = enter(&relay, &dashboard, person(1)).await;
    client.act(title("kept")).await.expect("the relay is up");
    client.hear_until(|actor| actor.replica().pending_len() == 0).await.expect("the relay is up");
    relay.signal("TERM").await;
    until("/readyz to refuse", async || (status(&relay, "/readyz").await == Some(503)).then_some(())).await;
    relay.signal("TERM").await;
    let ended = relay.ended().await;
    assert_eq!(ended.code(), Some(1), "{}", relay.said());
    relay.restart().await;
    let witness = enter(&relay, &dashboard, person(2)).await.actor;
    assert_eq!(witness.replica().document().title(), "kept");
}

/// P-140: what may change does, what may not is named, and a mistake changes nothing.
#[tokio::test]
async fn the_configuration_is_read_again_on_a_signal() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("ashboard.toml");
    let write = |text: &str| std::fs::write(&file, text).expect("the file is written");
    write("log.filter = 'warn'");
    let relay = RelayProcess::start_with(&["--config", file.to_str().expect("UTF-8")]).await;
    let says = async |part: &str| {
        relay.signal("HUP").await;
        until(part, async || relay.said().contains(part).then_some(())).await;
    };
    write("log.filter = 'info'\nmax_connections = 7");
    says("needs a restart").await;
    assert!(relay.said().contains("max_connections"), "{}", relay.said());
    write("history_days = 30\nlog.filter = 'info'");
    says("history_days").await;
    write("\nlog.filter = 'info'\nhistory_days = 'many'");
    says("line 3: history_days").await;
    assert!(relay.said().contains("nothing was changed"), "{}", relay.said());
    assert_eq!(status(&relay, "/readyz").await, Some(200));
}

/// A line to the relay that can be made to pass nothing on, in both directions, without ending.
async fn line_to(relay: &RelayProcess) -> (SocketAddr, watch::Sender<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let (address, target) = (listener.local_addr().expect("an address"), relay.address());
    let (cut, is_cut) = watch::channel(false);
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let far = TcpStream::connect(&target).await.expect("the relay listens");
            let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
            tokio::spawn(pass_on(near_in, far_out, is_cut.clone()));
            tokio::spawn(pass_on(far_in, near_out, is_cut.clone()));
        }
    });
    (address, cut)
}

async fn pass_on(mut from: tcp::OwnedReadHalf, mut to: tcp::OwnedWriteHalf, mut is_cut: watch::Receiver<bool>) {
    let mut bytes = [0; 4096];
    loop {
        let read = tokio::select! {
            read = from.read(&mut bytes) => Some(read.unwrap_or(0)),
            _ = is_cut.wait_for(|is_cut| *is_cut) => None,
        };
        let Some(read) = read else { return std::future::pending().await };
        if read == 0 || to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
}

/// P-27, P-33: of a line that ends without a word the others hear soon, and the relay lets go of it in its time (35 s as
/// a rule, 3 s here); whoever answers stays, however long nothing is said.
#[tokio::test]
async fn a_line_that_passes_nothing_on_is_given_up() {
    let relay = RelayProcess::start_with(&["--set", "sessions.silence_ms=3000"]).await;
    let dashboard = new_dashboard(&relay).await;
    let mut witness = enter(&relay, &dashboard, person(1)).await;
    let (line, cut) = line_to(&relay).await;
    let lost = WireClient::connect(&line.to_string(), &dashboard, person(2)).await.map_err(|(_, gone)| gone);
    let lost = lost.expect("let in through the line");
    while !matches!(witness.hear().await.expect("the relay is up"), FromRelay::Presence { .. }) {}
    cut.send_replace(true);
    while !matches!(witness.hear().await.expect("the relay is up"), FromRelay::Left(_)) {}
    let one_session = async || {
        // The witness answers the relay's pings while it waits here.
        witness.act(title("still here")).await.expect("whoever answers stays");
        witness.hear_until(|actor| actor.replica().pending_len() == 0).await.expect("whoever answers stays");
        let page = reqwest::get(relay.url("/metrics")).await.ok()?.text().await.ok()?;
        page.lines().any(|line| line == "ashboard_sessions 1").then_some(())
    };
    until("the relay to let go of the line", one_session).await;
    drop(lost);
}

/// The metrics that a text names.
fn metrics_in(text: &str) -> BTreeSet<String> {
    let words = text.split(|char: char| !char.is_ascii_alphanumeric() && char != '_');
    let named = words.filter(|word| word.starts_with("ashboard_") || word.starts_with("process_"));
    named.map(str::to_owned).collect()
}

/// Each family on a page of metrics, under all names that its samples may have.
fn families(page: &str) -> BTreeSet<String> {
    let typed = page.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '));
    let names = typed.flat_map(|(name, kind)| match kind {
        "counter" => vec![format!("{name}_total")],
        "histogram" => ["", "_bucket", "_sum", "_count"].map(|end| format!("{name}{end}")).to_vec(),
        _ => vec![name.to_owned()],
    });
    names.collect()
}

/// P-147: what the rules and the guide name is there, and whatever is asked for makes the page of metrics no longer.
#[tokio::test]
async fn every_metric_that_is_named_is_there_and_every_label_is_bounded() {
    let relay = RelayProcess::start_with(&["--machine-feed", "false"]).await;
    let page = async || reqwest::get(relay.url("/metrics")).await.expect("an answer").text().await.expect("text");
    assert_eq!(status(&relay, "/healthz").await, Some(200), "a route is on the page once it was asked for");
    let there = families(&page().await);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace above tests/");
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect("the file is there");
    for path in ["deploy/alerts.yml", "deploy/recordings.yml", "docs/operator-guide.md", "docs/operating/alerts.md"] {
        let named = metrics_in(&read(path));
        let missing: Vec<_> = named.iter().filter(|name| !there.contains(*name)).collect();
        assert!(missing.is_empty(), "{path} names what is not there: {missing:?} in {there:?}");
    }
    let explained = read("docs/operating/alerts.md");
    for alert in read("deploy/alerts.yml").lines().filter_map(|line| line.trim().strip_prefix("- alert: ")) {
        assert!(explained.contains(&format!("\n## {alert}\n")), "{alert} is not explained");
    }
    let client = reqwest::Client::new();
    let mut lengths = Vec::new();
    for round in 0..3 {
        for number in 0..20 {
            let odd = format!("{round}x{number}");
            for path in ["/{}", "/api/v1/{}", "/api/v1/dashboards/{}", "/api/v1/tables/{}/rows", "/api/v1/{}?{}={}"] {
                let method = reqwest::Method::from_bytes(format!("ODD{odd}").as_bytes()).expect("a method");
                for method in [method, reqwest::Method::GET, reqwest::Method::POST] {
                    client.request(method, relay.url(&path.replace("{}", &odd))).send().await.expect("an answer");
                }
            }
        }
        lengths.push(page().await.lines().count());
    }
    assert_eq!(lengths[1], lengths[2], "the page grows with what is asked for: {lengths:?}");
}
