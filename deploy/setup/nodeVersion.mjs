// @ts-check
// Imported first by every entry, and written so that old versions of Node can read it: they are to get a clear
// message, not a syntax error. What needs a newer Node comes by import() after this.

const version = process.versions.node.split(".").map(Number);
const major = Number(version[0]);

if (major < 20 || (major === 20 && Number(version[1]) < 19)) {
  process.stderr.write(
    `\nYeelen needs Node 20.19 or later; this is Node ${process.versions.node} (${process.execPath}).\n` +
      "Install a newer one (https://nodejs.org, or your system's packages) and run the command again.\n\n",
  );
  process.exit(1);
}
