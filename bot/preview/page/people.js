// Whose phones are on screen: chips on a wide screen, tabs at the foot of a narrow one.

import { el, narrow } from "./dom.js";
import { avatar, badge } from "./phone.js";
import { store } from "./store.js";
import { T } from "./texts.js";

export function drawPeople(nav) {
  const focused = nav.contains(document.activeElement) ? document.activeElement.dataset.person : "";
  nav.replaceChildren(...store.people.map(chip));
  if (focused) nav.querySelector(`[data-person="${focused}"]`)?.focus();
}

function chip(person) {
  const on = store.visible(person);
  const unread = store.unreadOf(person);
  const state = narrow.matches ? { "aria-current": on ? "true" : undefined } : { "aria-pressed": String(on) };
  return el("button", {
    type: "button", class: `chip ${on ? "chip-on" : ""}`, "data-person": person.key || person.id, ...state,
    title: `${person.first_name}: ${person.role}`, onclick: () => choose(person),
  }, avatar(person), el("span", { class: "chip-words" }, el("b", {}, person.first_name), el("small", {}, person.role)), badge(unread));
}

function choose(person) {
  if (narrow.matches || !store.visible(person)) store.show(person);
  else store.hide(person);
  const phone = document.querySelector(`.phone[data-person="${person.key || person.id}"]`);
  if (store.visible(person)) phone?.scrollIntoView({ inline: "nearest", block: "nearest" });
}

export const unreadTitle = () => {
  const all = store.people.reduce((sum, person) => sum + store.unreadOf(person), 0);
  return all ? `(${T.unread(all)}) ` : "";
};
