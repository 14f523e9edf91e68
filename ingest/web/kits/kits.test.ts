import { expect, test } from "vitest";
import type { Kit } from "../service/answers";
import { matching } from "./matching";
import { type Order, sorted } from "./order";

function kit(name: string, site: string, values: Partial<Kit> = {}): Kit {
  const nothing = {
    readings: 0,
    lastSeen: null,
    newestReading: null,
    firmware: "",
    gaps: 0,
    thinned: 0,
    pending: null,
  };
  return { kit: name, site, ...nothing, ...values };
}

const kits = [
  kit("nur-cpe10", "Kigeme", { lastSeen: "2026-11-23T10:00:00.000Z", gaps: 2 }),
  kit("nur-cpe2", "Kigeme", { lastSeen: "2026-11-21T10:00:00.000Z", gaps: 5 }),
  kit("k7f3", "Ménaka"),
];

test.each<{ order: Order; names: string[] }>([
  { order: { by: "site", isReversed: false }, names: ["nur-cpe2", "nur-cpe10", "k7f3"] },
  { order: { by: "lastSeen", isReversed: false }, names: ["k7f3", "nur-cpe2", "nur-cpe10"] },
  { order: { by: "lastSeen", isReversed: true }, names: ["nur-cpe10", "nur-cpe2", "k7f3"] },
  { order: { by: "gaps", isReversed: false }, names: ["nur-cpe2", "nur-cpe10", "k7f3"] },
])("sorted by $order.by, reversed: $order.isReversed", ({ order, names }) => {
  expect(sorted(kits, order).map(({ kit }) => kit)).toEqual(names);
});

test.each([
  { sought: "menaka", names: ["k7f3"] },
  { sought: "NUR cpe1", names: ["nur-cpe10"] },
  { sought: "kigeme 2", names: ["nur-cpe2"] },
  { sought: "  ", names: ["nur-cpe10", "nur-cpe2", "k7f3"] },
  { sought: "gao", names: [] },
])("seeking '$sought' finds $names", ({ sought, names }) => {
  expect(matching(kits, sought).map(({ kit }) => kit)).toEqual(names);
});
