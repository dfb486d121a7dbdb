// The stage: one component that draws a scene and keeps the learner's place in it over reruns.

import { clamp, make, makeSvg, placeOf, tapsOf, windowAt, windowsOf } from "./look.js";
import { buildAsk, buildModes, writeAsk, writeModes } from "./ask.js";
import { bringIntoView, buildCells, cellAt, createView, fillPanel, layOut, paint } from "./draw.js";
import { editableView, focusCell, gridOf, nameClear, remember, rowsOf, send, sendAgain, showTravel, travel, watchHand, watchMap } from "./hand.js";
import { asksHere, enter, isCovered, pickQuestion } from "./predict.js";

const SPEEDS = [["Slow", 1600], ["Normal", 900], ["Fast", 350]];
const CHOICE_DELAY = 400; // ms of rest before a chosen window is written into the address

const ICONS = {
  first: "M4 3v10M13 3 6 8l7 5z",
  previous: "M11 3 4 8l7 5z",
  play: "M4 2.5 13 8l-9 5.5z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  next: "m5 3 7 5-7 5z",
  last: "M12 3v10M3 3l7 5-7 5z",
  undo: "M6 4 2.5 7.5 6 11M3 7.5h6.5a3.5 3.5 0 0 1 0 7H7",
  redo: "m10 4 3.5 3.5L10 11M13 7.5H6.5a3.5 3.5 0 0 0 0 7H9",
};
const OUTLINED = new Set(["undo", "redo"]);

function icon(name) {
  const picture = makeSvg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" });
  picture.append(makeSvg("path", { d: ICONS[name], class: OUTLINED.has(name) ? "thin" : "solid" }));
  return picture;
}

function button(name, picture, action, text = "") {
  const node = make("button", { type: "button", "aria-label": name, title: name }, icon(picture), text);
  node.addEventListener("click", action);
  return node;
}

// ---- the chosen window -------------------------------------------------------------------------------------

export function baseLink(stage) {
  return stage.scene.links.reduce((most, link) => (windowsOf(link) > windowsOf(most) ? link : most));
}

function stepOf(stage) {
  return windowAt(baseLink(stage), stage.place) ?? 0;
}

export function choose(stage, place, { tell = true, output = null } = {}) {
  stage.place = place;
  if (stage.solved && (output || !asksHere(stage))) pickQuestion(stage, output);
  for (const link of stage.scene.links) {
    const index = windowAt(link, place);
    if (index === null) continue;
    bringIntoView(stage.views.get(link.output), index);
    const input = stage.views.get(link.input);
    tapsOf(link, place, input.panel.columns.length).reverse().forEach((position) => bringIntoView(input, position));
  }
  paint(stage);
  writeStepper(stage);
  writeAsk(stage);
  if (tell) tellLater(stage);
}

function tellLater(stage) {
  clearTimeout(stage.telling);
  if (stage.playing || stage.stepper.hidden || stage.sizing) return;
  stage.telling = setTimeout(() => {
    const step = stepOf(stage);
    if (step === stage.told) return;
    stage.told = step;
    stage.setStateValue("step", step);
  }, CHOICE_DELAY);
}

function goTo(stage, step) {
  const link = baseLink(stage);
  stage.hoverPlace = stage.hoverCell = null;
  choose(stage, placeOf(link, clamp(step, 0, windowsOf(link) - 1)));
}

// ---- playing -----------------------------------------------------------------------------------------------

function pause(stage) {
  clearInterval(stage.playing);
  stage.playing = null;
  writeStepper(stage);
  tellLater(stage);
}

function advance(stage) {
  const last = windowsOf(baseLink(stage)) - 1;
  goTo(stage, stepOf(stage) + 1);
  if (stepOf(stage) >= last && stage.playing) pause(stage);
}

function play(stage) {
  const last = windowsOf(baseLink(stage)) - 1;
  const atEnd = stepOf(stage) >= last;
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    goTo(stage, atEnd ? 0 : stepOf(stage) + 1);
    return;
  }
  stage.playing = setInterval(() => advance(stage), Number(stage.speed.value));
  if (atEnd) goTo(stage, 0);
  writeStepper(stage);
}

function writeStepper(stage) {
  const count = windowsOf(baseLink(stage));
  const step = stepOf(stage);
  stage.scrub.max = count - 1;
  stage.scrub.value = step;
  stage.scrub.disabled = count === 1;
  const told = `window ${step + 1} of ${stage.sizing ? "?" : count}`;
  stage.scrub.setAttribute("aria-valuetext", told);
  stage.counter.textContent = told;
  const name = stage.playing ? "Pause" : "Play";
  stage.toggle.setAttribute("aria-label", name);
  stage.toggle.title = name;
  stage.toggle.replaceChildren(icon(stage.playing ? "pause" : "play"), name);
}

// ---- building once -----------------------------------------------------------------------------------------

