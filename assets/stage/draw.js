// Drawing: panels, cells, outlines and bands.

import {
  BORDERS,
  LARGEST_CELL,
  MAP_ROOM,
  NAMED,
  NARROW_GAP,
  ROOMY_CELL,
  SMALLEST_CELL,
  SMALLEST_DIGIT,
  TAG_CELL,
  TITLE,
  WORD,
  clamp,
  make,
  makeSvg,
  placeOf,
  readersOf,
  tapsOf,
  windowAt,
  windowsOf,
  writeStatus,
} from "./look.js";
import { strokeTexts } from "./hand.js";
import { currentQuestion, isCovered, isOpen } from "./predict.js";

// ---- panels ------------------------------------------------------------------------------------------------

export function createView(stage, panel) {
  const view = { panel, top: 0, left: 0, cells: [] };
  view.count = make("span", { class: "size" });
  view.grid = make("div", { role: "grid" });
  view.overlay = makeSvg("svg", { class: "overlay", width: 0, height: 0, "aria-hidden": "true" });
  view.sheet = make("div", { class: "sheet" }, view.grid, view.overlay);
  view.map = make("canvas", { class: "map", "aria-hidden": "true" });
  view.lens = make("div", { class: "lens" });
  view.mapBox = make("div", { class: "map-box", hidden: "" }, view.map, view.lens);
  view.scroller = make("div", { class: "scroller" }, view.sheet);
  view.title = make("div", { class: "title" });
  const body = make("div", { class: "body" }, view.mapBox, view.scroller);
  view.root = make("section", { class: `panel ${panel.role}` }, view.title, body);
  return view;
}

export function buildCells(view) {
  const { panel } = view;
  view.height = Math.min(panel.lens || Infinity, panel.rows.length);
  view.width = Math.min(panel.lens || Infinity, panel.columns.length);
  view.top = clamp(view.top, 0, panel.rows.length - view.height);
  view.left = clamp(view.left, 0, panel.columns.length - view.width);
  view.cells = [];
  const rows = [];
  for (let r = 0; r < view.height; r++) {
    const row = make("div", { role: "row" });
    for (let c = 0; c < view.width; c++) {
      const digit = make("span", { class: "digit" });
      const cell = make("div", { role: "gridcell", tabindex: "-1" }, digit);
      Object.assign(cell, { at: view.cells.length, view, digit });
      view.cells.push(cell);
      row.append(cell);
    }
    rows.push(row);
  }
  view.grid.replaceChildren(...rows);
}

export function positionOf(view, cell) {
  const row = view.top + Math.floor(cell.at / view.width);
  return row * view.panel.columns.length + view.left + (cell.at % view.width);
}

export function cellAt(view, position) {
  const row = Math.floor(position / view.panel.columns.length) - view.top;
  const column = (position % view.panel.columns.length) - view.left;
  const seen = row >= 0 && row < view.height && column >= 0 && column < view.width;
  return seen ? view.cells[row * view.width + column] : null;
}

export function bringIntoView(view, position) {
  if (!view.panel.lens) return;
  const row = Math.floor(position / view.panel.columns.length);
  const column = position % view.panel.columns.length;
  view.top = clamp(view.top, row - view.height + 1, row);
  view.left = clamp(view.left, column - view.width + 1, column);
}

export function fillPanel(view, stage) {
  const { panel } = view;
  view.title.replaceChildren(make("b", {}, panel.title), " ", make("span", { class: "size" }, panel.size));
  view.grid.setAttribute("aria-label", `${panel.name}, ${panel.size}`);
  view.grid.setAttribute("aria-rowcount", panel.rows.length);
  view.grid.setAttribute("aria-colcount", panel.columns.length);
  view.grid.setAttribute("aria-readonly", panel.editable ? "false" : "true");
  view.mapBox.hidden = !hasMap(view);
  if (hasMap(view)) drawMap(view, stage);
}

function hasMap(view) {
  return Boolean(view.panel.lens) && view.panel.rows.length > 1; // of one row, a map would be a line
}

function drawMap(view, stage) {
  const { panel, map } = view;
  map.width = panel.columns.length;
  map.height = panel.rows.length;
  const context = map.getContext("2d");
  const pixels = context.createImageData(map.width, map.height);
  panel.level.forEach((level, i) => {
    const blank = panel.kind[i] === "padding" || isCovered(stage, view, i);
    const grey = blank ? 128 : Math.round(255 * level);
    pixels.data.set([grey, grey, grey, blank ? 90 : 255], 4 * i);
  });
  context.putImageData(pixels, 0, 0);
}

