const $ = (id) => document.getElementById(id);
const session = JSON.parse($("session").textContent), words = session.words;
const sound = $("sound"), rows = [...document.querySelectorAll(".row")];
const wide = matchMedia("(min-width: 56rem)"), calm = matchMedia("(prefers-reduced-motion: reduce)");
const apple = /iP(hone|ad|od)/.test(navigator.userAgent)
  || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
const media = navigator.mediaSession, covers = [];
let shownPart = null, pausedAt = 0, lock = null, awake = true, source = "";

const now = () => Math.max(0, sound.currentTime * 1000 - session.lag);
const clock = (ms) => {
  const s = Math.floor(ms / 1000);
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
};
const spoken = (ms) => {
  const s = Math.floor(ms / 1000), parts = [];
  if (s >= 60) parts.push(words.minutes.replace("#", Math.floor(s / 60)));
  if (s % 60 || s < 60) parts.push(words.seconds.replace("#", s % 60));
  return parts.join(" ");
};
// Nothing is written that is there already: so nothing flickers, and a battery lasts.
const put = (node, text) => { if (node.textContent !== text) node.textContent = text; };
const mark = (node, name, value) => {
  if (node.getAttribute(name) !== value) value === null ? node.removeAttribute(name) : node.setAttribute(name, value);
};

function show() {
  const t = now(), it = moment(session, t), part = session.parts[Math.max(0, it.part)];
  const air = it.whole ? breath(session, t) : null, line = saying(session, t);
  const begun = t > 0 || !sound.paused, counts = begun && it.count !== null;
  put($("name"), it.exercise || part[2]);
  put($("side"), it.side ? words[it.side] : "");
  $("side").hidden = !it.side;
  $("stage").className = counts ? "counts" : "speaks";
  const large = it.count >= 120 && !it.whole ? clock(it.count * 1000) : String(it.count);
  put($("number"), !counts ? "" : air ? air.word : large);
  $("number").className = air ? "word" : "";
  const of = it.reps ? words.of.replace("#", it.reps) : "";
  put($("unit"), !counts ? "" : air ? `${it.rep} ${of}` : it.whole ? of : large.includes(":") ? "" : words.second);
  const done = air ? air.done : (t - it.start) / (it.end - it.start);
  $("done").style.transform = `scaleX(${counts ? Math.min(1, done).toFixed(3) : 0})`;
  put($("line"), sound.ended ? words.ended : begun ? (air && line === air.word ? "" : line) : words.ready);
  put($("next"), it.next);
  put($("clock"), `${clock(t)} / ${clock(session.length)}`);
  if ($("place") !== document.activeElement || !$("place").matches(":active")) $("place").value = t / 1000;
  mark($("place"), "aria-valuetext", words.at.replace("#1", spoken(t)).replace("#2", spoken(session.length)).replace("#3", part[2]));
  if (it.part !== shownPart) showPart(it.part);
}

function showPart(number) {
  shownPart = number;
  rows.forEach((row, i) => {
    mark(row, "aria-current", i === Math.max(0, number) ? "step" : null);
    row.classList.toggle("done", i < number);
  });
  const row = rows[Math.max(0, number)], svg = row.querySelector("svg");
  $("picture").replaceChildren(...(svg ? [svg.cloneNode(true)] : []));
  if (wide.matches) row.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
  $("forward").disabled = number >= rows.length - 1;
  describe();
}

// The lock screen and the headset. Safari forgets what was set before the first sound, and shows
// either seconds or exercises: the exercises are worth more.
const actions = {
  play, pause, stop: pause, previoustrack: previous, nexttrack: next,
  seekbackward: () => back(), seekforward: null, seekto: (it) => go(it.seekTime * 1000 - session.lag),
};
async function describe() {
  if (!media) return;
  for (const [name, action] of Object.entries(actions)) {
    try { media.setActionHandler(name, apple && name.startsWith("seek") ? null : action); } catch { /* unknown there */ }
  }
  const number = Math.max(0, shownPart), picture = covers[number] ??= await drawCover(number);
  if (number !== Math.max(0, shownPart)) return;
  const artwork = picture ? [{ src: picture, sizes: "512x512", type: "image/png" }] : [];
  media.metadata = new MediaMetadata({ title: session.parts[number][2], artist: session.title, album: session.album, artwork });
  media.playbackState = sound.paused ? "paused" : "playing";
  if (sound.duration && sound.currentTime <= sound.duration)
    media.setPositionState({ duration: sound.duration, position: sound.currentTime, playbackRate: 1 });
}
function drawCover(number) {
  const svg = rows[number].querySelector("svg");
  if (!svg) return "";
  return new Promise((resolve) => {
    const image = new Image(), canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    const box = svg.viewBox.baseVal, scale = 472 / Math.max(box.width, box.height), copy = svg.cloneNode(true);
    copy.setAttribute("width", box.width * scale);
    copy.setAttribute("height", box.height * scale);
    canvas.width = canvas.height = 512;
    image.onload = () => {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, 512, 512);
      pen.drawImage(image, 256 - image.width / 2, 256 - image.height / 2);
      try { resolve(canvas.toDataURL("image/png")); } catch { resolve(""); }
    };
    image.onerror = () => resolve("");
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  });
}

