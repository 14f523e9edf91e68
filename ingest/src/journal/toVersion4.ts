import type Database from "libsql";
import { markTables } from "./schema";

/** Version 3 kept nothing of what people say of faults. */
export function toVersion4(database: Database.Database): void {
  database.exec(markTables);
}
