//! A page of somebody else: a server of its own on loopback, which is an origin of its own, that answers everything with
//! one page.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    task::JoinHandle,
};

/// A running server; it ends when it is dropped.
#[derive(Debug)]
pub struct HostPage {
    port: u16,
    listener: Option<TcpListener>,
    serving: Option<JoinHandle<()>>,
}

impl HostPage {
    /// An origin on which nothing is served yet.
    pub async fn reserve() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        Self { port, listener: Some(listener), serving: None }
    }

    /// `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Answers every request with this page from now on.
    pub fn serve(&mut self, html: &str) {
        let listener = self.listener.take().expect("nothing is served yet");
        let length = html.len();
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{html}"
        );
        self.serving = Some(tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let answer = answer.clone();
                tokio::spawn(async move {
                    let mut asked = [0; 4_096];
                    let _request = stream.read(&mut asked).await;
                    let _went_away = stream.write_all(answer.as_bytes()).await;
                });
            }
        }));
    }
}

impl Drop for HostPage {
    fn drop(&mut self) {
        if let Some(serving) = &self.serving {
            serving.abort();
        }
    }
}
