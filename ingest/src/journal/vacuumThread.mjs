// Copies a database as a whole, away from the thread that shows how far it has come.
import { workerData } from "node:worker_threads";
import Database from "libsql";

const { from, to } = workerData;
const database = new Database(from);
try {
  database.pragma("busy_timeout = 10000");
  database.exec(`VACUUM INTO '${to.replaceAll("'", "''")}'`);
} finally {
  database.close();
}
