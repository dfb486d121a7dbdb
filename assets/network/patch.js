// The input picture with the patch that a cell sees, and a small map that shows which cell it is.

import { cellNear, choose, make } from "./network.js";

const SVG = "http://www.w3.org/2000/svg";

function draw(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

function set(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
}

export function buildPatch(view) {
  const patch = { image: draw("image", {}), shade: draw("path", { class: "shade", "fill-rule": "evenodd" }) };
  for (const part of ["ground", "tint", "dark", "light"]) patch[part] = draw("rect", { class: part });
  // The tint lies below the picture: it shows what of the patch is padding, and leaves the picture's colours alone.
  const parts = ["ground", "tint", "image", "shade", "dark", "light"].map((part) => patch[part]);
  patch.input = draw("svg", { class: "input" }, ...parts);
  patch.field = draw("rect", { class: "cells" });
  patch.cell = draw("rect", { class: "cell" });
  patch.map = draw("svg", { class: "small", "aria-hidden": "true" }, patch.field, patch.cell);
  patch.title = make("div", "title");
  patch.sentence = make("p", "sentence");
  patch.sentence.setAttribute("role", "status");
  patch.hand = make("div", "hand", patch.input);
  set(patch.hand, { role: "slider", tabindex: "0", "aria-valuemin": "0" });
  view.patch = patch;
  listen(view, patch.hand);
  patch.map.addEventListener("click", (event) => pickOnMap(view, event));
  return make("div", "patch", patch.title, patch.hand, make("div", "below", patch.map, patch.sentence));
}

// ---- hands -------------------------------------------------------------------------------------------------

function share(element, event) {
  const box = element.getBoundingClientRect();
  return [(event.clientY - box.top) / box.height, (event.clientX - box.left) / box.width];
}

function listen(view, hand) {
  let held = false;
  const follow = (event) => {
    const { side, margin } = view.data;
    const point = share(view.patch.input, event).map((part) => part * (side + 2 * margin) - margin);
    choose(view, view.chosen, cellNear(view.data.layers[view.chosen], point));
  };
  hand.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch") return; // a swipe stays a swipe; a tap arrives as a click
    held = true;
    hand.setPointerCapture(event.pointerId);
    follow(event);
  });
  hand.addEventListener("pointermove", (event) => held && follow(event));
  for (const end of ["pointerup", "pointercancel"]) hand.addEventListener(end, () => (held = false));
  hand.addEventListener("click", (event) => event.pointerType === "touch" && follow(event));
  hand.addEventListener("keydown", (event) => pressKey(view, event));
}

function pickOnMap(view, event) {
  const { cells } = view.data.layers[view.chosen];
  if (cells) choose(view, view.chosen, share(view.patch.map, event).map((part, axis) => Math.floor(part * cells[axis])));
}

function pressKey(view, event) {
  const cells = view.data.layers[view.chosen].cells || [1, 1];
  const far = Math.max(1, Math.round(cells[0] / 8));
  const moves = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    PageUp: [-far, 0],
    PageDown: [far, 0],
    Home: [0, -cells[1]],
    End: [0, cells[1]],
  };
  if (!moves[event.key]) return;
  event.preventDefault();
  const to = moves[event.key].map((step, axis) => Math.min(Math.max(view.cell[axis] + step, 0), cells[axis] - 1));
  if (`${to}` !== `${view.cell}`) choose(view, view.chosen, to);
}

// ---- drawing -----------------------------------------------------------------------------------------------

export function paintPatch(view, layer, shown) {
  const { side, margin, picture, sentence } = view.data;
  const { patch } = view;
  const cell = shown === view.chosen ? view.cell : cellNear(layer, [side / 2, side / 2]);
  const [top, left] = layer.begins.map((begins, axis) => begins[cell[axis]]);
  const [height, width] = layer.sees;
  set(patch.input, { viewBox: `${-margin} ${-margin} ${side + 2 * margin} ${side + 2 * margin}` });
  set(patch.ground, { x: -margin, y: -margin, width: side + 2 * margin, height: side + 2 * margin });
  if (patch.image.getAttribute("href") !== picture) set(patch.image, { href: picture });
  set(patch.image, { width: side, height: side });
  set(patch.shade, { d: `M0 0H${side}V${side}H0Z M${left} ${top}h${width}v${height}h${-width}Z` });
  for (const frame of [patch.tint, patch.dark, patch.light]) set(frame, { x: left, y: top, width, height });
  paintMap(patch, layer.cells, cell);
  patch.title.replaceChildren("What one cell of ", make("b", "", layer.name), " sees");
  patch.sentence.textContent = shown === view.chosen ? sentence : `Its cells see ${layer.sees.join(" × ")}. Click the layer to choose it.`;
  name(view);
}

function paintMap(patch, cells, cell) {
  const [rows, columns] = cells || [1, 1];
  const mark = Math.max(1, rows / 14); // a single cell of a large map would not be seen
  set(patch.map, { viewBox: `0 0 ${columns} ${rows}` });
  set(patch.field, { width: columns, height: rows });
  const [y, x] = cell.map((place) => place + 0.5 - mark / 2);
  set(patch.cell, { x, y, width: mark, height: mark });
}

function name(view) {
  const { name: of, cells } = view.data.layers[view.chosen];
  const [rows, columns] = cells || [1, 1];
  const place = view.cell.map((part) => part + 1);
  set(view.patch.hand, {
    "aria-label": `Cell of ${of}`,
    "aria-valuetext": `row ${place[0]} of ${rows}, column ${place[1]} of ${columns}`,
    "aria-valuemax": rows * columns - 1,
    "aria-valuenow": view.cell[0] * columns + view.cell[1],
  });
}
