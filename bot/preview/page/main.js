// Start: load the state, follow changes, draw what they touch.

import { follow, loadState } from "./api.js";
import { narrow } from "./dom.js";
import { drawPeople, unreadTitle } from "./people.js";
import { Phone } from "./phone.js";
import { store } from "./store.js";
import { T } from "./texts.js";
import { buildTools } from "./tools.js";
import { Tour } from "./tour.js";

const place = (id) => document.getElementById(id);
const phones = new Map(); // person id → Phone
const title = document.title;

function drawPhones() {
  for (const person of store.people) {
    if (!phones.has(person.id)) {
      phones.set(person.id, new Phone(person));
      place("phones").append(phones.get(person.id).node);
    }
    phones.get(person.id).person = person;
  }
  drawShown();
}

function drawShown() {
  for (const [id, phone] of phones) {
    const visible = store.visible(store.person(id));
    phone.node.hidden = !visible;
    if (visible) phone.draw();
  }
  drawNav();
}

function drawNav() {
  drawPeople(place("people"));
  document.title = unreadTitle() + title;
}

function drawChat(key) {
  for (const phone of phones.values()) {
    if (store.visible(phone.person) && phone.person.chats.includes(key)) phone.draw();
  }
  drawNav();
}

store.on("people", drawPhones);
store.on("shown", drawShown);
store.on("open", ({ person }) => phones.get(person)?.draw());
store.on("chat", ({ key }) => drawChat(key));
store.on("typing", ({ key }) => drawChat(key));
store.on("read", drawNav);
store.on("toast", (answer) => phones.get(answer.user)?.answered(answer));
store.on("fresh", ({ chat, message }) => {
  for (const phone of phones.values()) if (phone.person.chats.includes(chat.key)) phone.fresh(chat, message);
});
narrow.addEventListener("change", drawShown);
document.addEventListener("visibilitychange", () => { if (!document.hidden) drawShown(); });

async function load() {
  try {
    const state = await loadState();
    if (store.run && store.run !== state.run) { location.reload(); return; } // the bot was started anew
    store.load(state);
    follow(`${state.run}.${state.number}`, (change) => store.change(change), load, offline);
  } catch {
    offline(true);
    setTimeout(load, 2000);
  }
}

function offline(lost) {
  place("offline").hidden = !lost;
  place("offline").textContent = lost ? T.offline : "";
}

const tour = new Tour(place("tour"), place("phones"));
buildTools(place("tools"), tour.start);
await load();
tour.offer();
document.body.classList.add("ready");
