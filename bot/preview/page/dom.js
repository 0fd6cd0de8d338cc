// Small helpers to build the page: elements, icons, times. No markup is ever made from text.

const SVG = "http://www.w3.org/2000/svg";

/** An element with properties (`class`, `on…`, `data-…`, `aria-…`, any attribute) and children. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && !name.includes("-") && typeof value !== "string") node[name] = value;
    else node.setAttribute(name === "className" ? "class" : name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const PATHS = {
  send: "M3 11.5 21 3l-5.5 18-4-7.5zM11.5 13.5 21 3",
  clip: "M20 11.5 12 19.4a5 5 0 0 1-7-7l8.4-8.4a3.4 3.4 0 0 1 4.8 4.8l-8.3 8.3a1.8 1.8 0 0 1-2.5-2.5l7.6-7.7",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  down: "M6 9l6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  reply: "M10 7 4 12l6 5v-3.5c5 0 8 1.5 10 4.5 0-6-4-9.5-10-9.5z",
  clock: "M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  bolt: "M13 3 5 13.5h6L10 21l8-10.5h-6z",
  flag: "M6 21V4h11l-2.5 4L17 12H6",
  pin: "M9 4h6l-.8 6 3.3 3.5H6.5L9.8 10zM12 13.5V20",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  link: "M8 16 16 8M10 8h6v6",
  copy: "M9 9h10v11H9zM5 15V4h10",
  play: "M8 5.5v13l11-6.5z",
  place: "M12 21c5-5.5 7-8.7 7-11.5a7 7 0 0 0-14 0C5 12.3 7 15.500 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 21c.5-4.500 3.500-7 7.500-7s7 2.500 7.500 7",
  keys: "M4 6h16v12H4zM8 10v.01M12 10v.01M16 10v.01M8 14h8",
  edit: "M4 20l1-4L16 5l3 3L8 19z",
  lock: "M7 11h10v9H7zM9 11V8a3 3 0 0 1 6 0v3",
};

/** A line icon; decorative, so hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

const TIME = new Intl.DateTimeFormat("ru", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("ru", { day: "numeric", month: "long" });
const SHORT_DAY = new Intl.DateTimeFormat("ru", { day: "numeric", month: "short" });

export const time = (seconds) => TIME.format(seconds * 1000);
export const day = (seconds) => DAY.format(seconds * 1000);
export const shortMoment = (seconds) => `${SHORT_DAY.format(seconds * 1000)} ${time(seconds)}`;

/** Say something to a screen reader without moving the focus. */
export function announce(words) {
  const place = document.getElementById("said");
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = words; });
}

export const narrow = window.matchMedia("(max-width: 759px)");
