const $ = (id) => document.getElementById(id);
const session = JSON.parse($("session").textContent), words = session.words;
const sound = $("sound"), rows = [...document.querySelectorAll(".row")], media = navigator.mediaSession;
const apple = /iP(hone|ad|od)/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
const covers = [], seconds = (ms) => Math.floor(ms / 1000);
let shownPart = null, pausedAt = 0, lock = null, awake = true, frame = 0;

const now = () => Math.max(0, sound.currentTime * 1000 - session.lag);
const clock = (ms) => `${Math.floor(seconds(ms) / 60)}:${String(seconds(ms) % 60).padStart(2, "0")}`;
const spoken = (ms) => `${words.minutes[Math.floor(seconds(ms) / 60)]} ${words.seconds[seconds(ms) % 60]}`;
// Nothing is written that is there already: so nothing flickers, and a battery lasts.
const put = (id, text) => { if ($(id).textContent !== text) { $(id).textContent = text; $(id).style.setProperty("--letters", text.length); } };
const mark = (node, name, value) => { if (node.getAttribute(name) !== value) node.setAttribute(name, value); };
function show() {
  const t = now(), it = moment(session, t), title = session.parts[Math.max(0, it.part)][2];
  const begun = t > 0 || !sound.paused, counts = begun && it.count !== null;
  const air = it.whole ? breath(session, t) : null, line = saying(session, t);
  const large = it.count >= 120 && !it.whole ? clock(it.count * 1000) : String(it.count);
  const of = it.reps ? words.of.replace("#", it.reps) : "", which = it.reps > 1 ? `${it.rep} ${of}` : "";
  put("name", begun ? it.exercise || title : session.album);
  put("side", it.side ? words[it.side] : "");
  $("side").hidden = !it.side;
  mark($("stage"), "class", counts ? "counts" : "speaks");
  put("number", !counts ? "" : air ? air.word : large);
  mark($("number"), "class", air ? "word" : "");
  put("unit", !counts ? "" : air ? which : it.whole ? of : `${which}\n${large.includes(":") ? "" : words.second}`.trim());
  const done = !counts ? 0 : air ? air.done : (t - it.start) / (it.end - it.start);
  mark($("done"), "transform", `scale(${Math.min(1, done).toFixed(2)} 1)`); // finer steps would take twice the battery
  put("line", sound.ended ? words.ended : !begun ? words.ready : air && line === air.word ? "" : line);
  put("next", it.next);
  put("clock", `${clock(t)} / ${clock(session.length)}`);
  if (!$("place").matches(":active")) $("place").value = t / 1000;
  const place = { 1: spoken(t), 2: spoken(session.length), 3: title };
  mark($("place"), "aria-valuetext", words.at.replace(/#(.)/g, (_, n) => place[n]));
  if (it.part !== shownPart) showPart(it.part);
}
function showPart(number) {
  const row = rows[Math.max(0, number)], svg = row.querySelector("svg");
  shownPart = number;
  rows.forEach((one) => mark(one, "aria-current", one === row ? "step" : "false"));
  rows.forEach((one, i) => one.classList.toggle("done", i < number));
  $("picture").replaceChildren(...(svg ? [svg.cloneNode(true)] : []));
  if (matchMedia("(min-width: 56rem)").matches) row.scrollIntoView({ block: "center" });
  $("forward").disabled = number >= rows.length - 1;
  describe();
}

// The lock screen and the headset. Safari forgets what was set before the first sound, and shows
// either seconds or exercises: the exercises are worth more.
const actions = {
  play, pause: () => sound.pause(), stop: () => sound.pause(), previoustrack: previous, nexttrack: next, seekbackward: back,
  seekforward: null, seekto: (it) => go(it.seekTime * 1000 - session.lag),
};
async function describe() {
  if (!media) return;
  for (const [name, action] of Object.entries(actions))
    try { media.setActionHandler(name, apple && name.startsWith("seek") ? null : action); } catch { /* unknown there */ }
  const number = Math.max(0, shownPart), src = covers[number] ??= await drawCover(number);
  if (number !== Math.max(0, shownPart)) return;
  media.metadata = new MediaMetadata({ title: session.parts[number][2], artist: session.title, album: session.album,
    artwork: src ? [{ src, sizes: "512x512", type: "image/png" }] : [] });
  media.playbackState = sound.paused ? "paused" : "playing";
  if (sound.currentTime <= sound.duration)
    media.setPositionState({ duration: sound.duration, position: sound.currentTime, playbackRate: 1 });
}
async function drawCover(number) {
  const svg = rows[number].querySelector("svg")?.cloneNode(true);
  if (!svg) return "";
  const image = new Image(), canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
  const { width, height } = svg.viewBox.baseVal, scale = 472 / Math.max(width, height);
  Object.entries({ width, height }).forEach(([name, size]) => svg.setAttribute(name, size * scale));
  const text = new XMLSerializer().serializeToString(svg).replace("<svg", `<svg style="${session.ink}"`);
  image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  try {
    await image.decode();
    Object.assign(canvas, { width: 512, height: 512 });
    Object.assign(pen, { fillStyle: "#fff" }).fillRect(0, 0, 512, 512);
    pen.drawImage(image, 256 - image.width / 2, 256 - image.height / 2);
    return canvas.toDataURL("image/png");
  } catch { return ""; }
}
async function keepAwake() {
  const wanted = () => awake && !sound.paused && !document.hidden;
  if (!wanted() && lock) { lock.release(); lock = null; }
  if (!wanted() || lock || !navigator.wakeLock) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.onrelease = () => { lock = null; };
    if (!wanted()) lock.release();
  } catch { /* a phone that saves power refuses */ }
}
function go(ms) {
  sound.currentTime = Math.max(0, Math.min(ms > 0 ? ms + session.lag : 0, session.length)) / 1000;
  pausedAt = 0;
  show();
}
function play() {
  if (pausedAt && performance.now() - pausedAt > 10000) go(landing(session, now()));
  return sound.play().catch(() => {});
}
function back() { go(landing(session, now() - 10000)); }
function next() { if (shownPart < rows.length - 1) go(session.parts[Math.max(0, shownPart) + 1][1]); }
function previous() {
  const number = Math.max(0, shownPart), within = now() - session.parts[number][1] <= 3000;
  go(session.parts[Math.max(0, number - (within ? 1 : 0))][1]);
}
function tick() { show(); cancelAnimationFrame(frame); frame = sound.paused || document.hidden ? 0 : requestAnimationFrame(tick); } // a hidden window keeps its frame

// The whole sound is kept in memory: then neither weak radio nor a server that cannot jump matters.
function take(blob) {
  const change = () => {
    const at = sound.currentTime;
    sound.src = URL.createObjectURL(blob);
    if (at) sound.currentTime = at;
  };
  if (sound.paused) change(); else sound.addEventListener("pause", change, { once: true });
}
function load() {
  const text = $("bytes");
  if (!text && location.protocol.startsWith("http"))
    fetch(sound.src).then((it) => (it.ok ? it.blob().then(take) : null)).catch(() => {});
  if (!text) return;
  const own = Uint8Array.fromBase64, raw = own ? "" : atob(text.textContent); // since 2025, in half the time
  const bytes = own ? own(text.textContent) : new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  text.remove(); // for it takes as much memory as the sound itself
  take(new Blob([bytes], { type: session.type }));
  $("play").disabled = false;
}

sound.controls = false;
$("awake").hidden = !navigator.wakeLock;
$("awake").onclick = () => { awake = !awake; mark($("awake"), "aria-pressed", String(awake)); keepAwake(); };
$("play").onclick = () => (sound.paused ? play() : sound.pause());
$("place").oninput = () => go($("place").value * 1000);
Object.entries({ back, previous, forward: next }).forEach(([id, action]) => { $(id).onclick = action; });
rows.forEach((row, i) => { row.onclick = () => { go(session.parts[i][1]); play(); }; });
["play", "pause", "ended"].forEach((kind) => sound.addEventListener(kind, () => {
  mark($("play"), "aria-label", sound.paused ? words.play : words.pause);
  document.documentElement.classList.toggle("playing", !sound.paused);
  pausedAt = sound.paused ? performance.now() : 0;
  keepAwake();
  describe();
  tick();
}));
["playing", "seeked"].forEach((kind) => sound.addEventListener(kind, describe));
sound.addEventListener("timeupdate", show);
sound.addEventListener("error", () => put("line", words.no_sound));
document.addEventListener("visibilitychange", () => { keepAwake(); tick(); });
document.addEventListener("keydown", (it) => {
  const action = { n: next, p: previous, ArrowLeft: back, " ": () => $("play").click() }[it.key];
  if (!action || it.ctrlKey || it.metaKey || it.altKey || it.target === $("place")) return;
  if (it.key === " " && it.target.closest("button")) return;
  it.preventDefault();
  action();
});
show();
document.addEventListener("DOMContentLoaded", load);
