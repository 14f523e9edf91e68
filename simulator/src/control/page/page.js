const REFRESH_ms = 1000;
const natures = { fault: "Faults", lookalike: "Look-alikes, which are harmless", link: "The way to the server" };

const at = (id) => document.getElementById(id);
const [where, kind, part, severity, course] = ["where", "kind", "part", "severity", "course"].map(at);
const kitButtons = new Map();
let state;

/** An element with a text, and no markup in it. */
function element(name, text, properties = {}) {
  return Object.assign(document.createElement(name), { textContent: text }, properties);
}

function option(value, text = value) {
  return element("option", text, { value });
}

function group(label, options) {
  const made = element("optgroup", "", { label });
  made.append(...options);
  return made;
}

/** What is there from the start: sites and their kits. */
function drawFleet() {
  at("scenario").textContent = state.scenario;
  for (const { site, name } of state.sites) {
    const kits = state.kits.filter((one) => one.site === site);
    where.append(
      group(name, [
        ...kits.map(({ kit }) => option(`kit ${kit}`, kit)),
        option(`site ${site}`, `${name}: the whole site`),
      ]),
    );
    const cell = document.createElement("td");
    for (const { kit, household, battery } of kits) {
      const button = element("button", kit.slice(site.length + 1), { type: "button" });
      button.addEventListener("click", () => choose(`kit ${kit}`));
      kitButtons.set(kit, { button, about: `${kit}: ${household}, ${battery}` });
      cell.append(button);
    }
    const row = document.createElement("tr");
    const heading = element("th", "", { scope: "row" });
    const button = element("button", name, { type: "button" });
    button.addEventListener("click", () => choose(`site ${site}`));
    heading.append(button);
    row.append(heading, cell);
    at("sites").append(row);
  }
  offerKinds();
}

function choose(value) {
  where.value = value;
  offerKinds();
  markKits();
  at("form").scrollIntoView({ block: "nearest" });
}

/** The kinds that can befall what is chosen. */
function offerKinds() {
  const befalls = where.value.split(" ")[0];
  const before = kind.value;
  const offered = state.kinds.filter((one) => one.befalls === befalls);
  kind.replaceChildren(
    ...Object.entries(natures)
      .map(([nature, label]) => [label, offered.filter((one) => one.nature === nature)])
      .filter(([, kinds]) => kinds.length > 0)
      .map(([label, kinds]) =>
        group(
          label,
          kinds.map((one) => option(one.kind)),
        ),
      ),
  );
  if (offered.some((one) => one.kind === before)) kind.value = before;
  offerParts();
}

/** The parts and degrees that the chosen kind has. */
function offerParts() {
  const { meaning, severityMeans, parts, isAllOrNothing, isOverAtOnce, isOfWholeDays } = state.kinds.find(
    (one) => one.kind === kind.value,
  );
  const means = isAllOrNothing ? "" : ` At a severity of 1: ${severityMeans}.`;
  at("meaning").textContent = `${meaning}.${means}${isOfWholeDays ? " It shows from midnight on." : ""}`;
  part.replaceChildren(...parts.map((one) => option(one)));
  part.parentElement.hidden = parts.length < 2;
  for (const label of document.querySelectorAll(".degree")) label.hidden = isAllOrNothing;
  at("repair").hidden = isOverAtOnce;
}

function markKits() {
  const troubles = new Map();
  for (const one of state.happenings) {
    if (one.kit) troubles.set(one.kit, [...(troubles.get(one.kit) ?? []), one.kind]);
  }
  for (const [kit, { button, about }] of kitButtons) {
    const trouble = troubles.get(kit);
    button.classList.toggle("trouble", trouble !== undefined);
    button.classList.toggle("chosen", where.value === `kit ${kit}`);
    const title = `${about}; ${trouble ? trouble.join(", ") : "well"}`;
    if (button.title !== title) {
      button.title = title;
      button.setAttribute("aria-label", title);
    }
  }
}

let drawn = "";
function drawHappenings() {
  // a button that is drawn anew each second can hardly be pressed
  const now = JSON.stringify(state.happenings);
  if (now === drawn) return;
  drawn = now;
  at("happenings").replaceChildren(
    ...state.happenings.toReversed().map((one) => {
      const { parts, isAllOrNothing } = state.kinds.find((known) => known.kind === one.kind);
      const of = parts.length > 1 ? ` of ${one.part}` : "";
      const grown = one.reached < one.severity ? `${one.reached} of ` : "";
      const degree = isAllOrNothing ? "" : `, severity ${grown}${one.severity}`;
      const until = one.until ? ` until ${plain(one.until)}` : "";
      const item = element("li", "");
      const button = element("button", "Repair", { type: "button" });
      const owner = one.kit ? { kit: one.kit } : { site: one.site };
      button.addEventListener("click", () => void ask("/repairs", { ...owner, kind: one.kind }));
      item.append(
        element("span", `${one.kit ?? one.site}: ${one.kind}${of} since ${plain(one.since)}${until}${degree}`),
        button,
      );
      return item;
    }),
  );
  if (state.happenings.length === 0) at("happenings").append(element("li", "Nothing: every kit is well."));
}

function plain(iso) {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}

function chosen() {
  const [befalls, name] = where.value.split(" ");
  return { [befalls]: name, kind: kind.value };
}

/** Asks for something, and says what came of it. */
async function ask(path, what) {
  const answer = at("answer");
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(what),
    });
    const { error } = await response.json();
    answer.textContent =
      error ?? `${what.kit ?? what.site}: ${what.kind} ${path === "/repairs" ? "is repaired" : "has begun"}`;
    answer.classList.toggle("bad", error !== undefined);
  } catch {
    answer.textContent = "The simulation does not answer.";
    answer.classList.add("bad");
  }
  await refresh();
}

async function refresh() {
  const time = at("time");
  try {
    const isFirst = state === undefined;
    state = await (await fetch("/state")).json();
    if (isFirst) drawFleet();
    time.textContent = `${plain(state.time)}, day ${state.day} of ${state.days}`;
    drawHappenings();
    markKits();
  } catch {
    time.textContent = "The simulation has ended, or does not answer.";
  }
}

where.addEventListener("change", () => choose(where.value));
kind.addEventListener("change", offerParts);
severity.addEventListener("input", () => {
  at("severityValue").value = severity.value;
});
at("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const { parts, isAllOrNothing } = state.kinds.find((one) => one.kind === kind.value);
  const degree = isAllOrNothing ? {} : { severity: Number(severity.value), course_h: Number(course.value) };
  void ask("/happenings", { ...chosen(), ...(parts.length > 1 && { part: part.value }), ...degree });
});
at("repair").addEventListener("click", () => void ask("/repairs", chosen()));

async function keepFresh() {
  await refresh();
  setTimeout(() => void keepFresh(), REFRESH_ms);
}
void keepFresh();
