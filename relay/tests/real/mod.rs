//! A real relay on a real port, and requests to it as they stand on the wire.

use std::net::SocketAddr;

use relay::{
    Relay,
    config::Config,
    log::{MemoryLog, writer},
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

pub(crate) use self::wire::{ask, request};

pub(crate) mod wire;

/// A relay on a real port; it ends when the sender is dropped.
pub(crate) async fn serve(config: Config, log: MemoryLog) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
    let (log, _thread) = writer::start(log).unwrap();
    let relay = Relay::open(config, log).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(relay.serve(listener, async {
        let _stop = stopped.await;
    }));
    (address, stop, serving)
}
