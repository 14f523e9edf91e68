import { days_h, type KindProfile, lose } from "./profile";

/** What all that keeps one kit's phone from the network has in common. The lengths are chosen. */
const ofAPhone = {
  parts: ["phone"],
  severity: [1, 1],
  course_h: [0, 0],
  group: "link",
} as const satisfies Partial<KindProfile>;

export const phoneAway: KindProfile = {
  ...ofAPhone,
  meaning: "The phone is where the kit is not",
  severityMeans: "never near; there is nothing between",
  duration_h: days_h(1, 14),
  begins: "day",
  apply(condition) {
    condition.phoneAway = true;
  },
};

export const phoneReplaced: KindProfile = {
  ...ofAPhone,
  meaning: "The household has another phone, which has yet to be set up for the kit",
  severityMeans: "unreachable until then; there is nothing between",
  duration_h: days_h(2, 7),
  begins: "day",
  apply(condition) {
    condition.phoneAway = true;
  },
};

export const creditOut: KindProfile = {
  ...ofAPhone,
  meaning: "The phone's credit for data has run out",
  severityMeans: "nothing gets through; there is nothing between",
  duration_h: days_h(3, 28),
  apply(condition) {
    condition.creditOut = true;
  },
};

export const siteOffline: KindProfile = {
  ...ofAPhone,
  meaning: "A site's network is down: the mast has no fuel, or was destroyed",
  severityMeans: "nobody there is reachable; there is nothing between",
  duration_h: [6, 240],
  apply(condition) {
    condition.siteOffline = true;
  },
};

/** Chosen: with two messages in three lost, an exchange of two messages works one time in nine. */
const WORST_LOSS = 0.67;

export const linkLossy: KindProfile = {
  ...ofAPhone,
  meaning: "The edge of a mast's reach: many messages get lost",
  severityMeans: "two thirds of the messages get lost beyond the usual",
  severity: [0.3, 1],
  duration_h: days_h(2, 30),
  apply(condition, amount) {
    condition.loss = lose(condition.loss, WORST_LOSS * amount);
  },
};

export const linkHalfOpen: KindProfile = {
  ...ofAPhone,
  meaning: "Connections open, and nothing comes through: an operator's gateway that has lost its way",
  severityMeans: "nothing comes through; there is nothing between",
  duration_h: [1, 24],
  apply(condition) {
    condition.halfOpen = true;
  },
};
