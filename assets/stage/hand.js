// The learner's hand: hovering, focus, editing, painting, pasting, undo. Only an edit or a chosen window leaves the browser.

import { clamp, make, placeOf, readersOf, windowAt } from "./look.js";
import { bringIntoView, cellAt, paint, positionOf } from "./draw.js";
import { goOn, pick, startTyping } from "./ask.js";
import { isCovered } from "./predict.js";
import { choose } from "./stage.js";

const MOVES = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"];
const UNDO_STEPS = 200;
const PLAIN = /^-?(0|[1-9]\d{0,5})(\.\d{0,5}[1-9])?$/; // a number that Python spells in the same way

// ---- hovering ----------------------------------------------------------------------------------------------

function cellOf(event) {
  return event.composedPath().find((node) => node.getAttribute && node.getAttribute("role") === "gridcell") || null;
}

function pointAt(stage, cell) {
  if (stage.arranging) return;
  const position = cell ? positionOf(cell.view, cell) : null;
  const output = cell && cell.view.panel.role === "output";
  const link = output ? stage.scene.links.find((other) => other.output === cell.view.panel.id) : null;
  stage.hoverPlace = link && !stage.solved ? placeOf(link, position) : null; // the question stays where it was
  stage.hoverCell = cell && !output ? { view: cell.view, position } : null;
  paint(stage);
}

// ---- the grid as text --------------------------------------------------------------------------------------

function editableViews(stage) {
  return [...stage.views.values()].filter((view) => view.panel.editable);
}

export function editableView(stage) {
  // the one that the hand was on last
  const views = editableViews(stage);
  return views.find((view) => view === stage.hand) || views[0] || null;
}

export function rowsOf(panel) {
  const rows = panel.rows.map((_, r) =>
    panel.columns.map((_, c) => r * panel.columns.length + c).filter((position) => panel.kind[position] !== "padding"),
  );
  return rows.filter((row) => row.length).map((row) => row.map((position) => panel.text[position]));
}

function gridPlaceOf(panel, position) {
  return { row: panel.rows[Math.floor(position / panel.columns.length)], column: panel.columns[position % panel.columns.length] };
}

export function send(stage, grids, pasted = null) {
  stage.sequence += 1;
  stage.unanswered = { sequence: stage.sequence, grids, pasted };
  stage.setStateValue("edit", stage.unanswered);
}

export function sendAgain(stage, answered) {
  // A server that went away and came back takes what was sent meanwhile for the value that the stage begins with, and
  // answers nothing. One that knows of no edit at all is told of the last a second time; twice written is as once.
  const lost = stage.unanswered;
  if (lost && (answered === 0 || answered >= lost.sequence)) stage.unanswered = null;
  if (lost && answered === 0) setTimeout(() => send(stage, lost.grids, lost.pasted));
}

export function gridOf(view, rows = rowsOf(view.panel)) {
  return { [view.panel.editable]: rows };
}

function write(stage, view, texts) {
  const changed = [...texts].filter(([position, text]) => view.panel.text[position] !== text.trim());
  changed.forEach(([position, text]) => (view.panel.text[position] = text.trim())); // shown at once; Python's answer replaces it
  changed.forEach(([position]) => unsettle(stage, view, position));
  if (changed.every(([, text]) => PLAIN.test(text.trim()))) remember(stage); // so that the next edit is a step of its own
  paint(stage);
  if (changed.length) send(stage, gridOf(view));
}

function unsettle(stage, view, position) {
  // between an edit and its answer nobody is called the winner of a window that reads the cell
  for (const link of stage.scene.links.filter((other) => other.input === view.panel.id)) {
    for (const place of readersOf(link, view.panel, position)) {
      const index = windowAt(link, place);
      Object.assign(link, { winner: [...link.winner], ties: [...link.ties], result: [...link.result], sign: [...link.sign] });
      [link.winner[index], link.ties[index], link.sign[index], link.result[index]] = [null, [], "=", "…"];
    }
  }
}

// ---- undo --------------------------------------------------------------------------------------------------

