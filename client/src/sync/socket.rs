//! The socket: the only file that knows the browser's WebSocket. It says what happens on one connection and sends
//! frames as they are; what they mean and when to connect again is not its business.

use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

use crate::relay_address::ticket;

use super::Farewell;

/// What happens on a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signal {
    /// It is open.
    Opened,
    /// A frame came; empty where it was text, which the protocol does not have.
    Received(Vec<u8>),
    /// It is closed.
    Closed(Farewell),
}

/// One connection. Dropping it ends it, and nothing is signalled any more.
pub struct Socket {
    socket: WebSocket,
    _on_open: Closure<dyn Fn()>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_close: Closure<dyn Fn(CloseEvent)>,
}

impl Socket {
    /// Connects to an address that begins with `ws://` or `wss://`.
    ///
    /// # Errors
    /// When the browser does not accept the address.
    pub fn open(address: &str, on_signal: Rc<dyn Fn(Signal)>) -> Result<Self, JsValue> {
        let socket = match ticket() {
            // A browser lets a page set no other header of a WebSocket.
            Some(ticket) => {
                let offered = js_sys::Array::of2(&"ashboard".into(), &["ashboard.ticket.", &ticket].concat().into());
                WebSocket::new_with_str_sequence(address, &offered)?
            }
            None => WebSocket::new(address)?,
        };
        socket.set_binary_type(BinaryType::Arraybuffer);
        let signal = on_signal.clone();
        let on_open = Closure::<dyn Fn()>::new(move || signal(Signal::Opened));
        let signal = on_signal.clone();
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            signal(Signal::Received(bytes_of(&event.data())));
        });
        let on_close = Closure::<dyn Fn(CloseEvent)>::new(move |event: CloseEvent| {
            on_signal(Signal::Closed(Farewell::of(event.code(), &event.reason())));
        });
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Ok(Self { socket, _on_open: on_open, _on_message: on_message, _on_close: on_close })
    }

    /// Hands a frame to the browser. A socket that is no longer open drops it: its close is on the way.
    pub fn send(&self, frame: &[u8]) {
        if self.socket.ready_state() == WebSocket::OPEN {
            let _closing = self.socket.send_with_u8_array(frame);
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        if self.socket.ready_state() == WebSocket::CONNECTING {
            // Closing it now would put a warning on the console.
            let socket = self.socket.clone();
            let close = Closure::once_into_js(move || close(&socket));
            self.socket.set_onopen(Some(close.unchecked_ref()));
        } else {
            self.socket.set_onopen(None);
            close(&self.socket);
        }
    }
}

fn close(socket: &WebSocket) {
    let _already_closed = socket.close();
}

fn bytes_of(data: &JsValue) -> Vec<u8> {
    data.dyn_ref::<js_sys::ArrayBuffer>().map(|buffer| js_sys::Uint8Array::new(buffer).to_vec()).unwrap_or_default()
}