function buildStepper(stage) {
  stage.toggle = button("Play", "play", () => (stage.playing ? pause(stage) : play(stage)));
  stage.toggle.classList.add("wide");
  stage.scrub = make("input", { type: "range", min: 0, step: 1, "aria-label": "Chosen window" });
  stage.scrub.addEventListener("input", () => goTo(stage, Number(stage.scrub.value)));
  stage.counter = make("span", { class: "counter" });
  stage.speed = make("select", { "aria-label": "Speed" }, ...SPEEDS.map(([name, delay]) => make("option", { value: delay }, name)));
  stage.speed.value = String(SPEEDS[1][1]);
  stage.speed.addEventListener("change", () => {
    if (!stage.playing) return;
    clearInterval(stage.playing);
    play(stage);
  });
  return make(
    "div",
    { class: "stepper" },
    button("First window", "first", () => goTo(stage, 0)),
    button("Previous window", "previous", () => goTo(stage, stepOf(stage) - 1)),
    stage.toggle,
    button("Next window", "next", () => goTo(stage, stepOf(stage) + 1)),
    button("Last window", "last", () => goTo(stage, Infinity)),
    stage.scrub,
    stage.counter,
    stage.speed,
  );
}

function buildTools(stage) {
  stage.undo = button("Undo", "undo", () => travel(stage, -1));
  stage.redo = button("Redo", "redo", () => travel(stage, 1));
  stage.clear = make("button", { type: "button" }, "Clear");
  stage.clear.addEventListener("click", () => {
    const view = editableView(stage);
    send(stage, gridOf(view, rowsOf(view.panel).map((row) => row.map(() => "0"))));
  });
  stage.brush = make("input", { type: "checkbox" });
  stage.brush.addEventListener("change", () => stage.root.classList.toggle("painting", stage.brush.checked));
  stage.ink = make("input", { class: "ink", value: "9", inputmode: "decimal", "aria-label": "Number to paint with" });
  stage.all = make("input", { type: "checkbox" });
  stage.all.addEventListener("change", () => {
    stage.showAll = stage.all.checked;
    paint(stage);
  });
  stage.allBox = make("label", { class: "switch all" }, stage.all, "All windows");
  stage.editTools = make(
    "span",
    { class: "edit-tools" },
    stage.undo,
    stage.redo,
    stage.clear,
    make("label", { class: "switch", title: "Drag over cells to fill them with this number" }, stage.brush, "Paint"),
    stage.ink,
  );
  return make("div", { class: "tools" }, stage.editTools, stage.allBox, buildModes(stage));
}

function build(parentElement) {
  const stage = { shadow: parentElement, views: new Map(), history: [], now: -1, aim: null, sequence: Date.now(), unanswered: null, place: null, told: null };
  stage.bands = makeSvg("svg", { class: "bands", "aria-hidden": "true" });
  stage.groups = make("div", { class: "groups" });
  stage.field = make("div", { class: "field" }, stage.bands, stage.groups);
  stage.status = make("div", { class: "arithmetic", role: "status" });
  stage.note = make("div", { class: "note" });
  stage.refusal = make("div", { class: "refusal", role: "alert" });
  stage.stepper = buildStepper(stage);
  stage.tools = buildTools(stage);
  stage.root = make("div", { class: "stage" }, stage.tools, stage.field, buildAsk(stage), stage.status, stage.refusal, stage.note, stage.stepper);
  parentElement.append(stage.root);
  stage.unwatch = watchHand(stage);
  stage.sizes = new ResizeObserver(() => {
    layOut(stage);
    paint(stage);
  });
  return stage;
}

// ---- every new scene ---------------------------------------------------------------------------------------

function isDark(stage) {
  const colour = getComputedStyle(stage.root).getPropertyValue("--st-background-color").trim();
  const probe = make("span");
  probe.style.color = colour || "#ffffff";
  stage.root.append(probe);
  const [red, green, blue] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
  probe.remove();
  return red + green + blue < 384;
}

function arrangePanels(stage) {
  const signature = JSON.stringify(stage.scene.panels.map((panel) => [panel.id, panel.group, panel.rows, panel.columns, panel.lens, panel.editable]));
  if (stage.signature === signature) return;
  stage.signature = signature;
  const focused = [...stage.views.values()].find((view) => view.cells.includes(stage.shadow.activeElement));
  stage.arranging = true; // cells that leave the page lose their focus, and nothing may be painted half built
  const groups = new Map();
  const kept = new Map();
  for (const panel of stage.scene.panels) {
    let view = stage.views.get(panel.id);
    if (!view) {
      view = createView(stage, panel);
      watchMap(stage, view);
    }
    view.panel = panel;
    kept.set(panel.id, view);
    if (!groups.has(panel.group)) groups.set(panel.group, make("div", { class: "pair" }));
    groups.get(panel.group).append(view.root);
  }
  stage.views = kept;
  for (const view of kept.values()) {
    buildCells(view);
    view.cells[0].setAttribute("tabindex", "0");
  }
  stage.labels = stage.scene.links.map(() => make("div", { class: "group-label" }));
  const pairs = [...groups.values()].map((pair, i) => make("div", { class: "group" }, stage.labels[i], pair));
  stage.groups.replaceChildren(...pairs);
  stage.arranging = false;
  stage.refocus = focused || null;
}

