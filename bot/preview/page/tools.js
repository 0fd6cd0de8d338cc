// The director's hand: the clock, and faults on request.

import { post } from "./api.js";
import { announce, el, icon, shortMoment } from "./dom.js";
import { toast } from "./popup.js";
import { store } from "./store.js";
import { FAULTS, METHODS, TOOLS, span } from "./texts.js";

const METHOD_NAMES = new Map(METHODS);
const NEEDS_GROUP = ["migrate", "topics"];

export function buildTools(place, startTour) {
  const tour = el("button", { type: "button", class: "tool", "aria-label": TOOLS.tour, onclick: startTour }, icon("flag"), el("span", {}, TOOLS.tour));
  place.append(tour, fold("clock", TOOLS.clock, clockPanel()), fold("bolt", TOOLS.faults, faultsPanel()));
  document.addEventListener("pointerdown", (event) => {
    for (const details of place.querySelectorAll("details[open]")) if (!details.contains(event.target)) details.open = false;
  });
  place.addEventListener("keydown", (event) => {
    const details = event.key === "Escape" && event.target.closest("details[open]");
    if (details) { details.open = false; details.querySelector("summary").focus(); }
  });
}

function fold(name, label, panel) {
  const words = el("span", { class: `tool-words tool-${name}` }, label);
  return el("details", { class: "tool-fold" }, el("summary", { class: "tool", "aria-label": label }, icon(name), words), panel);
}

function clockPanel() {
  const now = el("p", { class: "clock-now" });
  const draw = () => {
    const ahead = store.clock.ahead ? TOOLS.ahead(span(store.clock.ahead)) : TOOLS.now;
    now.replaceChildren(el("b", {}, shortMoment(store.now())), el("span", {}, ahead));
    const label = document.querySelector(".tool-clock");
    if (label) label.textContent = store.clock.ahead ? `+${span(store.clock.ahead)}` : TOOLS.clock;
    label?.classList.toggle("tool-on", store.clock.ahead > 0);
  };
  store.on("clock", draw);
  setInterval(draw, 20000);
  const steps = TOOLS.steps.map(([minutes, label]) => el("button", { type: "button", class: "button", onclick: () => step(minutes, label) }, label));
  return el("div", { class: "panel" }, el("h2", {}, TOOLS.clockTitle), now, el("div", { class: "panel-row" }, steps), el("p", { class: "hint" }, TOOLS.clockHint));
}

async function step(minutes, label) {
  try {
    await post("/clock", { minutes });
    announce(TOOLS.stepped(label));
  } catch (refusal) {
    toast(refusal.message);
  }
}

function select(label, id, options) {
  const field = el("select", { id, class: "field" }, options.map(([value, words]) => el("option", { value }, words)));
  return { field, row: el("p", { class: "panel-field" }, el("label", { for: id }, label), field) };
}

function faultsPanel() {
  const kind = select(TOOLS.what, "fault-kind", FAULTS);
  const chat = select(TOOLS.where, "fault-chat", [["", TOOLS.everywhere]]);
  const method = select(TOOLS.method, "fault-method", METHODS);
  const times = select(TOOLS.times, "fault-times", [["1", "1"], ["3", "3"], ["", TOOLS.forever]]);
  const list = el("ul", { class: "fault-list" });
  const add = () => ask("/faults", { kind: kind.field.value, chat: chat.field.value, method: method.field.value, times: Number(times.field.value) || null });
  const clear = el("button", { type: "button", class: "button", onclick: () => ask("/faults/clear", {}) }, TOOLS.clear);
  kind.field.addEventListener("change", () => {
    const group = NEEDS_GROUP.includes(kind.field.value);
    method.row.hidden = times.row.hidden = group;
  });
  store.on("people", () => chats(chat.field));
  store.on("faults", () => drawFaults(list, clear));
  return el("div", { class: "panel" }, el("h2", {}, TOOLS.faultsTitle), el("p", { class: "hint" }, TOOLS.faultsHint),
    kind.row, chat.row, method.row, times.row,
    el("div", { class: "panel-row" }, el("button", { type: "button", class: "button button-main", onclick: add }, TOOLS.add), clear), list);
}

async function ask(path, body) {
  try {
    await post(path, body);
  } catch (refusal) {
    toast(refusal.message);
  }
}

function chats(field) {
  const chosen = field.value;
  const named = [...store.chats.values()].filter((c) => !c.moved_to).map((c) => [c.key, c.private ? c.first_name : c.title]);
  field.replaceChildren(...[["", TOOLS.everywhere], ...named].map(([value, words]) => el("option", { value }, words)));
  field.value = chosen;
}

function drawFaults(list, clear) {
  const active = store.faults.filter((f) => f.times === null || f.struck < f.times);
  const words = store.faults.map((f) => `${f.answer}${f.method ? ` · ${METHOD_NAMES.get(f.method) || f.method}` : ""} — ${TOOLS.struck(f.struck)}`);
  list.replaceChildren(...(words.length ? words : [TOOLS.none]).map((text) => el("li", {}, text)));
  clear.disabled = !store.faults.length;
  document.querySelector(".tool-bolt")?.parentNode.classList.toggle("tool-alarm", active.length > 0);
}
