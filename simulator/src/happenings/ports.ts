import type { KindProfile } from "./profile";

export const usbShort: KindProfile = {
  meaning: "A USB port is short-circuited: a bent contact, or a cable that is",
  severityMeans: "a full short; there is nothing between",
  parts: ["usb1", "usb2"],
  severity: [1, 1],
  course_h: [0, 0],
  duration_h: "stays",
  group: "part",
  apply(condition, _amount, { part }) {
    condition.usbShort |= part === "usb2" ? 2 : 1;
  },
};