// Another type has another name over the same panels.
function labelGroups(stage) {
  stage.scene.links.forEach((link, i) => {
    stage.labels[i].textContent = link.label;
    stage.labels[i].hidden = !link.label;
  });
}

function flashChanges(stage, before) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const [id, view] of stage.views) {
    const old = before.get(id);
    if (view.panel.role !== "output" || !old || old.length !== view.panel.text.length) continue;
    view.panel.text.forEach((text, position) => {
      if (text !== old[position] && !isCovered(stage, view, position)) cellAt(view, position)?.digit.animate({ opacity: [0.15, 1] }, { duration: 350 });
    });
  }
}

function show(stage, data) {
  const before = new Map([...stage.views].map(([id, view]) => [id, view.shown || []]));
  const first = !stage.scene;
  stage.data = data;
  stage.scene = enter(stage, data.scene);
  stage.dark = isDark(stage);
  stage.colours = stage.scene.style[stage.dark ? "dark" : "light"];
  stage.root.classList.toggle("dark", stage.dark);
  const active = stage.hoverCell || stage.hoverPlace;
  const was = JSON.stringify([stage.signature, stage.place]);
  arrangePanels(stage);
  labelGroups(stage);
  for (const panel of stage.scene.panels) {
    const view = stage.views.get(panel.id);
    view.panel = panel;
    view.shown = [...panel.text];
    fillPanel(view, stage);
  }
  if (active && stage.hoverCell && !stage.views.has(stage.hoverCell.view.panel.id)) stage.hoverCell = null;
  settle(stage, data, first);
  remember(stage);
  showTravel(stage);
  nameClear(stage);
  layOut(stage);
  // a lens goes to the chosen window when that is another one; else it stays where the learner's hand has moved it
  if (was === JSON.stringify([stage.signature, stage.place])) {
    paint(stage);
    writeStepper(stage);
    writeAsk(stage);
  } else choose(stage, stage.place, { tell: false });
  const { refocus } = stage;
  if (refocus) focusCell(stage, refocus, Math.min(refocus.focused || 0, refocus.panel.text.length - 1));
  stage.refocus = null;
  if (!first) flashChanges(stage, before);
}

export function redraw(stage) {
  show(stage, stage.data);
}

function placeTools(stage, lone) {
  // "All windows" comes and goes with the stride: alone it stands at the end, where it pushes no panel down
  if (lone === (stage.root.lastChild === stage.tools)) return;
  if (lone) stage.root.append(stage.tools);
  else stage.root.prepend(stage.tools);
}

function settle(stage, data, first) {
  const hidden = new Set(data.hide);
  const editing = Boolean(editableView(stage)) && !hidden.has("tools");
  if (editing) stage.tools.prepend(stage.editTools);
  else stage.editTools.remove();
  stage.allBox.hidden = stage.scene.links.every((link) => link.tiles);
  stage.modes.hidden = hidden.has("mode");
  writeModes(stage);
  stage.tools.hidden = !editing && stage.allBox.hidden && stage.modes.hidden;
  placeTools(stage, !editing && stage.modes.hidden);
  stage.stepper.hidden = hidden.has("stepper");
  if (stage.allBox.hidden) stage.showAll = stage.all.checked = false;
  stage.refusal.textContent = data.refused || "";
  const link = baseLink(stage);
  if (first || data.scene.step !== stage.told) stage.place = placeOf(link, data.scene.step);
  stage.told = data.scene.step;
  if (windowAt(link, stage.place) === null) stage.place = placeOf(link, 0);
  const lost = stage.hoverCell && stage.hoverCell.position >= stage.hoverCell.view.panel.text.length;
  if (lost) stage.hoverCell = null;
  if (windowAt(link, stage.hoverPlace) === null) stage.hoverPlace = null;
}

const stages = new WeakMap();

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  let stage = stages.get(parentElement);
  if (!stage) {
    stage = build(parentElement);
    stages.set(parentElement, stage);
    stage.sizes.observe(stage.field);
  }
  Object.assign(stage, { setStateValue, setTriggerValue });
  show(stage, data);
  sendAgain(stage, data.answered);
  return () => {
    clearInterval(stage.playing);
    clearTimeout(stage.telling);
    stage.sizes.disconnect();
    stage.unwatch();
    stage.root.remove();
    stages.delete(parentElement);
  };
}