export function remember(stage) {
  const views = editableViews(stage);
  if (!views.length) return;
  const key = JSON.stringify(Object.assign({}, ...views.map((view) => gridOf(view))));
  if (stage.history[stage.now] === key) return;
  const aim = stage.history[stage.aim] === key ? stage.aim : null;
  if (aim !== null) {
    stage.now = aim;
  } else {
    stage.history = [...stage.history.slice(0, stage.now + 1), key].slice(-UNDO_STEPS);
    stage.now = stage.history.length - 1;
  }
  stage.aim = null;
}

export function showTravel(stage) {
  // aria-disabled and not disabled: a button that loses its focus when pressed strands the keyboard
  stage.undo.setAttribute("aria-disabled", stage.now <= 0);
  stage.redo.setAttribute("aria-disabled", stage.now >= stage.history.length - 1);
}

export function nameClear(stage) {
  // where two grids can be edited, the button says which of them it clears: the one that the hand was on last
  const view = editableView(stage);
  if (!view) return;
  const title = view.panel.title;
  stage.clear.textContent = editableViews(stage).length > 1 ? `Clear ${title.split(" ")[0].toLowerCase()}` : "Clear";
  stage.clear.title = `Set every cell of "${title}" to 0`;
}

export function travel(stage, by) {
  const aim = stage.now + by;
  if (aim < 0 || aim >= stage.history.length) return;
  stage.aim = aim;
  send(stage, JSON.parse(stage.history[aim]));
}

// ---- editing one cell --------------------------------------------------------------------------------------

function isEditable(cell) {
  return cell && cell.view.panel.editable && cell.view.panel.kind[positionOf(cell.view, cell)] !== "padding";
}

function beginEdit(stage, cell, first = null) {
  if (!isEditable(cell) || cell.querySelector("input")) return;
  const position = positionOf(cell.view, cell);
  const input = make("input", { class: "editor", inputmode: "decimal", autocomplete: "off", "aria-label": cell.getAttribute("aria-label") });
  input.value = first === null ? cell.view.panel.text[position] : first;
  cell.append(input);
  input.focus({ preventScroll: true });
  if (first === null) input.select();
  let open = true;
  const close = (keep, refocus) => {
    if (!open) return;
    open = false;
    const text = input.value;
    input.remove();
    if (refocus) cell.focus({ preventScroll: true });
    write(stage, cell.view, keep && text.trim() !== "" ? [[position, text]] : []);
  };
  cell.closeEditor = close;
  input.addEventListener("blur", () => close(true, false));
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") close(true, true);
    if (event.key === "Escape") close(false, true);
    if (first !== null && MOVES.includes(event.key)) {
      close(true, true);
      moveFocus(stage, cell, event.key, false);
      event.preventDefault();
    }
  });
}

// ---- keyboard ----------------------------------------------------------------------------------------------

export function focusCell(stage, view, position) {
  bringIntoView(view, position);
  paint(stage);
  const cell = cellAt(view, position);
  view.cells.forEach((other) => other.setAttribute("tabindex", other === cell ? "0" : "-1"));
  view.focused = position;
  cell.focus();
}

function moveFocus(stage, cell, key, carried) {
  const { view } = cell;
  const width = view.panel.columns.length;
  const height = view.panel.rows.length;
  const position = positionOf(view, cell);
  const row = Math.floor(position / width);
  const column = position % width;
  const [toRow, toColumn] = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: [row, 0],
    End: [row, width - 1],
  }[key];
  const target = clamp(toRow, 0, height - 1) * width + clamp(toColumn, 0, width - 1);
  if (carried && isEditable(cell) && isEditable(cellAt(view, target))) write(stage, view, [[position, view.panel.text[target]], [target, view.panel.text[position]]]);
  if (carried) chooseReader(stage, view, target);
  focusCell(stage, view, target);
}

