const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];

/** A size as a person reads it, such as 1.4 GiB. */
export function sizeText(size_bytes: number): string {
  let size = size_bytes;
  let unit = 0;
  for (; size >= 1024 && unit < units.length - 1; unit++) size /= 1024;
  return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}
