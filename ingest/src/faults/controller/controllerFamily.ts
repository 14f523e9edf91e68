import type { Family, OnDay } from "../engine/family";
import { addReportToControllerDay, addToControllerDay, clearControllerDay, Slot } from "./controllerDay";
import { judgeResets, type ResetMemory, startOfResets } from "./controllerResetting";
import { judgeMemory, type Memory, startOfMemory } from "./memoryFaults";

interface ControllerMemory {
  memory: Memory;
  resets: ResetMemory;
}

/** Faults of the controller's board: what it forgets, and how often it starts anew. */
export const controllerFamily: Family<ControllerMemory> = {
  name: "controller",
  slots: Slot.Count,
  start: { memory: startOfMemory, resets: startOfResets },
  clear: clearControllerDay,
  add(sums, at, reading, kit) {
    addToControllerDay(sums, at, reading, kit.battery);
  },
  addReport: addReportToControllerDay,
  step({ memory, resets }, on: OnDay<undefined>) {
    const after = judgeMemory(memory, on);
    return { memory: after, resets: judgeResets(resets, on, after.incarnation === memory.incarnation) };
  },
};
