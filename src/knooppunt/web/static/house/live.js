// A page on which others write too: ask every few seconds whether something is new, and put only that in its place. A
// part in which somebody types is left alone until the words are sent; what was typed survives a network that fails.
// It runs before house.js, whose `enliven` it calls for what is new.
"use strict";
// How the parts came from the server, before house.js changes them.
const sent = (part) => part.innerHTML.replace(/value="\w{64}"/g, "");
const asSent = new Map([...document.querySelectorAll("[data-part]")].map((part) => [part.id, sent(part)]));
const live = document.querySelector("[data-live]");
if (live) {
  const note = document.querySelector("[data-live-note]");
  const say = (what) => {
    const text = note.dataset[what] || "";
    note.classList.toggle("kp-hear", what === "news");
    if (what === "news") note.textContent = ""; // so that it is read aloud again
    setTimeout(() => { note.textContent = text; }, what === "news" ? 100 : 0);
  };
  const boxes = (part) => [...part.querySelectorAll("input:not([type=hidden]), textarea, select")];
  const ticks = (box) => box.type === "radio" || box.type === "checkbox";
  const typed = (box) => ticks(box) ? box.checked !== box.defaultChecked
    : box.options ? box.selectedIndex > 0 && !box.options[box.selectedIndex].defaultSelected : box.value !== box.defaultValue;
  const busy = (part) => boxes(part).some((box) => box === document.activeElement || typed(box));
  const inner = (part) => part.parentElement.closest("[data-part]");
  const parse = (text) => new DOMParser().parseFromString(text, "text/html").querySelector("[data-live]");
  let waiting = null, asking = false;

  const replace = (old, part) => {
    const opened = [...old.querySelectorAll("details[open][id]")].map((one) => one.id);
    const REACHED = "a, button, summary";
    const at = [...old.querySelectorAll(REACHED)].indexOf(document.activeElement);
    old.className = part.className;
    old.replaceChildren(...[...part.childNodes].map((node) => document.importNode(node, true)));
    opened.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    enliven(old);
    if (at >= 0) old.querySelectorAll(REACHED)[at]?.focus({ preventScroll: true });
  };
  // Gives whether something is new; what could not be put in its place yet keeps the whole waiting.
  const follow = (part, page) => {
    const old = document.getElementById(part.id);
    if (old && asSent.get(part.id) === sent(part)) return false;
    if (old && busy(old)) {
      waiting = page;
      return [...part.querySelectorAll("[data-part]")].map((one) => follow(one, page)).some(Boolean);
    }
    if (old) replace(old, part);
    else {
      let before = part.previousElementSibling;
      while (before && !document.getElementById(before.id)) before = before.previousElementSibling;
      const fresh = document.importNode(part, true);
      if (before) document.getElementById(before.id).after(fresh); else document.getElementById(part.parentElement.id)?.prepend(fresh);
      enliven(fresh);
    }
    [part, ...part.querySelectorAll("[data-part]")].forEach((one) => asSent.set(one.id, sent(one)));
    return true;
  };
  const take = (page) => {
    waiting = null;
    live.dataset.ticket = page.dataset.ticket;
    const anchor = [...live.querySelectorAll("[data-part]")].find((part) => part.getBoundingClientRect().bottom > 0);
    const top = anchor?.getBoundingClientRect().top;
    const parts = [...page.querySelectorAll("[data-part]")].filter((part) => !inner(part));
    const here = new Set(parts.map((part) => part.id));
    const left = [...live.querySelectorAll("[data-part]")].filter((part) => !inner(part) && !here.has(part.id) && !busy(part));
    left.forEach((part) => part.remove());
    const news = parts.map((part) => follow(part, page)).some(Boolean) || left.length > 0;
    if (anchor?.isConnected) scrollBy({ top: anchor.getBoundingClientRect().top - top, behavior: "instant" });
    if (news) say("news");
  };
  // It is not for this reader any more, or the session is over: nothing stays on the screen but the own words.
  const gone = () => {
    const words = boxes(live).filter((box) => !ticks(box) && typed(box) && box.value.trim()).map((box) => box.value);
    if (!words.length) { location.reload(); return; }
    clearInterval(timer);
    live.replaceChildren(...words.map((word) => Object.assign(document.createElement("p"), { className: "kp-card kp-words", textContent: word })));
    say("gone");
  };
  const ask = async () => {
    if (document.hidden || asking) return;
    asking = true;
    const asked = { headers: { "Knooppunt-Ticket": live.dataset.ticket }, redirect: "manual" };
    const answer = await fetch(live.dataset.live, asked).catch(() => null);
    const page = answer?.status === 200 ? parse(await answer.text().catch(() => "")) : null;
    asking = false;
    if (!answer || answer.status >= 500) say("lost");
    else if (answer.status === 204) { if (note.textContent === note.dataset.lost) say(""); if (waiting) take(waiting); }
    else if (page) take(page); else gone();
  };
  const timer = setInterval(ask, live.dataset.every * 1000);
  document.addEventListener("visibilitychange", ask);

  // Who goes elsewhere with words that were not sent is asked whether that is meant.
  let sending = false;
  document.addEventListener("submit", () => { sending = true; setTimeout(() => { sending = false; }, 2000); });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && boxes(live).some((box) => !ticks(box) && typed(box) && box.value.trim())) event.preventDefault();
  });

  // What is written here is sent without leaving the page; an answer that is not the page itself gets a page of its own.
  live.addEventListener("submit", async (event) => {
    const form = event.target, button = event.submitter;
    if (event.defaultPrevented || !form.hasAttribute("data-here")) return;
    event.preventDefault();
    const words = new URLSearchParams(new FormData(form, button));
    const answer = await fetch(form.action, { method: "POST", body: words }).catch(() => null);
    delete form.dataset.sent;
    if (!answer) { say("unsent"); return; }
    const page = answer.redirected ? parse(await answer.text()) : null;
    if (page) {
      form.reset();
      form.dispatchEvent(new Event("change"));
      take(page);
      if (!form.isConnected) return;
      boxes(form)[0]?.focus({ preventScroll: true });
    } else if (answer.redirected) location.assign(answer.url);
    else {
      if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
      sending = true;
      form.submit();
    }
  });
}
