"use strict";
// Keeps a page of a room as it stands now: hears that something changed, asks for the page, and takes over
// the parts that differ. A form that somebody is filling in stays. Without this script the page still works.
const main = document.querySelector("main[data-events]");
const offline = document.getElementById("offline");
const LOOK_MS = 25000; // also tells the room that the phone is here
const RETRY_MS = 3000;
const RING_MS = 1000; // what comes in quick succession is asked for once

if (main) {
  const partsOf = (of) => [...of.querySelectorAll(":scope [data-part]")].filter((each) => !each.parentElement.closest("[data-part]"));
  const sent = new Map(partsOf(main).map((each) => [each.dataset.part, each.outerHTML]));
  let version = Number(main.dataset.version);
  let asking = false, again = false, sending = false, over = false, unsent = null, pending = 0;
  const wait = main.classList.contains("narrow") ? RING_MS : RING_MS / 4; // phones are many

  const tell = (text) => {
    if (offline.textContent !== text) offline.textContent = text;
    offline.hidden = !text;
  };

  const take = (doc) => {
    const there = doc.querySelector("main[data-events]");
    if (!there) { // the room is gone, or asks for something else
      document.querySelector("main").replaceWith(document.adoptNode(doc.querySelector("main")));
      stream.close();
      over = true;
      return;
    }
    version = Number(there.dataset.version);
    const fresh = partsOf(there), here = new Map(partsOf(main).map((each) => [each.dataset.part, each]));
    const names = fresh.map((each) => each.dataset.part).join();
    const isAlike = names === [...here.keys()].join();
    const focus = document.activeElement;
    for (const each of fresh) {
      const name = each.dataset.part, old = here.get(name), html = each.outerHTML;
      const isSame = old && sent.get(name) === html;
      sent.set(name, html);
      if (isAlike) {
        if (!isSame) old.replaceWith(document.adoptNode(each));
      } else if (isSame) each.replaceWith(old);
    }
    if (!isAlike) {
      main.className = there.className;
      main.replaceChildren(offline, ...[...there.childNodes].filter((each) => each.id !== "offline"));
      if (focus && focus.isConnected) focus.focus({ preventScroll: true });
    }
    document.title = doc.title;
    if (main.dataset.scene !== there.dataset.scene) {
      main.dataset.scene = there.dataset.scene;
      scrollTo(0, 0);
    }
  };

  const read = async (answer) => {
    const text = await answer.text();
    if (answer.status === 429 || answer.status >= 502) throw new Error(String(answer.status));
    take(new DOMParser().parseFromString(text, "text/html"));
  };

  const look = async () => {
    clearTimeout(pending);
    pending = 0;
    if (over) return;
    if (asking || sending) { again = true; return; }
    asking = true;
    try {
      await read(await fetch(location.pathname, { cache: "no-store" }));
      if (!unsent) tell("");
    } catch {
      if (!unsent) tell(offline.dataset.waits);
      setTimeout(look, RETRY_MS);
    }
    asking = false;
    if (again) { again = false; look(); }
  };

  const send = async (form, body) => {
    sending = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body, cache: "no-store" });
      unsent = null;
      tell("");
      await read(answer);
    } catch {
      unsent = body;
      tell(offline.dataset.sends);
      setTimeout(() => { if (unsent === body) send(form, body); }, RETRY_MS);
    }
    sending = false;
    if (again) { again = false; look(); }
  };

  main.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    for (const each of form.querySelectorAll("button")) each.setAttribute("aria-busy", "true");
    if (form.dataset.sends) form.querySelector("button.main").textContent = form.dataset.sends;
    sent.delete(form.closest("[data-part]").dataset.part); // as it is now, no answer of the server looks
    send(form, body);
  });

  let stream, lost = 0;
  const listen = () => {
    stream = new EventSource(main.dataset.events);
    stream.onmessage = (event) => {
      lost = 0;
      if (Number(event.data) !== version && !pending) pending = setTimeout(look, wait * (0.2 + Math.random()));
    };
    stream.addEventListener("gone", () => { stream.close(); look(); });
    stream.onerror = () => {
      lost += 1;
      if (lost > 1 && !unsent) tell(offline.dataset.waits);
      if (stream.readyState === EventSource.CLOSED && !over) {
        look();
        setTimeout(listen, 5000 + Math.random() * 5000);
      }
    };
    stream.onopen = () => { lost = 0; if (!unsent) tell(""); };
  };
  listen();
  setInterval(look, LOOK_MS);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
}