async function keepAwake() {
  if (!navigator.wakeLock) return;
  const wanted = awake && !sound.paused && !document.hidden;
  if (!wanted && lock) { lock.release(); lock = null; }
  if (!wanted || lock) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.onrelease = () => { lock = null; };
    if (sound.paused || !awake) { lock.release(); lock = null; }
  } catch { /* a phone that saves power refuses */ }
}

function go(ms) {
  sound.currentTime = Math.max(0, Math.min(ms + (ms > 0 ? session.lag : 0), session.length)) / 1000;
  pausedAt = 0;
  show();
}
function play() {
  if (pausedAt && performance.now() - pausedAt > 10000) go(landing(session, now()));
  if (sound.ended) go(0);
  return sound.play().catch(() => {});
}
function pause() { sound.pause(); }
function back() { go(landing(session, now() - 10000)); }
function next() { if (shownPart < rows.length - 1) go(session.parts[Math.max(0, shownPart) + 1][1]); }
function previous() {
  const number = Math.max(0, shownPart), within = now() - session.parts[number][1] <= 3000;
  go(session.parts[Math.max(0, number - (within ? 1 : 0))][1]);
}
function tick() {
  show();
  if (!sound.paused && !document.hidden) requestAnimationFrame(tick);
}

// The whole sound is kept in memory: then neither weak radio nor a server that cannot jump matters.
function take(blob) {
  const at = sound.currentTime, url = URL.createObjectURL(blob);
  const change = () => { sound.src = source = url; if (at || sound.currentTime) sound.currentTime = at; };
  sound.paused ? change() : sound.addEventListener("pause", change, { once: true });
}
function load() {
  const text = $("bytes");
  if (!text) {
    if (location.protocol.startsWith("http"))
      fetch(sound.currentSrc || sound.src).then((it) => it.ok && it.blob()).then((it) => it && take(it)).catch(() => {});
    return;
  }
  const raw = atob(text.textContent.trim()), bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  text.remove();
  take(new Blob([bytes], { type: session.type }));
  $("play").disabled = false;
}

document.documentElement.className = "script";
sound.controls = false;
$("play").onclick = () => (sound.paused ? play() : pause());
$("back").onclick = back;
$("previous").onclick = previous;
$("forward").onclick = next;
$("place").oninput = () => go($("place").value * 1000);
rows.forEach((row, i) => { row.onclick = () => { go(session.parts[i][1]); play(); }; });
$("awake").hidden = !navigator.wakeLock;
$("awake").onclick = () => { awake = !awake; mark($("awake"), "aria-pressed", String(awake)); keepAwake(); };
for (const kind of ["play", "pause", "ended"]) sound.addEventListener(kind, () => {
  mark($("play"), "aria-label", sound.paused ? words.play : words.pause);
  document.documentElement.classList.toggle("playing", !sound.paused);
  pausedAt = sound.paused ? performance.now() : 0;
  keepAwake();
  describe();
  tick();
});
sound.addEventListener("playing", describe);
sound.addEventListener("seeked", describe);
sound.addEventListener("timeupdate", show);
sound.addEventListener("error", () => { if (source) put($("line"), words.no_sound); });
document.addEventListener("visibilitychange", () => { keepAwake(); tick(); });
document.addEventListener("keydown", (it) => {
  if (it.ctrlKey || it.metaKey || it.altKey || it.target === $("place")) return;
  const keys = { n: next, p: previous, ArrowLeft: back, " ": () => $("play").click() };
  if (!keys[it.key] || (it.key === " " && it.target.closest("button"))) return;
  it.preventDefault();
  keys[it.key]();
});
show();
document.addEventListener("DOMContentLoaded", load);