function placeLens(view) {
  const { panel, lens } = view;
  lens.style.left = `${(100 * view.left) / panel.columns.length}%`;
  lens.style.top = `${(100 * view.top) / panel.rows.length}%`;
  lens.style.width = `${(100 * view.width) / panel.columns.length}%`;
  lens.style.height = `${(100 * view.height) / panel.rows.length}%`;
}

// ---- sizes -------------------------------------------------------------------------------------------------

function longestText(stage) {
  return Math.max(1, ...stage.scene.panels.flatMap((panel) => panel.text.map((text) => text.length)));
}

function groupsOf(stage) {
  // the panels that stand in one row: mostly an input and its output, for a volume several slices and one output
  const groups = new Map();
  for (const view of stage.views.values()) groups.set(view.panel.group, [...(groups.get(view.panel.group) || []), view]);
  return [...groups.values()];
}

function acrossOf(groups, cell, least) {
  // the width of the widest group's panels in one row, none narrower than its title
  const wide = (view) => Math.max(Math.max(view.width, least) * cell, TITLE);
  return Math.max(...groups.map((views) => views.reduce((sum, view) => sum + wide(view), 0)));
}

function largestCell(groups, room, least) {
  let cell = LARGEST_CELL;
  while (cell > 0 && acrossOf(groups, cell, least) > room) cell--;
  return cell;
}

export function layOut(stage) {
  const groups = groupsOf(stage);
  const whole = stage.field.clientWidth;
  if (!whole) return;
  const letters = longestText(stage);
  const smallest = Math.max(SMALLEST_CELL, Math.ceil(letters * SMALLEST_DIGIT * 0.56) + 8);
  const band = whole < 600 ? 56 : 180;
  const bands = Math.max(...groups.map((views) => views.length)) - 1;
  const least = bands > 1 ? NAMED : 0; // where panels crowd, none may be narrower than its title
  const maps = Math.max(...groups.map((views) => views.filter(hasMap).length)) * MAP_ROOM;
  const narrow = whole < 480;
  const widest = Math.max(...groups.flat().map((view) => view.width));
  // On a phone an output stands below its input.
  const each = narrow ? widest * Math.max(smallest, TAG_CELL) + 8 : acrossOf(groups, smallest, least) + 64;
  const fit = (whole - (narrow ? NARROW_GAP : 40)) / groups.length >= each + maps;
  const shares = groups.length > 1 && !stage.scene.below && fit ? groups.length : 1;
  const gap = shares > 1 && narrow ? NARROW_GAP : 40;
  const room = (whole - gap * (shares - 1)) / shares;
  const bandHere = shares > 1 ? 64 : band;
  const word = bands > 1 ? WORD : 0;
  const beside = largestCell(groups, room - maps - word - bands * Math.min(bandHere, bands > 1 ? 32 : 72) - 8, least);
  const stacked = narrow || beside < smallest;
  const heights = groups.flat().map((view) => view.height);
  const down = stacked && bands > 1 ? heights.reduce((sum, height) => sum + height) : Math.max(...heights);
  const fits = stacked ? (room - 8) / widest : beside;
  const limit = groups.length > shares ? 44 : LARGEST_CELL; // stages below each other stay low
  const cell = Math.floor(clamp(Math.min(fits, Math.max(416 / down, SMALLEST_CELL)), smallest, limit));
  const digit = clamp(Math.min(cell * 0.36, (cell - 8) / (0.56 * letters)), SMALLEST_DIGIT, 24);
  stage.cell = cell;
  stage.stacked = stacked;
  stage.layout = (stage.layout || 0) + 1;
  stage.field.classList.toggle("stacked", stacked);
  stage.field.classList.toggle("crowd", stacked && bands > 1);
  stage.field.classList.toggle("several", !stacked && bands > 1);
  stage.field.classList.toggle("split", shares > 1);
  stage.root.classList.toggle("tagged", cell >= TAG_CELL);
  stage.root.classList.toggle("snug", cell >= TAG_CELL && cell < ROOMY_CELL);
  stage.root.style.setProperty("--cell", `${cell}px`);
  stage.root.style.setProperty("--digit", `${digit}px`);
  stage.root.style.setProperty("--band", `${Math.min(bandHere, (room - maps - word - 8 - acrossOf(groups, cell, least)) / bands)}px`);
}

// ---- the state of every cell -------------------------------------------------------------------------------

export function hueOf(stage, index) {
  return stage.colours.hues[index % stage.colours.hues.length];
}

