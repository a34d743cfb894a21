// The peer `uwebsockets`: its own topics, as its documentation advises; a viewer that lags by more than its bound of
// 64 KiB loses what does not fit. Messages are not compressed.
import uws from "uwebsockets";

const HOST = "127.0.0.1";
const app = uws.App();
let last = new Uint8Array();

app.ws("/*", {
  compression: uws.DISABLED,
  maxPayloadLength: 1 << 20,
  maxBackpressure: 64 << 10,
  closeOnBackpressureLimit: false,
  idleTimeout: 120,
  upgrade: (response, request, context) => {
    const count = Number(request.getQuery("topics") ?? 0);
    const [key, protocol, extensions] = ["key", "protocol", "extensions"].map((name) => request.getHeader(`sec-websocket-${name}`));
    response.upgrade({ count }, key, protocol, extensions, context);
  },
  open: (socket) => {
    for (let topic = 0; topic < socket.getUserData().count; topic++) socket.subscribe(String(topic));
  },
  message: (socket, message) => {
    if (message.byteLength === 1) return void socket.send(last, true);
    last = new Uint8Array(message.slice(0));
    app.publish(String(last[0]), last, true);
  },
});
app.listen(HOST, 0, (listening) => console.log(`http://${HOST}:${uws.us_socket_local_port(listening)} `));
