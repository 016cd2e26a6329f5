"use strict";
document.documentElement.className = "script"; // what stands there for readers without is not painted
// What is shown at a moment t in ms: the rule of coach/timeline/moments.py, to which a test holds it.
// The rows of a list begin with their start, and lie in order.
function lastAt(rows, t) {
  let low = 0, high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle][0] <= t) low = middle + 1; else high = middle;
  }
  return low - 1;
}
function moment(session, t) {
  const [start, end, purpose, name, side, set, sets, rep, reps, whole, held, open, next] = spanAt(session, t);
  const counts = held && (purpose === "work" || purpose === "rest");
  const count = whole ? rep || null : open ? Math.floor((t - start) / 1000)
    : counts ? Math.ceil((end - t) / 1000) : null;
  return {
    exercise: session.texts[name], side, set, sets, rep, reps, count, resting: purpose === "rest",
    unit: count === null ? "" : whole ? "repetition" : "seconds", counts_up: !!open && !whole,
    part: lastAt(session.parts, t), next: session.texts[next], start, end, whole: !!whole,
  };
}
function spanAt(session, t) { return session.spans[Math.max(0, lastAt(session.spans, t))]; }
// What is said, or was said last in this part.
function saying(session, t) {
  const since = (session.parts[lastAt(session.parts, t)] || [0, 0])[1];
  for (let i = lastAt(session.lines, t); i >= 0 && session.lines[i][0] >= since; i--)
    if (session.lines[i][2]) return session.lines[i][2];
  return "";
}
// Of a breath: its word, and how much of the phase is over; null elsewhere.
function breath(session, t) {
  const row = session.breaths[lastAt(session.breaths, t)];
  return row && t < row[1] ? { word: row[2], done: (t - row[0]) / (row[1] - row[0]) } : null;
}
// Where sound may begin near a moment: a hold goes on, a repetition or a sentence begins anew.
function landing(session, t) {
  const span = spanAt(session, t), line = session.lines[lastAt(session.lines, t)];
  if (span[9]) return span[13] ?? span[0];
  return line && t < line[1] && !span[10] ? line[0] : t;
}
