// What the page knows: people, chats, messages; who is shown, which chat is open, what is unread.

import { act } from "./api.js";
import { narrow } from "./dom.js";

const WIDTH_OF_A_PHONE = 372;
const TYPING_SECONDS = 5;

class Store extends EventTarget {
  bots = [];
  people = [];
  chats = new Map();
  faults = [];
  clock = { now: 0, ahead: 0 };
  clockRead = 0;
  shown = [];          // ids of the people whose phones are on screen, wide layout
  current = 0;         // the person on screen, narrow layout
  opened = new Map();  // person id → key of the open chat
  read = new Map();    // "person|chat" → id of the last message seen
  typing = new Map();  // chat key → until (ms)

  load(state) {
    const known = this.run === state.run;
    this.run = state.run;
    this.bots = state.bots;
    this.people = state.people;
    this.faults = state.faults;
    this.setClock(state.clock);
    this.chats = new Map(state.chats.map((chat) => [chat.key, this.#chat(chat)]));
    if (!known) this.#begin();
    this.emit("people");
    for (const key of this.chats.keys()) this.emit("chat", { key });
    this.emit("clock");
    this.emit("faults");
  }

  #chat(chat) {
    return { ...chat, messages: new Map((chat.messages || []).map((m) => [m.message_id, m])) };
  }

  #begin() {
    this.read = new Map(JSON.parse(sessionStorage.getItem(`read-${this.run}`) || "[]"));
    const stored = JSON.parse(sessionStorage.getItem("shown") || "[]");
    const known = stored.filter((id) => this.person(id));
    const fits = Math.max(1, Math.floor(window.innerWidth / WIDTH_OF_A_PHONE));
    this.shown = this.#inOrder(known.length ? known : this.#firstCast().slice(0, fits));
    this.current = this.shown[0] || this.people[0]?.id;
  }

  /** The first of each kind, then the second ones: the story is seen from both ends. */
  #firstCast() {
    const place = { family: 0, volunteer: 1, coordinator: 2 };
    const rank = (person) => {
      const alike = this.people.filter((p) => p.kind === person.kind);
      return alike.indexOf(person) * 10 + (place[person.kind] ?? 5);
    };
    return [...this.people].sort((a, b) => rank(a) - rank(b)).map((p) => p.id);
  }

  change(change) {
    const chat = this.chats.get(typeof change.chat === "string" ? change.chat : change.chat?.key);
    switch (change.kind) {
      case "message": this.#message(chat, change); break;
      case "deleted": chat?.messages.delete(change.message); this.emit("chat", { key: change.chat }); break;
      case "chat": this.#chatChanged(change); break;
      case "user": this.people = change.people; this.emit("people"); break;
      case "bot": this.bots = change.bots; this.emit("people"); break;
      case "typing": this.#typing(change.chat); break;
      case "toast": this.emit("toast", change); break;
      case "clock": this.setClock(change.clock); this.emit("clock"); break;
      case "faults": this.faults = change.faults; this.emit("faults"); break;
    }
  }

  #message(chat, { message, reply_keyboard: board }) {
    if (!chat) return;
    const fresh = !chat.messages.has(message.message_id);
    chat.messages.set(message.message_id, message);
    chat.reply_keyboard = board;
    if (chat.private && !message.from.is_bot) chat.started = true;
    if (message.from.is_bot) this.typing.delete(chat.key);
    this.emit("chat", { key: chat.key });
    if (fresh) this.emit("fresh", { chat, message });
  }

  #chatChanged({ chat, people }) {
    const old = this.chats.get(chat.key);
    this.chats.set(chat.key, { ...chat, messages: old?.messages || new Map() });
    this.people = people;
    this.emit("people");
    this.emit("chat", { key: chat.key });
  }

  #typing(key) {
    this.typing.set(key, Date.now() + TYPING_SECONDS * 1000);
    this.emit("typing", { key });
    setTimeout(() => this.emit("typing", { key }), TYPING_SECONDS * 1000 + 50);
  }

  setClock(clock) {
    this.clock = clock;
    this.clockRead = Date.now();
  }

  now() {
    return this.clock.now + (Date.now() - this.clockRead) / 1000;
  }

  person(id) {
    return this.people.find((p) => p.id === id || p.key === id);
  }

  /** Chats on a person's phone: the bot first. */
  chatsOf(person) {
    return person.chats.map((key) => this.chats.get(key)).filter(Boolean);
  }

  openChat(person) {
    const chats = this.chatsOf(person);
    const first = person.kind === "coordinator" ? chats.find((c) => !c.private) : null;
    return chats.find((c) => c.key === this.opened.get(person.id)) || first || chats[0];
  }

  open(person, key) {
    this.opened.set(person.id, key);
    this.emit("open", { person: person.id });
  }

  visible(person) {
    return narrow.matches ? this.current === person.id : this.shown.includes(person.id);
  }

  /** Bring a phone on screen (narrow: instead of the other one). */
  show(person) {
    this.current = person.id;
    if (!this.shown.includes(person.id)) this.shown = this.#inOrder([...this.shown, person.id]);
    this.#keepShown();
  }

  #inOrder(ids) {
    const order = this.people.map((p) => p.id);
    return ids.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  }

  hide(person) {
    if (this.shown.length > 1) this.shown = this.shown.filter((id) => id !== person.id);
    this.#keepShown();
  }

  #keepShown() {
    sessionStorage.setItem("shown", JSON.stringify(this.shown));
    this.emit("shown");
  }

  messages(chat) {
    return [...chat.messages.values()].sort((a, b) => a.message_id - b.message_id);
  }

  unread(person, chat) {
    const seen = this.read.get(`${person.id}|${chat.key}`) || 0;
    let count = 0;
    for (const m of chat.messages.values()) {
      if (m.message_id > seen && m.from.id !== person.id && !m.service) count += 1;
    }
    return count;
  }

  unreadOf(person) {
    return this.chatsOf(person).reduce((sum, chat) => sum + this.unread(person, chat), 0);
  }

  markRead(person, chat) {
    const last = Math.max(0, ...chat.messages.keys());
    const name = `${person.id}|${chat.key}`;
    if ((this.read.get(name) || 0) >= last) return;
    this.read.set(name, last);
    sessionStorage.setItem(`read-${this.run}`, JSON.stringify([...this.read]));
    this.emit("read");
  }

  /** A link to our own bot is followed here; true when it was one. */
  isOwnLink(url) {
    const match = /^(?:https?:\/\/)?(?:t|telegram)\.me\/(\w+)/i.exec(url);
    return Boolean(match && this.bots.some((b) => b.username.toLowerCase() === match[1].toLowerCase()));
  }

  follow(person, url) {
    return act(person, "open", { url }).then((answer) => {
      if (answer.started) this.open(person, person.chats[0]);
    });
  }

  emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  on(name, listener) {
    this.addEventListener(name, (event) => listener(event.detail));
  }
}

export const store = new Store();
