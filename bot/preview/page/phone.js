// One person's phone: whose it is, which chat is open, the chat itself.

import { act } from "./api.js";
import { Composer } from "./composer.js";
import { announce, el, icon } from "./dom.js";
import { Log } from "./log.js";
import { summary } from "./media.js";
import { closeMenu, dialog, menu, toast } from "./popup.js";
import { store } from "./store.js";
import { MENU, PHONE_MENU, T } from "./texts.js";

const REACTIONS = ["👍", "❤️", "🙏"];

export class Phone {
  #waiting = new Map(); // query id → the button that was pressed

  constructor(person) {
    this.person = person;
    this.log = new Log(this);
    this.composer = new Composer(this);
    this.title = el("div", { class: "phone-title" });
    this.tabs = el("div", { class: "tabs", role: "tablist", hidden: true, onkeydown: (e) => this.#tabKeys(e) });
    this.pin = el("button", { type: "button", class: "pin", hidden: true });
    const more = el("button", { type: "button", class: "icon-button", "aria-label": T.phoneMenu(person.first_name), "aria-haspopup": "menu", onclick: (e) => this.#menu(e.currentTarget) }, icon("more"));
    this.node = el("section", { class: "phone", "data-person": person.key || person.id, "aria-label": T.phone(person.first_name, person.role), onfocusin: () => this.#focused() },
      el("header", { class: "phone-head" }, avatar(person), this.title, more),
      this.tabs, this.pin, this.log.node, this.composer.node);
  }

  get chat() {
    return store.openChat(this.person);
  }

  draw() {
    const { chat, person } = this;
    if (!chat) return;
    const messages = store.messages(chat);
    const talk = messages.filter((m) => !m.service);
    this.#drawTitle(chat);
    this.#drawTabs(chat);
    this.#drawPin(chat);
    this.log.list.setAttribute("aria-label", T.log(person.first_name, this.#chatName(chat)));
    this.log.draw(chat, messages, this.#empty(chat));
    this.composer.draw(chat, talk.every((m) => /^\/start/.test(m.text || "") || m.from.is_bot));
    if (store.visible(person) && !document.hidden) store.markRead(person, chat);
  }

  #chatName(chat) {
    return chat.private ? T.botChat(this.#botName()) : chat.title;
  }

  #botName() {
    return store.bots[0]?.first_name || T.bot;
  }

  #drawTitle(chat) {
    const typing = (store.typing.get(chat.key) || 0) > Date.now();
    const where = chat.private ? T.withBot(this.#botName()) : `${chat.title}, ${T.inGroup(chat.members.length)}`;
    this.title.replaceChildren(el("h2", {}, this.person.first_name, el("small", {}, this.person.role)),
      el("p", { class: typing ? "typing" : "" }, typing ? `${this.#botName()} ${T.typing}` : where));
  }

  #drawTabs(open) {
    const chats = store.chatsOf(this.person);
    this.tabs.hidden = chats.length < 2;
    if (this.tabs.hidden) return;
    const focused = this.tabs.contains(document.activeElement);
    this.tabs.replaceChildren(...chats.map((chat) => this.#tab(chat, chat.key === open.key)));
    if (focused) this.tabs.querySelector('[aria-selected="true"]')?.focus();
  }

  #tab(chat, selected) {
    const unread = selected ? 0 : store.unread(this.person, chat);
    return el("button", {
      type: "button", role: "tab", class: "tab", "aria-selected": String(selected), tabindex: selected ? "0" : "-1", "data-chat": chat.private ? "bot" : "group",
      onclick: () => store.open(this.person, chat.key),
    }, el("span", {}, this.#chatName(chat)), badge(unread));
  }

  #tabKeys(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const chats = store.chatsOf(this.person);
    const at = chats.indexOf(this.chat);
    store.open(this.person, chats[(at + step + chats.length) % chats.length].key);
  }

  #drawPin(chat) {
    const message = chat.messages.get(chat.pinned?.at(-1));
    this.pin.hidden = !message;
    if (!message) return;
    this.pin.onclick = () => this.log.show(message.message_id);
    this.pin.replaceChildren(icon("pin"), el("span", {}, el("b", {}, T.pinned), el("span", {}, summary(message))));
  }

  #empty(chat) {
    const bot = store.bots[0];
    const words = !chat.private ? T.emptyGroup : chat.started ? T.notStarted : bot?.description || T.startHint;
    return el("p", { class: "empty" }, this.person.about && chat.private && el("span", { class: "about" }, this.person.about), el("span", {}, words));
  }

  #focused() {
    for (const log of document.querySelectorAll(".log")) log.setAttribute("aria-live", "off");
    this.log.list.setAttribute("aria-live", "polite");
  }

  // Deeds

  /** Do something in this person's name; null (and a note) when it was refused. */
  async do(what, body) {
    const { person, chat } = this;
    const answer = await this.try(act(person, what, { chat: chat.key, ...body }));
    if (answer) store.emit("did", { who: person.key, what, group: !chat.private, ...body });
    return answer;
  }

  async try(promise) {
    try {
      return await promise;
    } catch (refusal) {
      this.note(refusal.message);
      return null;
    }
  }

  note(words) {
    toast(words, this.log.node);
  }

  isOwnLink(url) {
    return store.isOwnLink(url);
  }

  onLink = (url, event) => {
    if (!store.isOwnLink(url)) return;
    event.preventDefault();
    this.try(store.follow(this.person, url));
  };

  openBot() {
    store.open(this.person, this.person.chats[0]);
  }

  jumpTo(id) {
    this.log.show(id);
  }

  waiting(query, button) {
    this.#waiting.set(query, button);
    if (this.early?.query === query) this.answered(this.early);
  }

  /** The bot's answer to a press: a note, or a window to be closed. */
  answered(answer) {
    const button = this.#waiting.get(answer.query);
    if (!button) { this.early = answer; return; } // the answer was quicker than the press
    this.early = null;
    this.#waiting.delete(answer.query);
    button.classList.remove("waiting");
    if (!answer.text) return;
    if (answer.alert) dialog({ title: T.alertTitle(this.person.first_name), text: answer.text });
    else this.note(answer.text);
  }

  async pressReply(button) {
    if (button.request_contact && !(await this.#agreed())) return;
    this.do("reply-key", { text: button.text });
  }

  async shareContact() {
    if (await this.#agreed()) this.do("share", { what: "contact" });
  }

  #agreed() {
    return dialog({ title: T.shareTitle, text: T.shareText(this.person.phone), accept: T.share, refuse: T.cancel });
  }

  // Menus

  menuOf(message, event) {
    const anchor = event.currentTarget.closest("article").querySelector(".bubble");
    const marked = selectionIn(anchor);
    event.preventDefault();
    menu(event.currentTarget.localName === "button" ? event.currentTarget : anchor, this.#deeds(message, marked), T.messageMenu);
  }

  #deeds(message, marked) {
    const own = message.from.id === this.person.id;
    const words = message.text || message.caption;
    const others = message.has_protected_content ? [] : store.chatsOf(this.person).filter((c) => c !== this.chat);
    const id = message.message_id;
    return [
      { label: MENU.reply, run: () => this.composer.answer(message) },
      marked && words?.includes(marked) && { label: MENU.quote, run: () => this.composer.answer(message, marked) },
      own && words && { label: MENU.edit, run: () => this.composer.edit(message) },
      words && !message.has_protected_content && { label: MENU.copy, run: () => navigator.clipboard?.writeText(words).catch(() => {}) },
      ...others.map((chat) => ({ label: MENU.forward(this.#chatName(chat)), run: () => this.do("forward", { message: id, to: chat.key }) })),
      ...(own ? [] : REACTIONS.map((emoji) => ({ label: emoji, name: MENU.react(emoji), run: () => this.do("react", { message: id, emoji }) }))),
      own && { label: MENU.remove, danger: true, run: () => this.do("delete", { message: id }) },
    ].filter(Boolean);
  }

  editLast() {
    const mine = store.messages(this.chat).filter((m) => m.from.id === this.person.id && m.text);
    if (mine.length) this.composer.edit(mine.at(-1));
  }

  #menu(anchor) {
    const { person } = this;
    const chat = store.chats.get(person.chats[0]);
    const commands = store.bots[0]?.commands || [];
    menu(anchor, [
      { label: PHONE_MENU.about, run: () => dialog({ title: T.aboutTitle(person.first_name), text: `${person.role}. ${person.about}` }) },
      { label: PHONE_MENU.start, run: () => { this.do("start", {}); this.openBot(); } },
      ...commands.filter((c) => c.command !== "start").map((c) => ({ label: `/${c.command} — ${c.description}`, run: () => this.do("text", { text: `/${c.command}` }) })),
      { label: PHONE_MENU.link, run: () => this.#link() },
      { label: chat.blocked ? PHONE_MENU.unblock : PHONE_MENU.block, danger: !chat.blocked, run: () => this.do("block", { blocked: !chat.blocked }) },
    ], T.phoneMenu(person.first_name));
  }

  async #link() {
    const url = await dialog({ title: T.linkTitle, text: T.linkText, field: T.linkLabel, accept: T.open, refuse: T.cancel });
    if (url) this.try(store.follow(this.person, url));
  }

  /** A message came: say so to who listens, if it is not on screen. */
  fresh(chat, message) {
    const mine = message.from.id === this.person.id;
    if (mine && chat === this.chat) this.log.toEnd();
    if (mine || message.service || (store.visible(this.person) && chat === this.chat)) return;
    announce(T.newFrom(this.#chatName(chat), this.person.first_name));
  }

  static closeAll() {
    closeMenu();
  }
}

export function avatar(person) {
  return el("span", { class: `avatar avatar-${person.kind || "other"}`, "aria-hidden": "true" }, person.first_name.slice(0, 1));
}

export function badge(count) {
  return count ? el("span", { class: "badge" }, String(count), el("span", { class: "sr" }, ` (${T.unread(count)})`)) : null;
}

function selectionIn(node) {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || !node.contains(selection.anchorNode)) return "";
  return selection.toString().trim();
}
