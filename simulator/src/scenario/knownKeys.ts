import { z } from "zod";

/** The keys that a schema's map at a path has; none where there is no map. */
export function knownKeysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let current: unknown = schema;
  for (const key of path) {
    const inner = unwrapped(current);
    if (inner instanceof z.ZodObject) current = (inner.shape as Record<PropertyKey, unknown>)[key];
    else if (inner instanceof z.ZodArray) current = inner.element;
    else return [];
  }
  const inner = unwrapped(current);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return unwrapped(schema.unwrap());
  }
  return schema;
}
