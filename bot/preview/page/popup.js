// Menus and dialogs: with the keyboard, with Escape, and with the focus back where it was.

import { el } from "./dom.js";
import { T } from "./texts.js";

let open = null;

/** A menu beside `anchor`. `items`: {label, run, danger?, name?}; those with a `name` (for ears) are short and share a row. */
export function menu(anchor, items, label) {
  closeMenu();
  const buttons = items.map((item) => el("button", {
    type: "button", role: "menuitem", class: item.danger ? "danger" : item.name ? "short" : undefined, tabindex: "-1", "aria-label": item.name,
    onclick: () => { closeMenu(); item.run(); },
  }, item.label));
  const node = el("div", { class: "menu", role: "menu", "aria-label": label, onkeydown: keys }, buttons);
  document.body.append(node);
  open = { node, back: document.activeElement };
  place(node, anchor.getBoundingClientRect());
  buttons[0]?.focus();
  setTimeout(() => document.addEventListener("pointerdown", outside), 0);
}

export function closeMenu() {
  if (!open) return;
  const { node, back } = open;
  open = null;
  document.removeEventListener("pointerdown", outside);
  node.remove();
  back?.focus?.({ preventScroll: true });
}

function outside(event) {
  if (open && !open.node.contains(event.target)) closeMenu();
}

function keys(event) {
  const items = [...event.currentTarget.children];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); closeMenu(); return; }
  if (to === undefined) return;
  event.preventDefault();
  items[(to + items.length) % items.length].focus();
}

function place(node, anchor) {
  const { width, height } = node.getBoundingClientRect();
  const left = Math.min(Math.max(8, anchor.right - width), window.innerWidth - width - 8);
  const below = anchor.bottom + 4;
  const top = below + height < window.innerHeight - 8 ? below : Math.max(8, anchor.top - height - 4);
  node.style.left = `${Math.max(8, left)}px`;
  node.style.top = `${top}px`;
}

/** A dialog with one or two buttons and perhaps a field; resolves to true, to the text, or to null. */
export function dialog({ title, text, accept = T.ok, refuse = "", field = "" }) {
  return new Promise((resolve) => {
    const input = field ? el("input", { type: "text", class: "field", id: "dialog-field", autocomplete: "off" }) : null;
    const done = (value) => { node.close(); node.remove(); resolve(value); };
    const yes = () => done(input ? input.value.trim() : true);
    const node = el("dialog", { class: "dialog", "aria-labelledby": "dialog-title" },
      el("h2", { id: "dialog-title" }, title),
      el("p", {}, text),
      input && el("label", { for: "dialog-field" }, field), input,
      el("div", { class: "dialog-buttons" },
        refuse && el("button", { type: "button", class: "button", onclick: () => done(null) }, refuse),
        el("button", { type: "button", class: "button button-main", onclick: yes }, accept)));
    node.addEventListener("cancel", (event) => { event.preventDefault(); done(null); });
    input?.addEventListener("keydown", (event) => { if (event.key === "Enter") yes(); });
    document.body.append(node);
    node.showModal();
    (input || node.querySelector(".button-main")).focus();
  });
}

/** A short note at the foot of a phone (or of the page), gone after a while. */
export function toast(words, place = document.body) {
  place.querySelector(":scope > .toast")?.remove();
  const node = el("p", { class: "toast", role: "status" }, words);
  place.append(node);
  setTimeout(() => node.remove(), 4000 + words.length * 40);
}
