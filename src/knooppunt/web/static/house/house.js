// The little that JavaScript adds: warn before the session ends, no double sending, questions that appear when they
// matter, a count of signs. Every page works without it.
"use strict";
const each = (selector, act, within = document) => within.querySelectorAll(selector).forEach(act);

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
