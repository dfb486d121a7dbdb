// A network as a row of blocks with bars below them, and the input picture with what one cell sees. The layers, their
// costs, where what each cell sees begins and how far it reaches come from Python; here they are only looked up.

import { buildPatch, paintPatch } from "./patch.js";

const REST = 120; // ms
const FORGET = 2000; // ms until an answer that never came is no longer waited for

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

// ---- choosing ----------------------------------------------------------------------------------------------

// The middle, in input cells, of what a cell sees along an axis.
const middle = (layer, axis, cell) => layer.begins[axis][cell] + layer.sees[axis] / 2;

export function cellNear(layer, point) {
  return layer.begins.map((begins, axis) => {
    const away = begins.map((_, cell) => Math.abs(middle(layer, axis, cell) - point[axis]));
    return away.indexOf(Math.min(...away));
  });
}

export function choose(view, index, cell) {
  view.chosen = index;
  view.cell = cell;
  view.hovered = null;
  paint(view);
  clearTimeout(view.telling);
  view.telling = setTimeout(() => tell(view), REST);
}

function chooseLayer(view, index) {
  const from = view.data.layers[view.chosen];
  const point = view.cell.map((cell, axis) => clamp(middle(from, axis, cell), 0, view.data.side));
  choose(view, index, cellNear(view.data.layers[index], point));
}

function tell(view) {
  view.telling = null;
  const told = { layer: view.data.layers[view.chosen].name, cell: view.cell };
  view.told = JSON.stringify(told);
  view.toldAt = Date.now();
  view.setStateValue("chosen", told);
}

// Python's choice may be an earlier one: while a later one is on its way, what is drawn stays.
function isStale(view, data) {
  if (view.telling) return true;
  if (!view.told || Date.now() - view.toldAt > FORGET) return false;
  const answer = JSON.stringify({ layer: data.layers[data.chosen].name, cell: data.cell });
  if (answer === view.told) view.told = null;
  return Boolean(view.told);
}

// ---- drawing -----------------------------------------------------------------------------------------------

function buildChart(view) {
  const chart = make("div", "chart");
  view.lines = ["", ...view.data.quantities].map((label, place) => {
    const [bold, plain, right] = [make("b"), make("span", "", label), make("span", "most")];
    const order = place ? [plain, bold] : [bold, plain];
    return { bold, plain, right, box: make("div", `line at${place}`, ...order, right) };
  });
  view.columns = make("div", "columns");
  view.columns.setAttribute("role", "listbox");
  view.columns.setAttribute("aria-label", "Layers");
  view.columns.setAttribute("aria-orientation", "horizontal");
  view.names = make("div", "names");
  view.names.setAttribute("aria-hidden", "true"); // each option says its layer's name
  chart.append(...view.lines.map(({ box }) => box), view.columns, view.names);
  for (const event of ["pointerover", "pointerleave"]) view.columns.addEventListener(event, (e) => hover(view, e));
  view.columns.addEventListener("click", (event) => {
    const index = indexOf(view, event.target);
    if (index >= 0) chooseLayer(view, index);
  });
  view.columns.addEventListener("keydown", (event) => pressKey(view, event));
  return make("div", "scroll", chart);
}

function indexOf(view, target) {
  return [...view.columns.children].indexOf(target.closest("[role=option]"));
}

function hover(view, event) {
  if (event.pointerType === "touch") return;
  const index = event.type === "pointerover" ? indexOf(view, event.target) : -1;
  view.hovered = index < 0 || index === view.chosen ? null : index;
  paint(view);
}

function pressKey(view, event) {
  const last = view.data.layers.length - 1;
  const moves = {
    ArrowLeft: view.chosen - 1,
    ArrowRight: view.chosen + 1,
    ArrowUp: view.chosen - 1,
    ArrowDown: view.chosen + 1,
    Home: 0,
    End: last,
  };
  if (!(event.key in moves)) return;
  event.preventDefault();
  const index = clamp(moves[event.key], 0, last);
  if (index !== view.chosen) chooseLayer(view, index);
  view.columns.children[view.chosen].focus();
}

