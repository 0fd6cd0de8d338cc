// Buttons: under a message, and instead of the keyboard.

import { el, icon } from "./dom.js";
import { T } from "./texts.js";

/** The inline keyboard of a message; null when it has none. */
export function inlineKeys(message, room) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return el("div", { class: "keys", role: "group", "aria-label": T.buttons },
    rows.map((row, r) => el("div", { class: "keys-row" }, row.map((button, c) => key(message, button, r, c, room)))));
}

function key(message, button, row, column, room) {
  const hint = button.url ? T.opensLink : button.copy_text ? T.copies : "";
  return el("button", {
    type: "button",
    class: `key ${button.style ? `key-${button.style}` : ""}`,
    "aria-disabled": button.disabled ? "true" : undefined,
    title: hint || undefined,
    onclick: (event) => press(event.currentTarget, message, button, row, column, room),
  }, el("span", {}, button.text), hint && el("span", { class: "sr" }, ` (${hint})`),
  button.url && icon("link"), button.copy_text && icon("copy"));
}

async function press(node, message, button, row, column, room) {
  if (node.classList.contains("waiting")) return;
  if (button.disabled) { room.note(T.disabled); return; }
  if (button.url && !room.isOwnLink(button.url)) window.open(button.url, "_blank", "noopener,noreferrer");
  node.classList.toggle("waiting", Boolean(button.callback_data));
  setTimeout(() => node.classList.remove("waiting"), 10000);
  const answer = await room.do("press", { message: message.message_id, row, column, text: button.text });
  if (!answer?.query) node.classList.remove("waiting");
  if (answer?.query) room.waiting(answer.query, node);
  if (answer?.started) room.openBot();
  if (answer?.copied) {
    navigator.clipboard?.writeText(answer.copied).catch(() => {});
    room.note(T.copied(answer.copied));
  }
}

/** The reply keyboard under the composer; null when there is none. */
export function replyKeys(board, room) {
  if (!board?.keyboard?.length) return null;
  return el("div", { class: "reply-keys", role: "group", "aria-label": T.replyButtons },
    board.keyboard.map((row) => el("div", { class: "keys-row" }, row.map((button) => el("button", {
      type: "button", class: `key key-reply ${button.style ? `key-${button.style}` : ""}`,
      onclick: () => room.pressReply(button),
    }, button.text)))));
}