function onKey(stage, event) {
  const cell = cellOf(event);
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    const key = event.key.toLowerCase();
    const by = key === "z" ? (event.shiftKey ? 1 : -1) : key === "y" ? 1 : 0;
    if (by && cell) {
      travel(stage, by);
      event.preventDefault();
    }
    return;
  }
  if (!cell || event.altKey) return;
  if (stage.solved && answerKey(stage, cell, event.key)) return event.preventDefault();
  if (MOVES.includes(event.key)) moveFocus(stage, cell, event.key, event.shiftKey && cell.view.panel.movable);
  else if (cell.view.panel.role === "output" && (event.key === " " || (event.key === "Enter" && !isEditable(cell)))) chooseCell(stage, cell);
  else if (!isEditable(cell)) return;
  else if (event.key === "Enter") beginEdit(stage, cell);
  else if (/^[0-9.\-]$/.test(event.key)) beginEdit(stage, cell, event.key);
  else if (event.key === "Delete" || event.key === "Backspace") write(stage, cell.view, [[positionOf(cell.view, cell), "0"]]);
  else return;
  event.preventDefault();
}

function answerKey(stage, cell, key) {
  // predicting: Enter picks a tap, a digit on a covered cell begins the answer
  const position = positionOf(cell.view, cell);
  if (key === "Enter" && pick(stage, cell, position)) return true;
  if (key === "Enter" && stage.said?.picked && stage.said.kind === "right") {
    goOn(stage, { typing: false }); // the hand stays on the grid, where it answers
    return true;
  }
  const begins = /^[0-9.\-]$/.test(key);
  if (cell.view.panel.role !== "output" || isEditable(cell) || !(begins || key === "Enter" || key === " ")) {
    const covered = begins && isCovered(stage, cell.view, position);
    if (covered) startTyping(stage, key);
    return covered;
  }
  chooseCell(stage, cell);
  startTyping(stage, begins ? key : null);
  return true;
}

function chooseReader(stage, view, position) {
  // what was carried is now the business of the window that reads it
  const link = stage.scene.links.find((other) => other.input === view.panel.id);
  const [reader] = readersOf(link, view.panel, position);
  if (reader) choose(stage, reader);
}

function chooseCell(stage, cell) {
  const link = stage.scene.links.find((other) => other.output === cell.view.panel.id);
  choose(stage, placeOf(link, positionOf(cell.view, cell)), { output: cell.view.panel.id });
}

// ---- pointer: click edits or chooses, drag paints ----------------------------------------------------------

function onPointerDown(stage, event) {
  const cell = cellOf(event);
  if (!isEditable(cell) || event.button !== 0 || event.composedPath()[0].tagName === "INPUT") return;
  const position = positionOf(cell.view, cell);
  const movable = cell.view.panel.movable && cell.view.panel.text[position] !== "0";
  if (event.pointerType === "touch" && !stage.brush.checked && !movable) return; // so that a swipe stays a swipe
  const text = stage.brush.checked ? stage.ink.value || "0" : cell.view.panel.text[position];
  stage.stroke = { view: cell.view, text, movable, start: position, point: [event.clientX, event.clientY], positions: new Set(stage.brush.checked ? [position] : []) };
  if (stage.brush.checked) event.preventDefault();
  paint(stage);
}

function onPointerMove(stage, event) {
  const { stroke } = stage;
  if (!stroke) return;
  // a fast hand skips cells: walk from the last point to this one in steps of half a cell
  const [from, to] = [stroke.point, [event.clientX, event.clientY]];
  const count = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / (stage.cell / 2)));
  for (let i = 1; i <= count; i++) strokeTo(stage, ...to.map((end, axis) => from[axis] + ((end - from[axis]) * i) / count));
  stroke.point = to;
  paint(stage);
}

function strokeTo(stage, x, y) {
  const { stroke } = stage;
  const under = stage.shadow.elementFromPoint(x, y);
  const cell = under && under.closest('[role="gridcell"]');
  if (!isEditable(cell) || cell.view !== stroke.view) return;
  const position = positionOf(cell.view, cell);
  if (position === stroke.start && !stroke.positions.size) return;
  if (!stroke.positions.size) stage.shadow.activeElement?.blur();
  if (stroke.movable) stroke.positions.clear();
  stroke.positions.add(position);
}

export function strokeTexts(stroke) {
  // what the stroke would write: a Map from position to text
  if (!stroke) return new Map();
  const [end] = stroke.positions;
  if (!stroke.movable) return new Map([...stroke.positions].map((position) => [position, stroke.text]));
  return new Map(end === undefined ? [] : [[stroke.start, stroke.view.panel.text[end]], [end, stroke.text]]);
}

