// The list of bubbles of one chat: kept nodes, days, albums, and where the eye is.

import { bubble, serviceLine } from "./bubble.js";
import { day, el, icon } from "./dom.js";
import { T } from "./texts.js";

const NEAR_THE_END = 90;

/** Messages → blocks: a day, a service line, a bubble, an album. */
function blocks(messages, person) {
  const found = [];
  let date = "";
  for (const message of messages) {
    const today = day(message.date);
    if (today !== date) found.push({ key: `day ${today}`, day: today, sign: "" });
    date = today;
    const last = found.at(-1);
    if (message.media_group_id && last?.album === message.media_group_id) {
      last.messages.push(message);
      last.sign += `,${message.touched}`;
    } else {
      found.push({
        key: `${message.message_id}`, messages: [message], album: message.media_group_id,
        service: message.service, sign: `${person.id}:${message.touched}`,
      });
    }
  }
  return found;
}

export class Log {
  #kept = new Map();
  #chat = "";
  #stuck = true; // at the end, and to stay there when things grow

  constructor(room) {
    this.room = room;
    this.list = el("div", { class: "log", role: "log", tabindex: "0", "aria-live": "off", onkeydown: (e) => this.#keys(e), onscroll: () => this.#scrolled() });
    this.jump = el("button", { type: "button", class: "jump", "aria-label": T.jump, hidden: true, onclick: () => this.toEnd() }, icon("down"));
    this.node = el("div", { class: "log-box" }, this.list, this.jump);
    this.list.addEventListener("load", () => this.#settle(), true); // a picture has got its height
    new ResizeObserver(() => this.#settle()).observe(this.list);
  }

  /** Draw what has changed; the eye stays where it was, or at the end. */
  draw(chat, messages, empty) {
    const other = chat.key !== this.#chat;
    if (other) { this.#kept.clear(); this.list.replaceChildren(); this.#chat = chat.key; }
    const atEnd = other || this.#stuck;
    const kept = new Map();
    const nodes = blocks(messages, this.room.person).map((block) => {
      const old = this.#kept.get(block.key);
      const entry = old && old.sign === block.sign ? old : { sign: block.sign, node: this.#node(block) };
      kept.set(block.key, entry);
      return entry.node;
    });
    this.#kept = kept;
    this.#place(nodes.length ? nodes : [empty]);
    this.#tabStops();
    if (atEnd) this.toEnd(); else this.#scrolled();
  }

  #node(block) {
    if (block.day) return el("p", { class: "day" }, el("span", {}, block.day));
    if (block.service) return serviceLine(block.messages[0]);
    return bubble(block.messages, this.room);
  }

  #place(nodes) {
    const wanted = new Set(nodes);
    for (const child of [...this.list.children]) if (!wanted.has(child)) child.remove();
    nodes.forEach((node, i) => {
      if (this.list.children[i] !== node) this.list.insertBefore(node, this.list.children[i] || null);
    });
  }

  /** Only the newest buttons are stops of the Tab key; older ones come by the arrows. */
  #tabStops() {
    const groups = [...this.list.querySelectorAll(".keys")];
    groups.forEach((group, i) => {
      const stop = i >= groups.length - 2 ? "0" : "-1";
      for (const key of group.querySelectorAll(".key")) key.tabIndex = Number(stop);
    });
  }

  #keys(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !["log", "article"].includes(event.target.getAttribute("role") || event.target.localName)) return;
    event.preventDefault();
    const all = [...this.list.querySelectorAll("article")];
    const at = all.indexOf(document.activeElement);
    const next = at < 0 ? all.at(-1) : all[Math.min(Math.max(at + step, 0), all.length - 1)];
    next?.focus();
    for (const key of next?.querySelectorAll(".key, .more") || []) key.tabIndex = 0;
  }

  atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    return scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.#scrolled();
  }

  #settle() {
    if (this.#stuck) this.toEnd();
  }

  #scrolled() {
    this.#stuck = this.atEnd();
    this.jump.hidden = this.#stuck;
  }

  /** Bring a message into view and let it light up. */
  show(id) {
    const node = this.#kept.get(String(id))?.node;
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.add("lit");
    setTimeout(() => node.classList.remove("lit"), 1600);
    node.focus({ preventScroll: true });
  }
}
