// The little that JavaScript adds: warn before the session ends, no double sending, questions that appear when they
// matter, a count of signs. Every page works without it.
"use strict";
const each = (selector, act, within = document) => within.querySelectorAll(selector).forEach(act);
// How the parts of a page that refreshes itself came from the server, before anything here changes them.
const sent = (part) => part.innerHTML.replace(/value="\w{64}"/g, "");
const asSent = new Map();
each("[data-part]", (part) => asSent.set(part.id, sent(part)));

// The summary of errors speaks first.
document.getElementById("fouten")?.focus();

window.addEventListener("pageshow", () => each("form[data-sent]", (form) => delete form.dataset.sent));

const answers = (form, name) => [...form.elements]
  .filter((box) => box.name === name && (box.type === "radio" || box.type === "checkbox" ? box.checked : true))
  .map((box) => (box.type === "checkbox" && box.value === "on" ? "on" : box.value));
const enliven = (within) => {
  // A second click on "send" within five seconds does nothing; after that the way is free again.
  each("form[data-once]", (form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "yes";
      setTimeout(() => delete form.dataset.sent, 5000);
    });
  }, within);
  // data-show-if="field=value": show only after that answer; "a|b" means one of several. What hides keeps its text.
  each("[data-show-if]", (field) => {
    const form = field.closest("form");
    const [name, wanted] = field.dataset.showIf.split("=");
    const follow = () => { field.hidden = !answers(form, name).some((answer) => wanted.split("|").includes(answer)); };
    form.addEventListener("change", follow);
    follow();
  }, within);
  // How much still fits, said only when it gets near.
  each("textarea[data-count]", (box) => {
    const limit = Number(box.dataset.count);
    const count = document.createElement("p");
    count.className = "kp-hint kp-count";
    count.setAttribute("aria-live", "polite");
    box.after(count);
    const follow = () => {
      const left = limit - [...box.value].length;
      count.textContent = left < limit / 5 ? `${left} / ${limit}` : "";
      count.classList.toggle("kp-count--over", left < 0);
    };
    box.addEventListener("input", follow);
    follow();
  }, within);
};
enliven(document);

// Away from this page: signed out, without a way back by the arrow, and three times Shift does the same.
each("[data-leave]", (link) => {
  const leave = () => {
    document.documentElement.hidden = true;
    if (link.dataset.out) fetch(link.dataset.out, { method: "POST", keepalive: true, headers: { "X-CSRFToken": link.dataset.key || document.body.dataset.key } });
    location.replace(link.href);
  };
  let times = [];
  link.addEventListener("click", (event) => { event.preventDefault(); leave(); });
  document.addEventListener("keyup", (event) => {
    times = event.key === "Shift" ? [...times.filter((at) => at > Date.now() - 3000), Date.now()] : [];
    if (times.length === 3) leave();
  });
});

// On a telephone the menu scrolls: begin where one is.
document.querySelector(".kp-menu [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });

each("[data-print]", (button) => { button.hidden = false; button.addEventListener("click", () => window.print()); });

// The end of the session: a warning two minutes before, and what was typed stays where it is.
const { idle, longest, stay, key } = document.body.dataset;
if (idle) {
  const box = document.getElementById("session-end");
  const button = box.querySelector("[data-stay-button]");
  const typed = () => [...document.querySelectorAll("main textarea, main input")].some((input) => input.value !== input.defaultValue);
  const text = document.getElementById("session-end-text");
  const last = Date.now() + Number(longest) * 1000; // nothing keeps the session longer, so that is said once
  let ends, back, told = false;
  const restart = () => { ends = Math.min(Date.now() + Number(idle) * 1000, last); box.hidden = true; back?.focus(); back = null; };
  const over = () => {
    if (!typed()) { location.reload(); return; }
    box.hidden = false;
    text.textContent = text.dataset.ended;
    button.hidden = true;
    box.querySelector("[data-login-link]").hidden = false;
  };
  const keep = async () => {
    const answer = await fetch(stay, { method: "POST", headers: { "X-CSRFToken": key } }).catch(() => null);
    if (answer?.status === 204) restart(); else if (answer) over();
  };
  button.addEventListener("click", keep);
  setInterval(() => {
    const left = ends - Date.now();
    if (left <= 0 && !button.hidden) over();
    else if (left < 120000 && box.hidden && !told) {
      told = ends === last;
      if (told) { text.textContent = text.dataset.last; button.textContent = button.dataset.seen; }
      back = document.activeElement; box.hidden = false; button.focus();
    }
  }, 5000);
  restart();
}

// A page on which others write too: ask every few seconds whether something is new, and put only that in its place. A
// part in which somebody types is left alone until the words are sent; what was typed survives a network that fails.
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

// Read aloud, paragraph by paragraph, by a voice that lives on this device: no text goes to anyone else. The button is
// there only when there is such a voice for the language of the page.
const aloud = document.querySelector("[data-aloud]");
if (aloud && window.speechSynthesis) {
  const spoken = (lang) => lang.toLowerCase().split(/[-_]/)[0];
  const voice = (lang) => speechSynthesis.getVoices().find((one) => one.localService && spoken(one.lang) === spoken(lang));
  const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, th, td, legend, label, summary, blockquote, caption";
  const name = aloud.querySelector("span");
  const start = name.textContent;
  let now = null, round = 0;
  const mark = (block) => { now?.classList.remove("kp-spoken"); now = block; now?.classList.add("kp-spoken"); };
  const stop = () => { round += 1; speechSynthesis.cancel(); mark(null); name.textContent = start; };
  const read = (blocks, mine) => {
    if (mine !== round) return;
    const [block, ...rest] = blocks;
    if (!block) { stop(); return; }
    const says = new SpeechSynthesisUtterance(block.innerText);
    says.lang = block.closest("[lang]").lang;
    says.voice = voice(says.lang) || null;
    says.rate = 0.9;
    says.onend = says.onerror = () => read(rest, mine);
    mark(block);
    block.scrollIntoView({ block: "nearest" });
    speechSynthesis.speak(says);
  };
  const offer = () => { aloud.hidden = !voice(document.documentElement.lang); };
  aloud.addEventListener("click", () => {
    if (now) { stop(); return; }
    const seen = (block) => block.offsetParent && block.innerText.trim() && !block.querySelector(BLOCKS) && !block.closest(".kp-leave, .kp-flash");
    name.textContent = aloud.dataset.stop;
    read([...document.querySelectorAll("main :is(" + BLOCKS + ")")].filter(seen), round);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && now) stop(); });
  window.addEventListener("pagehide", stop);
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  offer();
}
