// Where a person writes: text, answers, edits, files; or «Start», or «Unblock».

import { upload } from "./api.js";
import { el, icon } from "./dom.js";
import { replyKeys } from "./keys.js";
import { summary } from "./media.js";
import { menu } from "./popup.js";
import * as samples from "./samples.js";
import { ATTACH, T } from "./texts.js";

export class Composer {
  #mode = null; // {message, quote?} for an answer, {message, edit: true} for an edit
  #board = null;

  constructor(room) {
    this.room = room;
    this.mode = el("div", { class: "mode", hidden: true });
    this.prompts = el("div", { class: "prompts", hidden: true });
    this.input = el("textarea", { rows: "1", class: "input", placeholder: T.write, "aria-label": T.writeAs(room.person.first_name), oninput: () => this.#grow(), onkeydown: (e) => this.#keys(e) });
    this.files = el("input", { type: "file", multiple: true, hidden: true, tabindex: "-1", "aria-hidden": "true", onchange: () => this.#picked() });
    this.clip = el("button", { type: "button", class: "icon-button", "aria-label": T.attach, "aria-haspopup": "menu", onclick: (e) => this.#attach(e.currentTarget) }, icon("clip"));
    this.toggle = el("button", { type: "button", class: "icon-button", "aria-label": T.keyboardToggle, hidden: true, onclick: () => this.#toggle() }, icon("keys"));
    this.button = el("button", { type: "submit", class: "send", "aria-label": T.send }, icon("send"));
    this.form = el("form", { class: "form", onsubmit: (e) => { e.preventDefault(); this.send(); } }, this.clip, this.files, this.input, this.toggle, this.button);
    this.big = el("button", { type: "button", class: "big", hidden: true });
    this.board = el("div", { class: "board" });
    this.node = el("div", { class: "composer" }, this.prompts, this.mode, this.form, this.big, this.board);
  }

  /** Fit the chat: whether one can write, and which buttons stand instead of the keyboard. */
  draw(chat, empty) {
    const shut = chat.private && (chat.blocked || !chat.started);
    this.form.hidden = shut;
    this.big.hidden = !shut;
    this.big.textContent = chat.blocked ? T.unblock : T.start;
    this.big.onclick = () => (chat.blocked ? this.room.do("block", { blocked: false }) : this.room.do("start", {}));
    this.#drawBoard(shut ? null : chat.reply_keyboard);
    this.#drawPrompts(!shut && empty && chat.private ? this.room.person.prompts : []);
  }

  #drawBoard(board) {
    if (JSON.stringify(board) === JSON.stringify(this.#board)) return;
    this.#board = board;
    const keys = replyKeys(board, this.room);
    this.toggle.hidden = !keys;
    this.board.hidden = !keys;
    this.board.replaceChildren(...(keys ? [keys] : []));
  }

  #drawPrompts(words) {
    this.prompts.hidden = !words?.length || Boolean(this.input.value);
    const chips = (words || []).map((text) => el("button", { type: "button", class: "prompt", onclick: () => this.fill(text) }, text));
    this.prompts.replaceChildren(el("span", {}, T.prompts), ...chips);
  }

  #toggle() {
    this.board.hidden = !this.board.hidden;
    this.toggle.setAttribute("aria-expanded", String(!this.board.hidden));
  }

  fill(text) {
    this.input.value = text;
    this.#grow();
    this.prompts.hidden = true;
    this.input.focus();
  }

  answer(message, quote = "") {
    this.#setMode({ message, quote }, quote ? T.quoting : T.replyTo(message.from.first_name), quote || summary(message));
  }

  edit(message) {
    this.#setMode({ message, edit: true }, T.editing, summary(message));
    this.fill(message.text || message.caption || "");
  }

  #setMode(mode, title, words) {
    this.#mode = mode;
    this.mode.hidden = !mode;
    this.button.setAttribute("aria-label", mode?.edit ? T.save : T.send);
    if (!mode) return;
    this.mode.replaceChildren(icon(mode.edit ? "edit" : "reply"),
      el("div", {}, el("b", {}, title), el("span", {}, words)),
      el("button", { type: "button", class: "icon-button", "aria-label": T.cancel, onclick: () => this.cancel() }, icon("close")));
    this.input.focus();
  }

  cancel() {
    if (this.#mode?.edit) this.input.value = "";
    this.#setMode(null);
    this.#grow();
  }

  #keys(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
    if (event.key === "Escape" && this.#mode) { event.preventDefault(); this.cancel(); }
    if (event.key === "ArrowUp" && !this.input.value) this.room.editLast();
  }

  #grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 130)}px`;
  }

  #reply() {
    if (!this.#mode || this.#mode.edit) return {};
    return { reply_to: this.#mode.message.message_id, quote: this.#mode.quote || "" };
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    const mode = this.#mode;
    const answer = mode?.edit
      ? await this.room.do("edit", { message: mode.message.message_id, text })
      : await this.room.do("text", { text, ...this.#reply() });
    if (!answer) return; // refused: the words stay
    this.input.value = "";
    this.cancel();
  }

  #attach(anchor) {
    menu(anchor, [
      { label: ATTACH.files, run: () => this.files.click() },
      { label: ATTACH.photo, run: async () => this.#upload("photo", [await samples.photo(1)]) },
      { label: ATTACH.album, run: async () => this.#upload("photo", await Promise.all([1, 2, 3].map(samples.photo))) },
      { label: ATTACH.document, run: () => this.#upload("document", [samples.letter()]) },
      { label: ATTACH.voice, run: () => this.#upload("voice", [samples.voice(2)], 2) },
      { label: ATTACH.location, run: () => this.room.do("share", { what: "location" }) },
      { label: ATTACH.contact, run: () => this.room.shareContact() },
    ], T.attach);
  }

  #picked() {
    const files = [...this.files.files];
    this.files.value = "";
    if (!files.length) return;
    const pictures = files.every((file) => /^image\/(png|jpeg|webp|gif)$/.test(file.type));
    const sounds = files.length === 1 && /^audio\//.test(files[0].type);
    this.#upload(pictures ? "photo" : sounds ? "voice" : "document", files);
  }

  #upload(kind, files, duration = 0) {
    const fields = { chat: this.room.chat.key, kind, duration, caption: this.input.value.trim(), ...this.#reply() };
    this.room.try(upload(this.room.person, fields, files).then((answer) => {
      this.input.value = "";
      this.cancel();
      return answer;
    }));
  }
}