function onPointerUp(stage) {
  const { stroke } = stage;
  stage.stroke = null;
  if (!stroke || !stroke.positions.size) return;
  stage.painted = true; // the click that follows belongs to the stroke
  setTimeout(() => (stage.painted = false));
  write(stage, stroke.view, strokeTexts(stroke));
  if (stroke.movable) chooseReader(stage, stroke.view, [...stroke.positions][0]);
}

function onClick(stage, event) {
  const cell = cellOf(event);
  if (!cell || stage.painted) return;
  if (cell.view.panel.role === "output") chooseCell(stage, cell);
  if (stage.solved && pick(stage, cell, positionOf(cell.view, cell))) return;
  if (!stage.brush.checked) beginEdit(stage, cell);
}

// ---- clipboard ---------------------------------------------------------------------------------------------

function onPaste(stage, event) {
  const cell = cellOf(event);
  const text = event.clipboardData.getData("text/plain");
  if (!isEditable(cell) || !text || (event.composedPath()[0].tagName === "INPUT" && !/[\t\n;,]/.test(text.trim()))) return;
  event.preventDefault();
  const { panel } = cell.view;
  const { row, column } = gridPlaceOf(panel, positionOf(cell.view, cell));
  cell.closeEditor?.(false, true);
  cell.focus();
  send(stage, gridOf(cell.view), { name: panel.editable, text, row, column });
}

function onCopy(stage, event) {
  const cell = cellOf(event);
  if (!cell || event.composedPath()[0].tagName === "INPUT") return;
  if (cell.view.panel.text.some((_, position) => isCovered(stage, cell.view, position))) return;
  event.clipboardData.setData("text/plain", rowsOf(cell.view.panel).map((row) => row.join("\t")).join("\n"));
  event.preventDefault();
}

function followMap(stage, view, event) {
  const box = view.map.getBoundingClientRect();
  const row = Math.round(((event.clientY - box.top) / box.height) * view.panel.rows.length - view.height / 2);
  const column = Math.round(((event.clientX - box.left) / box.width) * view.panel.columns.length - view.width / 2);
  view.top = clamp(row, 0, view.panel.rows.length - view.height);
  view.left = clamp(column, 0, view.panel.columns.length - view.width);
  paint(stage);
}

export function watchHand(stage) {
  const { field } = stage;
  field.addEventListener("pointerover", (event) => pointAt(stage, cellOf(event)));
  field.addEventListener("pointerleave", () => pointAt(stage, null));
  field.addEventListener("focusin", (event) => {
    const cell = cellOf(event);
    if (!cell || event.target.tagName === "INPUT") return;
    cell.view.cells.forEach((other) => other.setAttribute("tabindex", other === cell ? "0" : "-1"));
    cell.view.focused = positionOf(cell.view, cell);
    stage.hand = cell.view;
    nameClear(stage);
    if (!cell.matches(":focus-visible")) return;
    if (stage.solved && cell.view.panel.role === "output" && !stage.arranging) chooseCell(stage, cell);
    else pointAt(stage, cell);
  });
  field.addEventListener("focusout", () => pointAt(stage, null));
  field.addEventListener("keydown", (event) => onKey(stage, event));
  field.addEventListener("pointerdown", (event) => onPointerDown(stage, event));
  field.addEventListener("click", (event) => onClick(stage, event));
  field.addEventListener("paste", (event) => onPaste(stage, event));
  field.addEventListener("copy", (event) => onCopy(stage, event));
  const move = (event) => onPointerMove(stage, event);
  const up = () => onPointerUp(stage);
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", up);
  return () => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", up);
  };
}

export function watchMap(stage, view) {
  view.mapBox.addEventListener("pointerdown", (event) => {
    view.mapBox.setPointerCapture(event.pointerId);
    followMap(stage, view, event);
  });
  view.mapBox.addEventListener("pointermove", (event) => {
    if (view.mapBox.hasPointerCapture(event.pointerId)) followMap(stage, view, event);
  });
}
