// Text with Telegram's entities → nodes. Offsets are UTF-16 units, as JavaScript's strings are.

import { el } from "./dom.js";
import { T } from "./texts.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

/** Nodes for `text`; `onLink(url, event)` is asked about each link first. */
export function formatted(text, entities = [], onLink = () => {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return piece(text, sorted, 0, text.length, onLink);
}

function piece(text, entities, from, to, onLink) {
  const nodes = [];
  let at = from;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inside = others.filter((e) => e.offset < end);
    nodes.push(wrap(entity, text.slice(entity.offset, end), piece(text, inside, entity.offset, end, onLink), onLink));
    at = end;
    rest = others.filter((e) => e.offset >= end);
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrap(entity, raw, children, onLink) {
  const href = address(entity, raw);
  if (href) return link(href, children, onLink);
  if (entity.type === "spoiler") return spoiler(children);
  if (entity.type === "expandable_blockquote") return folded(children);
  const tag = TAGS[entity.type];
  if (tag) return el(tag, {}, children);
  return el("span", { class: `entity-${entity.type}` }, children);
}

function address(entity, raw) {
  switch (entity.type) {
    case "text_link": return safe(entity.url);
    case "url": return safe(/^[a-z]+:\/\//i.test(raw) ? raw : `https://${raw}`);
    case "email": return `mailto:${raw}`;
    case "phone_number": return `tel:${raw.replace(/[^\d+]/g, "")}`;
    default: return "";
  }
}

/** Only addresses that can do no harm when pressed. */
export function safe(url) {
  return /^(https?|tg):\/\//i.test(url || "") ? url : "";
}

function link(href, children, onLink) {
  const props = { href, rel: "noopener noreferrer", onclick: (event) => onLink(href, event) };
  if (/^https?:/i.test(href)) props.target = "_blank";
  return el("a", props, children);
}

function spoiler(children) {
  const node = el("button", { type: "button", class: "spoiler", "aria-label": T.spoiler }, children);
  node.addEventListener("click", () => {
    node.replaceWith(el("span", {}, [...node.childNodes]));
  }, { once: true });
  return node;
}

function folded(children) {
  return el("blockquote", { class: "folded" }, el("details", {}, el("summary", {}, children.slice(0, 1)), children.slice(1)));
}
