import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { expect, it } from "vitest";
import { type Arrival, UploadMix } from "./storeMix";

const mix = new UploadMix(4, 5);
const arrivals = [...mix.arrivals(8)].flat();
const ofKit = (kit: number) => arrivals.filter((arrival) => arrival.kit === kit);

/** Seconds from the last server time that the kit knew to the arrival, by its report. */
function sinceAnchor_s({ bytes, received_ms }: Arrival): number[] {
  const anchored = decodeReport(bytes).frame.groups.filter(({ anchorTime_s }) => anchorTime_s !== NOT_MEASURED);
  return anchored.map(({ anchorTime_s }) => Math.round(received_ms / 1000) - anchorTime_s);
}

it("lets reports come in in order, each as its household sent it", () => {
  expect(arrivals.map(({ received_ms }) => received_ms)).toEqual(
    arrivals.map(({ received_ms }) => received_ms).toSorted((a, b) => a - b),
  );
  const sequences = ofKit(0).flatMap(({ bytes }) =>
    decodeReport(bytes).frame.groups.flatMap(({ rows }) => rows.map((row) => row[Column.Sequence] as number)),
  );
  // nothing is missing but what is still on the kit, and what was lost on the way came again
  const distinct = [...new Set(sequences)].toSorted((a, b) => a - b);
  expect(distinct.length).toBeGreaterThan(96);
  expect(distinct).toEqual(distinct.map((_, i) => (distinct[0] as number) + i));
});

it("shifts a copy of a household by half a day, and the times that its reports say with it", () => {
  const [original, copy] = [ofKit(1), ofKit(5)];
  expect(copy).toHaveLength(original.length);
  expect(copy.flatMap(sinceAnchor_s)).not.toEqual([]);
  copy.forEach((arrival, i) => {
    const from = original[i] as Arrival;
    expect(arrival.received_ms - from.received_ms).toBe(43_200_000);
    expect(sinceAnchor_s(arrival)).toEqual(sinceAnchor_s(from));
  });
});