function mixed(colour, ground, percent) {
  // in the browser's place: 1,000 cells with color-mix() of variables cost a tenth of a second to restyle
  const channels = [1, 3, 5].map((i) => [colour, ground].map((text) => parseInt(text.slice(i, i + 2), 16)));
  return `rgb(${channels.map(([top, below]) => Math.round(below + ((top - below) * percent) / 100)).join(" ")})`;
}

function marksOf(stage, link, place) {
  // winner and ties of each window whose marks are shown: all of them where windows stand apart, else the current one
  const current = windowAt(link, place);
  const chosen = link.tiles ? [...link.winner.keys()] : [current].filter((w) => w !== null);
  const shown = chosen.filter((w) => isOpen(stage, link, w));
  const marks = new Map();
  for (const w of shown) {
    const { row, column } = placeOf(link, w);
    const flat = link.ties[w].length + 1 === link.rows[row].length * link.columns[column].length;
    if (flat && w !== current && link.ties[w].length) continue; // all alike: marks would drown those that say something
    link.ties[w].forEach((position) => marks.set(position, "tie"));
    if (link.winner[w] !== null) marks.set(link.winner[w], "winner");
  }
  return marks;
}

export function paint(stage) {
  if (!stage.cell) return; // on its way out of the page it has no width, and nothing can be measured
  stage.preview = strokeTexts(stage.stroke);
  const place = stage.hoverPlace || stage.place;
  for (const link of stage.scene.links) {
    const input = stage.views.get(link.input);
    const output = stage.views.get(link.output);
    const current = windowAt(link, place);
    const taps = new Set(current === null ? [] : tapsOf(link, place, input.panel.columns.length));
    const hue = current === null ? null : output.panel.hue[current];
    paintInput(stage, link, input, taps, hue, marksOf(stage, link, place));
    paintOutput(stage, link, output, current);
    drawOutlines(stage, link, input, place);
    if (input.panel.lens) placeLens(input);
    if (output.panel.lens) placeLens(output);
  }
  drawBands(stage, place);
  writeStatus(stage, place);
}

function paintInput(stage, link, view, taps, hue, marks) {
  const { panel } = view;
  for (const cell of view.cells) {
    const position = positionOf(view, cell);
    const kind = panel.kind[position];
    const inside = taps.has(position);
    const mark = marks.get(position);
    const own = link.tiles ? panel.hue[position] : inside ? hue : null;
    const words = [
      kind === "padding" && "padding",
      kind === "unread" && "not read by any window",
      inside && "in window",
      mark,
    ].filter(Boolean);
    const token = panel.movable && kind !== "padding" && panel.text[position] !== "0";
    const asked = position === askedCell(stage, link) && "asked";
    if (asked) words.push("asked for");
    const names = [kind, inside && "inside", mark, asked, token && "token"].filter(Boolean);
    dress(stage, view, cell, position, { names, words, hue: own });
  }
}

function askedCell(stage, link) {
  // the one cell that a question is about, where it is not about a window's answer
  const asked = link.predict?.cells ? currentQuestion(stage) : null;
  return asked?.link === link && !isOpen(stage, link, asked.index) ? link.predict.cells[asked.index] : null;
}

function paintOutput(stage, link, view, current) {
  const { panel } = view;
  const hovered = stage.hoverCell;
  const source = hovered && stage.scene.links.find((other) => other.output === link.output && other.input === hovered.view.panel.id);
  const readers = source ? readersOf(source, hovered.view.panel, hovered.position) : [];
  const lit = new Set(readers.map((place) => place.row * link.columns.length + place.column));
  for (const cell of view.cells) {
    const position = positionOf(view, cell);
    const names = ["answer", position === current && "current", lit.has(position) && "lit"].filter(Boolean);
    const words = [position === current && "chosen window", lit.has(position) && "reads this cell"].filter(Boolean);
    if (cell.dataset.number !== String(position + 1)) cell.dataset.number = position + 1;
    dress(stage, view, cell, position, { names, words, hue: panel.hue[position] });
  }
}

