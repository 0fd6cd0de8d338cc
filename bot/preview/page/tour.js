// Runs the guided tour: one strip with a sentence, and a light around what to press.

import { el, icon } from "./dom.js";
import { STEPS } from "./steps.js";
import { store } from "./store.js";

const KEY = "ryadom-preview-tour";
const W = { step: (n) => `Шаг ${n} из ${STEPS.length}`, skip: "Пропустить экскурсию", next: "Дальше", fill: "Вставить текст" };

export class Tour {
  #at = -1;
  #begun = 0;
  #did = [];

  constructor(place, phones) {
    this.place = place;
    this.phones = phones;
    for (const name of ["chat", "open", "shown"]) store.on(name, () => this.#look());
    store.on("did", (deed) => { this.#did.push(deed); this.#look(); });
  }

  /** Begin by itself the first time; afterwards only when asked. */
  offer() {
    if (!localStorage.getItem(KEY)) this.start();
  }

  start = () => {
    this.#begun = Math.max(0, ...[...store.chats.values()].flatMap((c) => [...c.messages.values()].map((m) => m.touched)));
    this.#go(0);
  };

  stop() {
    localStorage.setItem(KEY, "seen");
    this.#at = -1;
    this.#light();
    this.place.hidden = true;
  }

  #go(number) {
    if (number >= STEPS.length) { this.stop(); return; }
    this.#at = number;
    this.#did = [];
    this.#lead(STEPS[number]);
    this.#draw(STEPS[number]);
    this.#look();
  }

  /** Bring the phone and the chat of this step on screen. */
  #lead(step) {
    const person = step.who && store.person(step.who);
    if (!person) return;
    store.show(person);
    const chat = store.chatsOf(person).find((c) => c.private === (step.chat === "bot"));
    if (chat) store.open(person, chat.key);
    this.phones.querySelector(`[data-person="${step.who}"]`)?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }

  #draw(step) {
    const buttons = [
      step.fill && el("button", { type: "button", class: "button button-main", onclick: () => this.#fill(step) }, W.fill),
      el("button", { type: "button", class: step.fill || step.done ? "button" : "button button-main", onclick: () => this.#go(this.#at + 1) }, step.next || W.next),
      el("button", { type: "button", class: "icon-button", "aria-label": W.skip, title: W.skip, onclick: () => this.stop() }, icon("close")),
    ];
    this.place.hidden = false;
    this.place.replaceChildren(
      el("p", { class: "tour-step" }, W.step(this.#at + 1)),
      el("p", { class: "tour-text", role: "status", "aria-live": "polite" }, step.text),
      el("div", { class: "tour-buttons" }, buttons));
  }

  #fill(step) {
    const input = this.phones.querySelector(`[data-person="${step.who}"] .input`);
    input.value = step.fill;
    input.dispatchEvent(new Event("input"));
    input.focus();
  }

  #look() {
    const step = STEPS[this.#at];
    if (!step) return;
    requestAnimationFrame(() => this.#light(step));
    if (step.done?.({ did: this.#did, store, begun: this.#begun })) this.#go(this.#at + 1);
  }

  #light(step) {
    for (const node of document.querySelectorAll(".tour-here")) node.classList.remove("tour-here");
    if (!step?.at) return;
    const scope = step.who ? this.phones.querySelector(`[data-person="${step.who}"]`) : document;
    const found = [...(scope?.querySelectorAll(step.at) || [])].filter((node) => node.getClientRects().length);
    found.at(-1)?.classList.add("tour-here");
  }
}
