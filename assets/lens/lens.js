// A frame over the picture that stands before it. Which cells it may lie on comes from Python: for rows and for
// columns the first and the last place and the step between them. The place is told when the frame rests.

const REST = 120; // ms
const FORGET = 2000; // ms until an answer that never came is no longer waited for

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

function snapped(lens, axis, cell) {
  const [first, last, step] = lens.data.places[axis];
  return clamp(first + step * Math.round((cell - first) / step), first, last);
}

function words(lens) {
  const [rows, columns] = lens.place.map((start, axis) => {
    const size = lens.data.frame[axis][1];
    return size > 1 ? `${start + 1} to ${start + size}` : `${start + 1}`;
  });
  return `row ${rows}, column ${columns}`;
}

function paint(lens) {
  const { frame, over, data, place } = lens;
  const share = (part, axis) => `${(100 * part) / data.shape[axis]}%`;
  Object.assign(frame.style, {
    top: share(place[0], 0),
    left: share(place[1], 1),
    height: share(data.frame[0][1], 0),
    width: share(data.frame[1][1], 1),
  });
  frame.hidden = data.frame.some(([, size]) => size === 0);
  over.classList.toggle("movable", Boolean(data.places));
  if (data.places) name(lens);
}

function name(lens) {
  const counts = lens.data.places.map(([first, last, step]) => (last - first) / step + 1);
  const at = lens.place.map((cell, axis) => (cell - lens.data.places[axis][0]) / lens.data.places[axis][2]);
  const names = {
    role: "slider",
    tabindex: "0",
    "aria-label": `Lens at ${words(lens)}`,
    "aria-valuetext": words(lens),
    "aria-valuemin": "0",
    "aria-valuemax": counts[0] * counts[1] - 1,
    "aria-valuenow": at[0] * counts[1] + at[1],
  };
  for (const [key, value] of Object.entries(names)) lens.frame.setAttribute(key, value);
}

function moveTo(lens, row, column) {
  lens.place = [snapped(lens, 0, row), snapped(lens, 1, column)];
  paint(lens);
  clearTimeout(lens.telling);
  lens.telling = setTimeout(() => tell(lens), REST);
}

function tell(lens) {
  lens.telling = null;
  lens.told = `${lens.place}`;
  lens.toldAt = Date.now();
  lens.setStateValue("place", [...lens.place]);
}

// Python's place may be that of an earlier move: while a later one is on its way, the frame stays where it is.
function isStale(lens, place) {
  if (lens.telling || lens.grab) return true;
  if (!lens.told || Date.now() - lens.toldAt > FORGET) return false;
  if (`${place}` === lens.told) lens.told = null;
  return Boolean(lens.told);
}

// ---- hands -------------------------------------------------------------------------------------------------

function cellAt(lens, event) {
  const box = lens.over.getBoundingClientRect();
  const [rows, columns] = lens.data.shape;
  return [((event.clientY - box.top) / box.height) * rows, ((event.clientX - box.left) / box.width) * columns];
}

function centred(lens, event) {
  const grab = lens.data.frame.map(([, size]) => size / 2);
  const [row, column] = cellAt(lens, event);
  moveTo(lens, row - grab[0], column - grab[1]);
  return grab;
}

function press(lens, event) {
  if (!lens.data.places || event.button) return;
  const onFrame = event.target === lens.frame;
  if (event.pointerType === "touch" && !onFrame) return; // a swipe stays a swipe; a tap arrives as a click
  const cell = cellAt(lens, event);
  lens.grab = onFrame ? cell.map((part, axis) => part - lens.place[axis]) : centred(lens, event);
  lens.over.setPointerCapture(event.pointerId);
  lens.frame.focus({ preventScroll: true });
  event.preventDefault();
}

function drag(lens, event) {
  if (!lens.grab) return;
  const [row, column] = cellAt(lens, event);
  moveTo(lens, row - lens.grab[0], column - lens.grab[1]);
}

function release(lens) {
  lens.grab = null;
}

function tap(lens, event) {
  if (lens.data.places && event.pointerType === "touch" && event.target !== lens.frame) centred(lens, event);
}

function pressKey(lens, event) {
  if (!lens.data.places) return;
  const [rows, columns] = lens.data.places;
  const [row, column] = lens.place;
  const moves = {
    ArrowUp: [row - rows[2], column],
    ArrowDown: [row + rows[2], column],
    ArrowLeft: [row, column - columns[2]],
    ArrowRight: [row, column + columns[2]],
    PageUp: [row - 8 * rows[2], column],
    PageDown: [row + 8 * rows[2], column],
    Home: [event.ctrlKey ? rows[0] : row, columns[0]],
    End: [event.ctrlKey ? rows[1] : row, columns[1]],
  };
  if (!moves[event.key]) return;
  event.preventDefault();
  moveTo(lens, ...moves[event.key]);
}

function build(parentElement) {
  const over = document.createElement("div");
  const frame = document.createElement("div");
  over.className = "over";
  frame.className = "frame";
  over.append(frame);
  parentElement.append(over);
  const lens = { over, frame, place: [0, 0], telling: null, told: null, grab: null };
  over.addEventListener("pointerdown", (event) => press(lens, event));
  over.addEventListener("pointermove", (event) => drag(lens, event));
  for (const end of ["pointerup", "pointercancel"]) over.addEventListener(end, () => release(lens));
  over.addEventListener("click", (event) => tap(lens, event));
  frame.addEventListener("keydown", (event) => pressKey(lens, event));
  return lens;
}

const lenses = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  const lens = lenses.get(parentElement) || build(parentElement);
  lenses.set(parentElement, lens);
  Object.assign(lens, { data, setStateValue });
  const place = data.frame.map(([start]) => start);
  if (!isStale(lens, place)) lens.place = place;
  paint(lens);
  return () => clearTimeout(lens.telling);
}
