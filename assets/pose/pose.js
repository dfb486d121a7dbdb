// A picture that is dragged within its frame. Python draws it at a place and names that place; until its next picture
// is here, the one that is shown slides along under the hand. One place at a time is on its way to Python.

const FORGET = 2000; // ms until an answer that never came is no longer waited for
const FAR = 8; // pixels of a step with Page Up or Page Down

const limited = (pose, places) =>
  places.map((place) => Math.min(Math.max(place, -pose.data.reach), pose.data.reach));

function spoken([down, right]) {
  const part = (value, plus, minus) => `${Math.abs(value)} ${value < 0 ? minus : plus}`;
  return `${part(down, "down", "up")}, ${part(right, "right", "left")}`;
}

function paint(pose) {
  const { picture, data, place, shown } = pose;
  const percent = (axis) => `${(100 * (place[axis] - shown[axis])) / data.side}%`;
  picture.style.transform = `translate(${percent(1)}, ${percent(0)})`;
  picture.setAttribute("aria-valuenow", place[1]);
  picture.setAttribute("aria-valuetext", `${spoken(place)} pixels`);
}

function go(pose, places) {
  pose.place = limited(pose, places);
  paint(pose);
  tell(pose);
}

function tell(pose) {
  const waiting = pose.told && Date.now() - pose.toldAt < FORGET;
  clearTimeout(pose.late);
  if (waiting) {
    pose.late = setTimeout(() => tell(pose), FORGET);
    return;
  }
  pose.told = `${pose.place}`;
  pose.toldAt = Date.now();
  pose.setStateValue("place", [...pose.place]);
}

// The new picture takes the old one's place only when it can be drawn: no flash between them.
function answer(pose) {
  const { at, source } = pose.data;
  const waited = pose.told;
  if (`${at}` === waited) {
    pose.told = null;
    clearTimeout(pose.late);
  }
  if (!waited && !pose.grab) pose.place = [...at];
  else if (!pose.told && `${pose.place}` !== `${at}`) tell(pose); // the hand went on meanwhile
  const next = new Image();
  next.src = source;
  next.decode().then(
    () => {
      if (source !== pose.data.source) return;
      pose.picture.style.backgroundImage = `url(${source})`;
      pose.shown = [...at];
      paint(pose);
    },
    () => {}, // taken out of the page before it was decoded
  );
}

// ---- hands -------------------------------------------------------------------------------------------------

function press(pose, event) {
  if (event.button) return;
  pose.grab = { x: event.clientX, y: event.clientY, place: pose.place };
  pose.frame.setPointerCapture(event.pointerId);
  pose.picture.focus({ preventScroll: true });
  event.preventDefault();
}

function drag(pose, event) {
  if (!pose.grab) return;
  const unit = pose.data.side / pose.frame.clientWidth;
  const [down, right] = pose.grab.place;
  const moves = [event.clientY - pose.grab.y, event.clientX - pose.grab.x];
  const places = [down, right].map((start, axis) => start + Math.round(moves[axis] * unit));
  if (`${limited(pose, places)}` !== `${pose.place}`) go(pose, places);
}

function key(pose, event) {
  const [down, right] = pose.place;
  const places = {
    ArrowUp: [down - 1, right],
    ArrowDown: [down + 1, right],
    ArrowLeft: [down, right - 1],
    ArrowRight: [down, right + 1],
    PageUp: [down - FAR, right],
    PageDown: [down + FAR, right],
    Home: [0, 0],
  }[event.key];
  if (!places) return;
  event.preventDefault();
  go(pose, places);
}

function build(parentElement) {
  const frame = document.createElement("div");
  const picture = document.createElement("div");
  frame.className = "frame";
  picture.className = "picture";
  picture.tabIndex = 0;
  picture.setAttribute("role", "slider");
  frame.append(picture);
  parentElement.append(frame);
  const pose = { frame, picture, place: [0, 0], shown: [0, 0], told: null, grab: null };
  frame.addEventListener("pointerdown", (event) => press(pose, event));
  frame.addEventListener("pointermove", (event) => drag(pose, event));
  for (const end of ["pointerup", "pointercancel"]) {
    frame.addEventListener(end, () => {
      pose.grab = null;
    });
  }
  picture.addEventListener("keydown", (event) => key(pose, event));
  return pose;
}

const poses = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  const first = !poses.has(parentElement);
  const pose = poses.get(parentElement) || build(parentElement);
  poses.set(parentElement, pose);
  Object.assign(pose, { data, setStateValue });
  if (first) Object.assign(pose, { place: [...data.at], shown: [...data.at] });
  pose.picture.setAttribute("aria-label", data.label);
  pose.picture.setAttribute("aria-valuemin", -data.reach);
  pose.picture.setAttribute("aria-valuemax", data.reach);
  answer(pose);
  paint(pose);
  return () => clearTimeout(pose.late);
}
