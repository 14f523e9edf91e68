// @ts-check
// Loaded into the demo before its own code: ends it in good order when the process that started it has died.
if (process.channel) {
  process.channel.unref();
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
}
