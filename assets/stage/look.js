// Looking things up: every index comes from the scene; no window is ever worked out in the browser.

import { feedbackOf } from "./ask.js";
import { hueOf } from "./draw.js";
import { isCovered, isOpen } from "./predict.js";

const SVG = "http://www.w3.org/2000/svg";
export const SMALLEST_CELL = 24;
export const LARGEST_CELL = 64;
export const SMALLEST_DIGIT = 12;
export const BORDERS = ["solid", "dashed", "dotted", "dashed"]; // of an output cell; over the last lies a dash-dot
export const MAP_ROOM = 160; // px that the map of a large grid takes beside its lens
export const NAMED = 7; // cells that a panel's title is wide
export const TITLE = 96; // px that a panel is wide at least, for its title
export const WORD = 110; // px that the operation's name takes between the last of several slices and their output
export const MANY_PARTS = 70; // of an arithmetic line: from here on it is set small, so that its result is in sight
export const NARROW_GAP = 12; // px between two stages side by side on a phone
export const TAG_CELL = 40; // from this size on, a window's number fits into the corner of a cell
export const ROOMY_CELL = 48; // and from this size on, beside the digits in its middle

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

export function makeSvg(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

export function clamp(value, low, high) {
  return Math.max(low, Math.min(high, value));
}

// ---- looking things up -------------------------------------------------------------------------------------

export function windowsOf(link) {
  return link.rows.length * link.columns.length;
}

export function windowAt(link, place) {
  const exists = place && place.row < link.rows.length && place.column < link.columns.length;
  return exists ? place.row * link.columns.length + place.column : null;
}

export function placeOf(link, index) {
  return { row: Math.floor(index / link.columns.length), column: index % link.columns.length };
}

export function tapsOf(link, place, width) {
  return link.rows[place.row].flatMap((row) => link.columns[place.column].map((column) => row * width + column));
}

export function readersOf(link, panel, position) {
  const width = panel.columns.length;
  const rows = link.row_readers[Math.floor(position / width)];
  const columns = link.column_readers[position % width];
  return rows.flatMap((row) => columns.map((column) => ({ row, column })));
}

// ---- the arithmetic ----------------------------------------------------------------------------------------

export function arithmeticOf(stage, link, place, marked = true) {
  const index = windowAt(link, place);
  if (index === null) return [make("span", { class: "muted" }, `${link.label ? `${link.label}: ` : ""}no window here`)];
  const panel = stage.views.get(link.input).panel;
  const ties = new Set(link.ties[index]);
  const terms = tapsOf(link, place, panel.columns.length)
    .map((position, tap) => [position, link.terms ? link.terms[index][tap] : panel.text[position], link.weights?.[tap]])
    .filter(([, text]) => text !== "")
    .map(([position, text, weight]) => {
      const bare = link.brackets && text.startsWith("-") ? `(${text})` : text;
      const shown = link.tap.join(bare).replace("{weight}", weight);
      const mark = position === link.winner[index] ? "winner" : ties.has(position) ? "tie" : "";
      const name = marked && mark ? `term ${mark}` : "term";
      return make("span", { class: name }, shown);
    });
  const parts = terms.flatMap((term, i) => (i ? [link.between, term] : [term]));
  const label = link.label ? [make("span", { class: "label" }, `${link.label}: `)] : [];
  const written = make("span", { class: "written" }, ...label, link.before[index], ...parts, link.after[index]);
  if (parts.length > MANY_PARTS) written.classList.add("long");
  return [written, make("span", { class: "result" }, ` ${link.sign[index]} `, make("b", {}, link.result[index]))];
}

export function writeStatus(stage, place) {
  const open = stage.scene.links.filter((link) => isOpen(stage, link, windowAt(link, place)));
  const lines = open.map((link) => {
    const line = make("div", { class: "line" }, ...arithmeticOf(stage, link, place));
    const index = windowAt(link, place);
    const hue = index === null ? null : stage.views.get(link.output).panel.hue[index];
    line.style.setProperty("--hue", hue === null ? "var(--muted)" : hueOf(stage, hue));
    return line;
  });
  lines.unshift(...feedbackOf(stage, place));
  stage.note.textContent = noteOf(stage);
  const key = lines.map((line) => line.outerHTML).join() + stage.dark + JSON.stringify(place);
  if (stage.statusKey === key) return;
  stage.statusKey = key;
  stage.status.replaceChildren(...lines);
  for (const written of stage.status.querySelectorAll(".written.long")) {
    if (written.scrollHeight > written.clientHeight) written.tabIndex = 0; // keys reach its end too
  }
}

function noteOf(stage) {
  const hovered = stage.hoverCell;
  if (!hovered || stage.sizing || isCovered(stage, hovered.view, hovered.position)) return "";
  if (hovered.view.panel.notes) return hovered.view.panel.notes[hovered.position];
  const link = stage.scene.links.find((other) => other.input === hovered.view.panel.id);
  if (!link) return "";
  const readers = readersOf(link, hovered.view.panel, hovered.position).map((place) => windowAt(link, place) + 1);
  if (!readers.length) return "No window reads this cell.";
  const shown = readers.length > 12 ? `${readers.slice(0, 12).join(", ")}, …` : readers.join(", ");
  return readers.length === 1 ? `Read once, by window ${shown}.` : `Read ${readers.length} times, by windows ${shown}.`;
}
