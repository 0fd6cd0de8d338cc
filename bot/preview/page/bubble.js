// One message (or one album) as a bubble, with its buttons.

import { el, icon, time } from "./dom.js";
import { formatted } from "./entities.js";
import { media, summary } from "./media.js";
import { SERVICE, T } from "./texts.js";
import { inlineKeys } from "./keys.js";

const nameOf = (user) => [user.first_name, user.last_name].filter(Boolean).join(" ");

/** The article for `messages` (several only for an album); `room` gives person, chat and deeds. */
export function bubble(messages, room) {
  const [first] = messages;
  const own = first.from.id === room.person.id && !first.sender_chat;
  const author = own ? T.you : first.sender_chat?.title || nameOf(first.from);
  const body = el("div", { class: "bubble" },
    !room.chat.private && !own && el("div", { class: `author hue-${first.from.id % 6}` }, author),
    topic(first, room),
    forwarded(first),
    quoted(first, room),
    pictures(messages),
    messages.map((m) => words(m, room)),
    foot(messages, room));
  return el("article", {
    class: `message ${own ? "out" : "in"}`, tabindex: "-1", "data-id": first.message_id,
    "aria-label": `${author}, ${time(first.date)}`, oncontextmenu: (event) => room.menuOf(first, event),
    onkeydown: (event) => { if (event.key === "Enter" && event.target === event.currentTarget) room.menuOf(first, event); },
  }, body, inlineKeys(first, room), reactions(first));
}

function words(message, room) {
  const text = message.text ?? message.caption ?? "";
  if (!text) return null;
  const entities = message.entities || message.caption_entities;
  return el("div", { class: "text" }, formatted(text, entities, room.onLink));
}

function pictures(messages) {
  const shown = messages.map(media).filter(Boolean);
  if (!shown.length) return null;
  return el("div", { class: shown.length > 1 ? "album" : "media" }, shown);
}

function topic(message, room) {
  const found = room.chat.topics?.find((t) => t.message_thread_id === message.message_thread_id);
  return found ? el("div", { class: "topic" }, `# ${found.name}`) : null;
}

function forwarded({ forward_origin: origin }) {
  if (!origin) return null;
  const name = origin.sender_user ? nameOf(origin.sender_user) : origin.sender_user_name || "";
  return el("div", { class: "forwarded" }, T.forwarded(name));
}

function quoted(message, room) {
  const target = message.reply_to_message;
  if (!target) return null;
  const name = target.from.id === room.person.id ? T.you : nameOf(target.from);
  return el("button", {
    type: "button", class: "quoted", onclick: () => room.jumpTo(target.message_id),
  }, el("span", { class: "sr" }, T.answerTo), el("b", {}, name), el("span", {}, message.quote?.text || summary(target)));
}

function foot(messages, room) {
  const [first] = messages;
  const last = messages.at(-1);
  return el("div", { class: "foot" },
    last.has_protected_content && el("span", { class: "mark", title: T.protectedMark }, icon("lock"), el("span", { class: "sr" }, T.protectedMark)),
    last.edit_date && el("span", { title: T.was(last.versions) }, T.edited),
    el("time", { datetime: new Date(last.date * 1000).toISOString() }, time(last.date)),
    el("button", { type: "button", class: "more", tabindex: "-1", "aria-label": T.messageMenu, onclick: (event) => room.menuOf(first, event) }, icon("more")));
}

function reactions(message) {
  const given = message.reactions.filter(Boolean);
  return given.length ? el("div", { class: "reactions", "aria-label": T.reactions }, given.map((e) => el("span", {}, e))) : null;
}

/** A line in the middle for what Telegram says by itself. */
export function serviceLine(message) {
  const who = nameOf(message.from);
  let words = SERVICE.other;
  if (message.new_chat_members) words = SERVICE.joined(message.new_chat_members.map(nameOf).join(", "));
  else if (message.left_chat_member) words = SERVICE.left(nameOf(message.left_chat_member));
  else if (message.pinned_message) words = SERVICE.pinned(who);
  else if (message.forum_topic_created) words = SERVICE.topic(message.forum_topic_created.name);
  else if (message.forum_topic_edited) words = SERVICE.topicEdited(message.forum_topic_edited.name || "");
  else if (message.forum_topic_closed) words = SERVICE.topicClosed;
  else if (message.forum_topic_reopened) words = SERVICE.topicReopened;
  else if (message.migrate_to_chat_id || message.migrate_from_chat_id) words = SERVICE.migrated;
  else if (message.new_chat_title) words = SERVICE.title(message.new_chat_title);
  return el("p", { class: "service" }, words);
}