function column(layer, tallest) {
  const block = make("div", "block");
  if (layer.cells) block.style.height = `${(100 * layer.cells[0]) / tallest}%`;
  else block.classList.add("units");
  const bars = layer.shares.map((share, place) => {
    const bar = make("div", `bar at${place + 1}`);
    bar.style.height = `${100 * share}%`;
    bar.hidden = share === 0;
    return make("div", `track at${place + 1}`, bar);
  });
  const option = make("div", `layer ${layer.family}`, make("div", "map", block), ...bars);
  option.setAttribute("role", "option");
  const costs = `${layer.texts[0]} parameters, ${layer.texts[1]} multiply-adds, ${layer.texts[2]}`;
  option.setAttribute("aria-label", `${layer.name}, ${layer.kind}, ${layer.shape}, ${costs}`);
  return option;
}

function fill(view) {
  const { layers, stages } = view.data;
  view.revealed = view.hovered = null;
  const tallest = Math.max(...layers.map((layer) => (layer.cells ? layer.cells[0] : 1)));
  view.scroll.style.setProperty("--layers", layers.length);
  view.columns.replaceChildren(...layers.map((layer) => column(layer, tallest)));
  view.names.replaceChildren(
    ...stages.map(([text, span]) => {
      const name = make("span", span > 1 ? "stage" : "", text);
      name.style.gridColumn = `span ${span}`;
      return name;
    }),
  );
}

function paint(view) {
  const { layers, most } = view.data;
  const shown = view.hovered ?? view.chosen;
  const layer = layers[shown];
  [...view.columns.children].forEach((option, index) => {
    option.classList.toggle("hovered", index === view.hovered);
    option.setAttribute("aria-selected", index === view.chosen);
    option.tabIndex = index === view.chosen ? 0 : -1;
  });
  const [head, ...rest] = view.lines;
  head.bold.textContent = layer.name;
  head.plain.textContent = `${layer.kind}, ${layer.shape}`;
  rest.forEach((line, place) => {
    line.bold.textContent = layer.texts[place];
    line.right.textContent = most[place];
  });
  [...view.names.children].forEach((name, stage) => {
    name.classList.toggle("chosen", stage === stageOf(view, view.chosen));
  });
  if (view.revealed !== view.chosen) reveal(view.scroll, view.columns.children[view.chosen]);
  view.revealed = view.chosen; // else a pointer over a block would undo the learner's own scrolling
  paintPatch(view, layer, shown);
}

// Where the blocks do not fit side by side, the chosen one is scrolled into sight.
function reveal(scroll, option) {
  const left = option.offsetLeft - scroll.scrollLeft;
  if (left >= 0 && left + option.offsetWidth <= scroll.clientWidth) return;
  scroll.scrollLeft = option.offsetLeft - scroll.clientWidth / 2;
}

// The stage that holds a layer.
function stageOf(view, index) {
  let before = 0;
  return view.data.stages.findIndex(([, span]) => index < (before += span));
}

// ---- life --------------------------------------------------------------------------------------------------

const KINDS = { convolution: "convolution", pooling: "pooling", strided: "strided convolution", dense: "dense" };

function legend() {
  const entries = Object.entries(KINDS).map(([family, text]) => make("span", family, make("i", "block"), text));
  return make("div", "legend", ...entries);
}

function build(parentElement, data) {
  const view = { data, told: null, telling: null, hovered: null, drawn: null };
  view.scroll = buildChart(view);
  view.root = make("div", "network", make("div", "left", view.scroll, legend()), buildPatch(view));
  parentElement.append(view.root);
  return view;
}

function isDark(element) {
  const [red, green, blue] = getComputedStyle(element).color.match(/[\d.]+/g).map(Number);
  return red + green + blue > 384; // light text
}

const views = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  const view = views.get(parentElement) || build(parentElement, data);
  views.set(parentElement, view);
  const layers = JSON.stringify(data.layers);
  const other = view.drawn !== layers; // another network: a choice in the old one is void
  if (other || !isStale(view, data)) {
    clearTimeout(view.telling);
    Object.assign(view, { chosen: data.chosen, cell: data.cell, telling: null, told: null });
  }
  Object.assign(view, { data, setStateValue, drawn: layers });
  if (other) fill(view);
  const hues = data.hues[isDark(view.root) ? "dark" : "light"];
  hues.slice(0, 4).forEach((hue, place) => view.root.style.setProperty(`--hue${place}`, hue));
  paint(view);
  return () => clearTimeout(view.telling);
}
