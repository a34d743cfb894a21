//! The peer `warp`: `warp::ws()` as it comes, with a broadcast channel, as its examples advise. One topic.

use std::{collections::HashMap, io::Write};

use futures_util::{SinkExt, StreamExt};
use tokio::sync::broadcast;
use warp::{
    Filter,
    ws::{Message, WebSocket, Ws},
};

/// Messages that a lagging viewer may miss before it is told.
const CHANNEL_MESSAGES: usize = 256;

type AnyError = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), AnyError> {
    let (topic, _) = broadcast::channel(CHANNEL_MESSAGES);
    let query = warp::query::<HashMap<String, u8>>();
    let route = warp::ws().and(query).map(move |ws: Ws, query: HashMap<String, u8>| {
        let (topic, is_viewer) = (topic.clone(), query.get("topics").is_some_and(|topics| *topics > 0));
        ws.on_upgrade(move |socket| async move {
            match is_viewer {
                true => show(socket, topic.subscribe()).await,
                false => publish(socket, topic).await,
            }
        })
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{} ", listener.local_addr()?);
    std::io::stdout().flush()?;
    warp::serve(route).incoming(listener).run().await;
    Ok(())
}

async fn show(socket: WebSocket, mut topic: broadcast::Receiver<Message>) {
    let (mut sink, mut stream) = socket.split();
    loop {
        tokio::select! {
            message = topic.recv() => match message {
                Ok(message) => if sink.send(message).await.is_err() { return },
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return,
            },
            said = stream.next() => if said.is_none() { return },
        }
    }
}

async fn publish(socket: WebSocket, topic: broadcast::Sender<Message>) {
    let (_sink, mut stream) = socket.split();
    while let Some(Ok(message)) = stream.next().await {
        let _nobody_looks = topic.send(message);
    }
}
