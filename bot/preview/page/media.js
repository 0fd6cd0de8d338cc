// Files, places and contacts in a bubble.

import { fileUrl } from "./api.js";
import { el, icon } from "./dom.js";
import { MEDIA, T } from "./texts.js";

const SHOWN = {
  photo: (message) => image(message.photo.at(-1).file_id, message.caption),
  sticker: (message) => tile("sticker", message.sticker.emoji || "🙂"),
  animation: (message) => film(message.animation),
  video: (message) => film(message.video),
  video_note: (message) => film(message.video_note, "round"),
  voice: (message) => voice(message.voice),
  audio: (message) => voice(message.audio),
  document: (message) => paper(message.document),
  location: () => line("place", T.location, "38.5816, −121.4944"),
  contact: ({ contact }) => line("person", `${contact.first_name} ${contact.last_name || ""}`.trim(), contact.phone_number),
};

/** The kind of a message's file or thing, or an empty string for text. */
export const kindOf = (message) => Object.keys(SHOWN).find((kind) => message[kind]
  && !(kind === "document" && message.animation)) || "";

/** A node for what a message carries besides its words; null for none. */
export function media(message) {
  const kind = kindOf(message);
  return kind ? SHOWN[kind](message) : null;
}

function image(id, caption) {
  const picture = el("img", { src: fileUrl(id), alt: caption ? "" : MEDIA.photo, loading: "lazy" });
  const frame = el("div", { class: "photo" }, picture);
  picture.addEventListener("error", () => frame.replaceChildren(el("span", { class: "photo-none" }, MEDIA.photo)), { once: true });
  return frame;
}

function film(file, shape = "") {
  return el("video", { class: `film ${shape}`, src: fileUrl(file.file_id), controls: true, preload: "none" });
}

function tile(kind, words) {
  return el("div", { class: `tile tile-${kind}`, "aria-label": MEDIA[kind] }, words);
}

function voice(file) {
  const sound = new Audio();
  const bars = el("span", { class: "bars", "aria-hidden": "true" }, Array.from({ length: 22 }, (_, i) => bar(i)));
  const play = el("button", { type: "button", class: "round-button", "aria-label": T.play }, icon("play"));
  play.addEventListener("click", () => {
    if (!sound.src) sound.src = fileUrl(file.file_id);
    sound.play().catch(() => {});
  });
  return el("div", { class: "voice" }, play, bars, el("span", { class: "voice-time" }, T.voiceSeconds(file.duration)));
}

function bar(i) {
  const node = el("i");
  node.style.height = `${5 + Math.round(9 * Math.abs(Math.sin(i * 1.7) + Math.sin(i * 0.6)))}px`;
  return node;
}

function paper(file) {
  const size = `${Math.max(1, Math.round((file.file_size || 0) / 1024))} КБ`;
  return el("a", { class: "line", href: fileUrl(file.file_id), download: file.file_name || "file", title: T.download },
    el("span", { class: "round-button", "aria-hidden": "true" }, icon("file")),
    el("span", { class: "line-words" }, el("b", {}, file.file_name || MEDIA.document), el("small", {}, size)));
}

function line(name, title, words) {
  return el("div", { class: "line" },
    el("span", { class: "round-button", "aria-hidden": "true" }, icon(name)),
    el("span", { class: "line-words" }, el("b", {}, title), el("small", {}, words)));
}

/** A few words for a message in a quote, a pin bar or a notice. */
export function summary(message) {
  const kind = kindOf(message);
  const words = message.text || message.caption || "";
  const name = MEDIA[kind] || (kind === "location" ? T.location : kind === "contact" ? T.contact : "");
  return [name, words].filter(Boolean).join(": ").replace(/\s+/g, " ").slice(0, 120);
}
