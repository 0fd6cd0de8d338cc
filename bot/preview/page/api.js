// Talking to the local Telegram: the state, the stream of changes, and deeds of people.

import { REFUSALS } from "./texts.js";

const BASE = "/preview/api";

/** A deed that was refused; `message` is a sentence for the person at the screen. */
export class Refused extends Error {}

async function send(path, options) {
  let answer;
  try {
    answer = await fetch(BASE + path, { ...options, headers: { "X-Preview": "1", ...options.headers } });
  } catch {
    throw new Refused(REFUSALS.offline);
  }
  if (answer.status === 413) throw new Refused(REFUSALS["too-big"]);
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(REFUSALS[body.error] || REFUSALS["bad-request"]);
  return body;
}

export function post(path, body = {}) {
  return send(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
}

export const act = (person, what, body) => post(`/people/${person.id}/${what}`, body);

/** Send files in a person's name; `fields`: chat, kind, caption, duration, reply_to, quote. */
export function upload(person, fields, files) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
  for (const file of files) form.append("file", file, file.name);
  return send(`/people/${person.id}/files`, { method: "POST", body: form });
}

export async function loadState() {
  const answer = await fetch(`${BASE}/state`, { cache: "no-store" });
  return answer.json();
}

export const fileUrl = (id) => `${BASE}/files/${encodeURIComponent(id)}`;

/** Follow changes after `since` ("run.number"); `onLost(true|false)` tells whether the line is down. */
export function follow(since, onChange, onReload, onLost) {
  const source = new EventSource(`${BASE}/events?since=${since}`);
  source.onopen = () => onLost(false);
  source.onmessage = (event) => onChange(JSON.parse(event.data));
  source.addEventListener("reload", () => { source.close(); onReload(); });
  source.onerror = () => {
    onLost(true);
    if (source.readyState === EventSource.CLOSED) setTimeout(onReload, 2000);
  };
}
