// The peer `ws`: every message of a publisher goes to all who look at its topic, the first byte. Its queues have no bound.
import { WebSocketServer } from "ws";

const topics = new Map();
const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
let last = Buffer.alloc(0);

server.on("connection", (socket, request) => {
  const count = Number(new URL(request.url, "http://peer").searchParams.get("topics"));
  for (let topic = 0; topic < count; topic++) {
    if (!topics.has(topic)) topics.set(topic, new Set());
    topics.get(topic).add(socket);
  }
  socket.on("message", (message) => {
    if (message.length === 1) return socket.send(last);
    last = message;
    for (const viewer of topics.get(message[0]) ?? []) viewer.send(message, { binary: true });
  });
  socket.on("error", () => socket.terminate());
  socket.on("close", () => {
    for (const viewers of topics.values()) viewers.delete(socket);
  });
});
server.on("listening", () => console.log(`http://127.0.0.1:${server.address().port} `));
