import { createServer } from "node:net";
import { Aedes } from "aedes";

// Aedes with nothing to do: it takes every message and answers by a PUBACK.

const broker = await Aedes.createBroker();
const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  broker.handle(socket);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  process.stdout.write(`${JSON.stringify({ mqtt: { port } })}\n`);
});
process.once("SIGTERM", () => process.exit());