function dashDot(colour) {
  // CSS has no such line: a picture of one that the browser repeats along the border
  const side = (turn) => `<path transform="rotate(${turn} 20 20)" d="M0 0h12v4H0zM17 0h6v4h-6zM28 0h12v4H28z"/>`;
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" fill="${colour}">${[0, 90, 180, 270].map(side).join("")}</svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(picture)}") 4 round`;
}

function dress(stage, view, cell, position, { names, words, hue }) {
  const { panel } = view;
  const width = panel.columns.length;
  const hidden = isCovered(stage, view, position);
  const look = (hidden ? [...names, "covered"] : names).join(" ");
  if (cell.look !== look) cell.className = cell.look = look;
  const text = hidden ? "?" : (view === stage.stroke?.view && stage.preview.get(position)) || panel.text[position];
  if (cell.digit.textContent !== text) cell.digit.textContent = text;
  const tint = hidden ? 6 : Math.round(6 + 26 * panel.level[position]);
  const paintOf = `${hue}/${tint}/${stage.dark}`;
  if (cell.paintOf !== paintOf) {
    cell.paintOf = paintOf;
    cell.style.setProperty("--dash", BORDERS[(hue ?? 0) % BORDERS.length]);
    const colour = hue === null ? stage.colours.muted : hueOf(stage, hue);
    cell.style.setProperty("--hue", colour);
    cell.style.setProperty("--edge", (hue ?? 0) % BORDERS.length === 3 ? dashDot(colour) : "none");
    cell.style.backgroundColor = mixed(colour, stage.colours.ground, (hue === null ? 0.6 : 1) * tint);
  }
  const row = panel.rows[Math.floor(position / width)] + 1;
  const column = panel.columns[position % width] + 1;
  if (panel.lens && cell.place !== position) {
    cell.place = position;
    cell.setAttribute("aria-colindex", (position % width) + 1);
    cell.parentElement.setAttribute("aria-rowindex", Math.floor(position / width) + 1);
  }
  const name = [`row ${row}, column ${column}: ${hidden ? "covered" : text || "no value"}`, ...words].join(", ");
  if (cell.name !== name) cell.setAttribute("aria-label", (cell.name = name));
}

// ---- outlines and bands ------------------------------------------------------------------------------------

function boxOf(stage, view, link, place) {
  const rows = link.rows[place.row];
  const columns = link.columns[place.column];
  const [top, left] = [rows[0] - view.top, columns[0] - view.left];
  const [bottom, right] = [rows.at(-1) - view.top + 1, columns.at(-1) - view.left + 1];
  const box = {
    top: clamp(top, 0, view.height),
    left: clamp(left, 0, view.width),
    bottom: clamp(bottom, 0, view.height),
    right: clamp(right, 0, view.width),
  };
  const { cell } = stage;
  return {
    x: box.left * cell,
    y: box.top * cell,
    width: (box.right - box.left) * cell,
    height: (box.bottom - box.top) * cell,
  };
}

function outlinesWanted(stage, link, place) {
  const current = windowAt(link, place);
  const hovered = stage.hoverCell && stage.hoverCell.view.panel.id === link.input ? stage.hoverCell : null;
  const thin = hovered ? readersOf(link, hovered.view.panel, hovered.position) : [];
  const all = link.tiles || stage.showAll;
  const places = all ? [...Array(windowsOf(link)).keys()].map((index) => placeOf(link, index)) : thin;
  const others = places.filter((other) => windowAt(link, other) !== current);
  return current === null ? others : [...others, place]; // the current one last, so that it lies on top
}

function drawOutlines(stage, link, view, place) {
  const { overlay } = view;
  const current = windowAt(link, place);
  const wanted = outlinesWanted(stage, link, place);
  const output = stage.views.get(link.output).panel;
  setAttributes(overlay, { width: view.width * stage.cell, height: view.height * stage.cell });
  while (overlay.childNodes.length < 2 * wanted.length) overlay.append(makeSvg(overlay.childNodes.length % 2 ? "text" : "rect", {}));
  while (overlay.childNodes.length > 2 * wanted.length) overlay.lastChild.remove();
  wanted.forEach((other, i) => {
    const index = windowAt(link, other);
    drawOutline(stage, view, overlay.childNodes[2 * i], overlay.childNodes[2 * i + 1], {
      index,
      hue: output.hue[index],
      box: boxOf(stage, view, link, other),
      strong: index === current,
      tagged: index === current || (link.tiles && stage.cell >= TAG_CELL),
    });
  });
}

function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
  }
}

function drawOutline(stage, view, rect, tag, { index, hue, box, strong, tagged }) {
  const stroke = strong ? 5 : stage.cell >= TAG_CELL ? 3 : 2;
  const inset = stroke / 2 + 1;
  const pattern = stage.scene.style.patterns[hue % stage.scene.style.patterns.length];
  const dashes = pattern ? pattern.split(" ").map((part) => (Number(part) * stroke).toFixed(1)) : ["none"];
  const gone = box.width <= 0 || box.height <= 0;
  setAttributes(rect, {
    class: strong ? "outline strong" : "outline",
    rx: 8,
    visibility: gone ? "hidden" : "visible",
    "stroke-width": stroke,
    "stroke-dasharray": dashes.join(" "),
    "stroke-linecap": pattern.startsWith("0.1") || pattern.includes("0.1") ? "round" : "butt",
  });
  const size = { x: box.x + inset, y: box.y + inset, width: Math.max(0, box.width - 2 * inset), height: Math.max(0, box.height - 2 * inset) };
  for (const [name, value] of Object.entries(size)) rect.style.setProperty(name, `${value}px`);
  rect.style.stroke = hueOf(stage, hue);
  const outside = stage.cell < TAG_CELL;
  const corner = stage.cell >= ROOMY_CELL ? [8, 16] : strong ? [8, 15] : [7, 14]; // beside a winner's disc
  setAttributes(tag, {
    class: outside ? "number outside" : "number",
    x: outside ? box.x + 2 : box.x + corner[0],
    y: outside ? box.y - 3 : box.y + corner[1],
    visibility: gone || !tagged ? "hidden" : "visible",
  });
  tag.style.fill = hueOf(stage, hue);
  if (tag.textContent !== String(index + 1)) tag.textContent = String(index + 1);
}

function measuring(field) {
  // boxes in the field's own pixels: where the whole stage is enlarged (CSS zoom), the browser measures the screen's
  const zoom = field.getBoundingClientRect().width / field.offsetWidth || 1;
  return (node) => {
    const { left, top, right, bottom, width, height } = node.getBoundingClientRect();
    return { left: left / zoom, top: top / zoom, right: right / zoom, bottom: bottom / zoom, width: width / zoom, height: height / zoom };
  };
}

function drawBands(stage, place) {
  const lenses = [...stage.views.values()].map((view) => [view.top, view.left]);
  const key = JSON.stringify([place, stage.layout, lenses, stage.dark]);
  if (stage.bandsKey === key) return; // measuring boxes makes the browser lay the page out
  stage.bandsKey = key;
  const measure = measuring(stage.field);
  const frame = measure(stage.field);
  const nodes = [];
  for (const link of stage.scene.links) {
    const index = windowAt(link, place);
    if (index === null) continue;
    const input = stage.views.get(link.input);
    const output = stage.views.get(link.output);
    const answer = cellAt(output, index);
    const box = boxOf(stage, input, link, place);
    if (!answer || box.width <= 0 || box.height <= 0) continue;
    const sheet = measure(input.sheet);
    const target = measure(answer);
    const colour = hueOf(stage, output.panel.hue[index]);
    const below = stage.stacked && target.top >= sheet.bottom;
    const shape = below ? bandDown(frame, sheet, box, target, measure(output.root).top) : bandAcross(frame, sheet, box, target);
    const path = makeSvg("path", { d: shape.d, class: "band" });
    const word = makeSvg("text", { x: shape.x, y: shape.y, class: "operation" });
    path.style.fill = word.style.fill = colour;
    word.textContent = link.operation;
    nodes.push(path, word);
  }
  setAttributes(stage.bands, { width: frame.width, height: frame.height });
  stage.bands.replaceChildren(...nodes);
}

function bandAcross(frame, sheet, box, target) {
  const [x1, x2] = [sheet.right - frame.left + 4, target.left - frame.left - 4];
  const [a1, b1] = [sheet.top - frame.top + box.y, sheet.top - frame.top + box.y + box.height];
  const [a2, b2] = [target.top - frame.top, target.bottom - frame.top];
  const middle = (x1 + x2) / 2;
  return {
    d: `M${x1},${a1} C${middle},${a1} ${middle},${a2} ${x2},${a2} L${x2},${b2} C${middle},${b2} ${middle},${b1} ${x1},${b1} Z`,
    x: middle,
    y: (a1 + b1 + a2 + b2) / 4 + 5,
  };
}

function bandDown(frame, sheet, box, target, end) {
  const [y1, y2] = [sheet.bottom - frame.top + 4, end - frame.top - 4];
  const [a1, b1] = [sheet.left - frame.left + box.x, sheet.left - frame.left + box.x + box.width];
  const [a2, b2] = [target.left - frame.left, target.right - frame.left];
  const middle = (y1 + y2) / 2;
  return {
    d: `M${a1},${y1} C${a1},${middle} ${a2},${middle} ${a2},${y2} L${b2},${y2} C${b2},${middle} ${b1},${middle} ${b1},${y1} Z`,
    x: (a1 + b1 + a2 + b2) / 4,
    y: middle + 5,
  };
}
