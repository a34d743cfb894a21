// The peer `@hocuspocus/server`: Yjs documents in memory, everybody may edit, nothing is stored.
import { Server } from "@hocuspocus/server";

const server = new Server({ quiet: true, port: 0, address: "127.0.0.1", timeout: 600_000, debounce: 600_000, maxDebounce: 600_000 });
await server.listen();
console.log(`http://127.0.0.1:${server.address.port} `);
